import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { EVERYONE, WRITERS } from '../../shared/access.ts';
import { notFound } from '../../shared/errors.ts';
import { defineRoutes } from '../../shared/route.ts';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { createMeteredTable, type MeteredTable } from '../../tests/equipment/metered-table.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createCallers } from './caller.ts';
import { createHttpHandler } from './http.ts';
import { createTenantLimits } from './tenant-limits.ts';

const part = z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() });
const thing = z.strictObject({
  id: z.string(),
  name: z.string(),
  parts: z.array(part),
  note: z.string().optional(),
});
const params = z.strictObject({ id: z.string() });

const routes = defineRoutes({
  readThing: {
    method: 'GET',
    path: '/things/{id}',
    summary: 'Read',
    roles: EVERYONE,
    params,
    query: z.strictObject({ limit: z.coerce.number().default(20) }),
    response: thing,
    status: 200,
    versioned: true,
  },
  changeThing: {
    method: 'PATCH',
    path: '/things/{id}',
    summary: 'Change',
    roles: WRITERS,
    params,
    body: z.strictObject({ name: z.string() }),
    response: thing,
    status: 200,
  },
  readOldThing: {
    method: 'GET',
    path: '/old-things/{id}',
    summary: 'Read as before',
    roles: EVERYONE,
    params,
    response: thing,
    status: 200,
    deprecated: { since: '2027-01-15', sunset: '2027-07-15', successor: '/things/{id}' },
  },
});

const THING = {
  id: '1',
  name: 'Вещь',
  parts: [{ name: 'ручка', tags: ['а'] }, { name: 'крышка' }],
  note: 'Просят перезвонить. '.repeat(100),
};
const PATH = '/api/v1/things/1';

let bed: TenantBed;
let agent: Person;
let now: Date;
let metered: MeteredTable;
let handler: ReturnType<typeof createHttpHandler<typeof routes>>;
let queries: unknown[];

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  agent = await bed.addUser('agent');
  metered = createMeteredTable(bed.endpoint, bed.tableName);
});
beforeEach(() => {
  now = new Date('2026-11-25T10:00:18.000Z');
  queries = [];
  handler = environment(3_000);
});

/** A function's environment, with a limit of its own. */
function environment(limit: number) {
  const deps = { table: metered.table, logger: new KeepingLogger(), now: () => now };
  const answer = { status: 200, body: THING, version: 7 };
  return createHttpHandler(
    routes,
    {
      readThing: async ({ query, params: { id } }) => {
        queries.push(query);
        if (id === 'none') throw notFound('thing');
        return answer;
      },
      changeThing: async () => answer,
      readOldThing: async () => answer,
    },
    { ...deps, callers: createCallers(deps), limits: createTenantLimits({ ...deps, limit }) },
  );
}

async function send(request: HttpRequest, to = handler) {
  const claims = { iss: 'https://issuer.example', sub: agent.email };
  const answer = await to(httpApiEvent({ claims, path: PATH, ...request }), lambdaContext());
  const { statusCode: status, headers = {}, body = '', isBase64Encoded = false } = answer;
  return { status, headers, body, isBase64Encoded };
}
const json = async (request: HttpRequest) => JSON.parse((await send(request)).body);

describe('a choice of fields', () => {
  it('is all that is answered, under the same version', async () => {
    const { status, headers, body } = await send({ query: { fields: 'name,parts.name', limit: '5' } });
    expect([status, headers['etag'], JSON.parse(body)]).toEqual([
      200,
      '"7"',
      { name: 'Вещь', parts: [{ name: 'ручка' }, { name: 'крышка' }] },
    ]);
    expect(queries).toEqual([{ limit: 5 }]);
  });

  it.each([
    [
      'nome,parts.size',
      [
        ['field.unknown', 'nome'],
        ['field.unknown', 'parts.size'],
      ],
    ],
    ['name.first', [['field.unknown', 'name.first']]],
    ['constructor', [['field.unknown', 'constructor']]],
    ['__proto__', [['fields.malformed', 'name,phones.number']]],
    ['', [['fields.malformed', 'name,phones.number']]],
    ['a,'.repeat(60), [['fields.too-many', '50']]],
  ])('%s is refused before the handler', async (fields, expected) => {
    const { code, errors } = await json({ query: { fields } });
    expect(code).toBe('parameter.invalid');
    expect(errors).toEqual(
      expected.map(([field, part]) => ({
        parameter: 'fields',
        code: field,
        message: expect.stringContaining(String(part)),
      })),
    );
    expect(queries).toEqual([]);
  });

  it('takes nothing away from a problem, and is not offered where something is changed', async () => {
    expect(await json({ path: '/api/v1/things/none', query: { fields: 'name' } })).toMatchObject({
      code: 'thing.not-found',
      detail: expect.any(String),
    });
    const body = { name: 'x' };
    expect(await json({ method: 'PATCH', body, query: { fields: 'name' } })).toMatchObject({
      code: 'parameter.invalid',
      errors: [{ parameter: 'fields', code: 'field.unknown' }],
    });
  });
});

describe('an answer of some size', () => {
  const accepting = { headers: { 'accept-encoding': 'gzip, br' } };

  it('is compressed for those who take it', async () => {
    const { headers, body, isBase64Encoded } = await send(accepting);
    expect([headers['content-encoding'], headers['vary'], headers['etag'], isBase64Encoded]).toEqual([
      'br',
      'accept-encoding',
      '"7"',
      true,
    ]);
    expect(JSON.parse(brotliDecompressSync(Buffer.from(body, 'base64')).toString())).toEqual(THING);
  });

  it('is plain for others, and small ones are for all', async () => {
    expect(JSON.parse((await send({})).body)).toEqual(THING);
    const { headers, body } = await send({ ...accepting, query: { fields: 'name' } });
    expect([headers['vary'], JSON.parse(body)]).toEqual([undefined, { name: 'Вещь' }]);
  });

  it('is compressed as a problem, too', async () => {
    const query = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`unknown${n}`, '1']));
    const { status, headers, body } = await send({ ...accepting, query });
    expect([status, headers['content-type'], headers['content-encoding']]).toEqual([
      400,
      'application/problem+json',
      'br',
    ]);
    expect(brotliDecompressSync(Buffer.from(body, 'base64')).toString()).toContain('parameter.invalid');
  });
});

describe('a deprecated route', () => {
  const marks = {
    deprecation: '@1799971200',
    sunset: 'Thu, 15 Jul 2027 00:00:00 GMT',
    link: '</api/v1/things/1>; rel="successor-version"',
  };

  it('says so with every answer, a refusal too, and works', async () => {
    const old = { path: '/api/v1/old-things/1' };
    expect(await send(old)).toMatchObject({ status: 200, headers: marks });
    expect(await send({ ...old, query: { x: '1' } })).toMatchObject({ status: 400, headers: marks });
    expect(await send({ ...old, claims: undefined })).toMatchObject({ status: 401, headers: marks });
    expect((await send({})).headers).not.toHaveProperty('deprecation');
  });
});

describe('a request too many', () => {
  it('is refused with the time to come back, at the price of no request to the table', async () => {
    const limited = environment(32);
    for (let request = 0; request < 33; request += 1) expect((await send({}, limited)).status).toBe(200);
    // It hears once that nothing is left.
    await send({}, limited);
    let refused: Awaited<ReturnType<typeof send>> | undefined;
    const { requests } = await metered.measure(async () => {
      refused = await send({ query: { x: '1' } }, limited);
    });
    expect(requests).toEqual({});
    expect(queries).toHaveLength(33);
    expect(refused).toMatchObject({
      status: 429,
      headers: {
        'content-type': 'application/problem+json',
        'retry-after': '42',
        'ratelimit-policy': '"tenant";q=32;w=60',
        ratelimit: '"tenant";r=0;t=42',
      },
    });
    expect(JSON.parse(refused?.body ?? '')).toMatchObject({ code: 'rate.limited', status: 429 });
    now = new Date(now.getTime() + 42_000);
    expect((await send({}, limited)).status).toBe(200);
  });

  it('counts whatever comes of it, and who is nobody here by the identity alone', async () => {
    const limited = environment(32);
    const left = async (request: HttpRequest) => (await send(request, limited)).headers['ratelimit'];
    now = new Date('2026-11-25T11:00:00.000Z');
    expect(await left({ query: { x: '1' } })).toBe('"tenant";r=31;t=60');
    expect(await left({ path: '/api/v1/things/none' })).toBe('"tenant";r=30;t=60');
    expect(await left({ claims: { iss: 'https://other.example', sub: 'nobody' } })).toBe(
      '"identity";r=319;t=60',
    );
    expect(await left({ path: '/api/v1/nothing' })).toBeUndefined();
  });
});
