import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createWorkingTimeHandlers } from '../functions/working-time/handlers.ts';
import { KartotekaError } from '../shared/errors.ts';
import type { Route } from '../shared/route.ts';
import { answeredQuery } from '../tests/equipment/answered-query.ts';
import { createExportBed } from '../tests/equipment/export-bed.ts';
import { createSearchBed, type SearchBed } from '../tests/equipment/search-bed.ts';
import { createTenantBed, identityOf, signedInAs, type TenantBed } from '../tests/equipment/tenant-bed.ts';
import { placedRoutes } from './openapi.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { problemsOf } from './problem-codes.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const NOTHING = {
  id: NOBODY,
  linkId: NOBODY,
  documentId: NOBODY,
  companyId: NOBODY,
  tenantId: NOBODY,
  kind: 'partner',
};

type Handler = (input: object, context: object) => Promise<unknown>;

let bed: TenantBed;
let searching: SearchBed;
beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed(bed);
});
afterAll(() => searching.close());

/** The error with which the handler of a route answers about a record that does not exist. */
async function refusalOf(id: string, { access }: Route, params: object): Promise<unknown> {
  const handlers: Readonly<Record<string, unknown>> = {
    ...searching.search,
    ...bed.clients,
    ...bed.documents,
    ...bed.imports,
    ...createExportBed(bed, { query: answeredQuery(0) }).handlers,
    ...bed.platform,
    ...createWorkingTimeHandlers(bed.table),
  };
  const handler = handlers[id] as Handler;
  const input = { params, query: { limit: 20 }, body: EXAMPLES[id] };
  const { admin } = bed;
  const context = access === 'identity' ? signedInAs(identityOf(admin.email)) : bed.as(admin);
  return handler(input, context).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('what is not there is answered as the description says', () => {
  const described = placedRoutes().map(({ id, route }) => ({
    id,
    route,
    codes: problemsOf(route)
      .filter(({ kind }) => kind === 'not-found')
      .map(({ code }) => code),
  }));

  it.each(described.filter(({ codes }) => codes.length > 0))(
    'on $id with $codes',
    async ({ id, route, codes }) => {
      const params = route.path.startsWith('/dictionaries')
        ? { dictionary: 'industries', id: 'none' }
        : NOTHING;
      const error = await refusalOf(id, route, params);
      expect(error).toBeInstanceOf(KartotekaError);
      expect(codes).toContain((error as KartotekaError).code);
    },
  );

  it('and on no route that names no record', () => {
    const naming = described.filter(({ route }) =>
      /\{(id|linkId|documentId|companyId|tenantId)\}/.test(route.path),
    );
    expect(described.filter(({ codes }) => codes.length > 0)).toEqual(naming);
  });
});
