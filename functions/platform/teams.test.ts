import { beforeAll, describe, expect, inject, it } from 'vitest';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
});

const none = { params: undefined, query: undefined, body: undefined };
const create = async (name: string, request: RequestOptions = {}) =>
  bodyOf(await bed.platform.createTeam({ ...none, body: { name } }, bed.as(bed.admin, request)));
const change = async (id: string, body: object, request: RequestOptions = {}) =>
  bodyOf(await bed.platform.changeTeam({ ...none, params: { id }, body }, bed.as(bed.admin, request)));
const list = async (of = bed) => bodyOf(await of.platform.listTeams(none, of.as(of.admin))).teams;

describe('teams', () => {
  it('are listed by name, as Russian sorts, and are each organisation its own', async () => {
    for (const name of ['Юг', 'Ёлки', 'Запад', 'Ель', 'Восток']) await create(name);
    expect((await list()).map(({ name }) => name)).toEqual(['Восток', 'Ёлки', 'Ель', 'Запад', 'Юг']);
    expect(await list(await addTenant(bed.endpoint, bed.tableName))).toEqual([]);
  });

  it('are renamed, by version', async () => {
    const made = await create('Север');
    expect(made).toMatchObject({ version: 1, createdBy: bed.admin.id });
    const renamed = await change(made.id, { name: 'Север-2' });
    expect(renamed).toMatchObject({ id: made.id, name: 'Север-2', version: 2 });
    expect(await change(made.id, { name: 'Север-2' })).toEqual(renamed);
    expect(await refusalOf(change(made.id, { name: 'x' }, { ifMatch: [1] }))).toMatchObject({
      kind: 'precondition-failed',
      code: 'version.mismatch',
    });
    expect(await refusalOf(change(made.id, { name: 'x', baseVersion: 1 }))).toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['name'], currentVersion: 2 },
    });
    expect(await list()).toContainEqual(renamed);
  });

  it('that are not there cannot be renamed', async () => {
    expect(await refusalOf(change('01ARZ3NDEKTSV4RRFFQ69G5FAV', { name: 'x' }))).toMatchObject({
      kind: 'not-found',
      code: 'team.not-found',
    });
  });

  it('are made once by a repeated request', async () => {
    const request = { idempotency: { key: 'team', fingerprint: 'f' } };
    const made = await create('Один раз', request);
    expect(await create('Один раз', request)).toEqual(made);
    expect((await list()).filter(({ name }) => name === 'Один раз')).toHaveLength(1);
  });
});
