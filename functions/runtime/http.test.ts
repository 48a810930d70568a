import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { EVERYONE, WRITERS } from '../../shared/access.ts';
import { forbidden, notFound } from '../../shared/errors.ts';
import { defineRoutes } from '../../shared/route.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createCallers } from './caller.ts';
import { Change } from './change.ts';
import { createHttpHandler, type RouteHandlers } from './http.ts';
import type { RequestContext } from './request.ts';
import { createTenantLimits } from './tenant-limits.ts';

const id = z.strictObject({ id: ulidSchema });
const thing = z.strictObject({ name: z.string(), size: z.int().optional() });
const routes = defineRoutes({
  listThings: {
    method: 'GET',
    path: '/things',
    summary: 'List',
    roles: EVERYONE,
    query: z.strictObject({ limit: z.coerce.number().int().max(100).default(20) }),
    response: thing,
    status: 200,
  },
  createThing: {
    method: 'POST',
    path: '/things',
    summary: 'Create',
    roles: WRITERS,
    body: thing,
    response: thing,
    status: 201,
    versioned: true,
  },
  readThing: {
    method: 'GET',
    path: '/things/{id}',
    summary: 'Read',
    roles: EVERYONE,
    params: id,
    response: thing,
    status: 200,
    versioned: true,
  },
  changeThing: {
    method: 'PATCH',
    path: '/things/{id}',
    summary: 'Change',
    roles: WRITERS,
    params: id,
    body: thing.partial(),
    response: thing,
    status: 200,
    versioned: true,
  },
  deleteThing: {
    method: 'DELETE',
    path: '/things/{id}',
    summary: 'Delete',
    roles: WRITERS,
    params: id,
    status: 204,
  },
});

/** What every answer says of the tenant's limit. */
const QUOTA = {
  'ratelimit-policy': '"tenant";q=3000;w=60',
  ratelimit: expect.stringMatching(/^"tenant";r=2999;t=\d{1,2}$/),
};
const ID = '01KAT0PK00TH0NG00000000000';
const PATH = `/api/v1/things/${ID}`;

interface Problem {
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { pointer?: string; parameter?: string; code: string }[];
}

let bed: TenantBed;
let agent: Person;
let viewer: Person;
let logger: KeepingLogger;
let received: { input: unknown; context: RequestContext } | undefined;
let now: Date;
/** What a handler does in place of its usual answer. */
let instead: ((context: RequestContext) => Promise<never>) | undefined;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  agent = await bed.addUser('agent');
  viewer = await bed.addUser('viewer');
});
beforeEach(() => {
  logger = new KeepingLogger();
  received = undefined;
  instead = undefined;
  now = new Date();
});

const handlers: RouteHandlers<typeof routes> = {
  listThings: async (input, context) => answering(input, context, { status: 200, body: { name: 'list' } }),
  createThing: async (input, context) => {
    const answer = { status: 201, body: input.body, version: 1, location: `/things/${ID}` };
    await answering(input, context, answer);
    return context.idempotency ? new Change(context).commit(bed.table, answer) : answer;
  },
  readThing: async (input, context) =>
    answering(input, context, { status: 200, body: { name: 'Вещь' }, version: 7 }),
  changeThing: async (input, context) =>
    answering(input, context, { status: 200, body: { name: 'x' }, version: 8 }),
  deleteThing: async (input, context) => answering(input, context, { status: 204 }),
};

async function answering<Answer>(input: unknown, context: RequestContext, answer: Answer): Promise<Answer> {
  received = { input, context };
  await instead?.(context);
  return answer;
}

async function send(request: HttpRequest & { person?: Person | undefined; remaining?: number }) {
  const { person = agent, remaining = 20_000, ...rest } = request;
  const callers = createCallers({ table: bed.table, now: () => now });
  const deps = { table: bed.table, logger, now: () => now };
  const limits = createTenantLimits({ ...deps, limit: 3_000 });
  const handler = createHttpHandler(routes, handlers, { ...deps, callers, limits });
  const claims = { iss: 'https://issuer.example', sub: person.email };
  const event = httpApiEvent({ claims, ...rest });
  const { statusCode, headers = {}, body } = await handler(event, lambdaContext(remaining));
  return { status: statusCode, headers, text: body, body: body === undefined ? undefined : JSON.parse(body) };
}

const refused = async (request: Parameters<typeof send>[0]) => {
  const { status, headers, body } = await send(request);
  expect(headers['content-type']).toBe('application/problem+json');
  const { code, requestId, errors } = body as Problem;
  expect(requestId).toBe('id');
  return { status, code, errors: errors?.map((one) => [one.pointer ?? one.parameter, one.code]) };
};

describe('an answer', () => {
  it('is the handler’s, as JSON, with the version as its ETag', async () => {
    const { status, headers, body } = await send({ path: PATH });
    expect(status).toBe(200);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      etag: '"7"',
      ...QUOTA,
    });
    expect(body).toEqual({ name: 'Вещь' });
  });

  it('to a creation has the address of what was made', async () => {
    const { status, headers } = await send({ method: 'POST', path: '/api/v1/things', body: { name: 'a' } });
    expect([status, headers['location'], headers['etag']]).toEqual([201, PATH, '"1"']);
  });

  it('without a body says nothing of a type', async () => {
    const { status, headers, text } = await send({ method: 'DELETE', path: PATH });
    expect([status, text]).toEqual([204, undefined]);
    expect(headers).toEqual({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...QUOTA });
  });

  it('is logged with its status, and without what was sent', async () => {
    await send({ method: 'POST', path: '/api/v1/things', body: { name: 'private' } });
    expect(logger.lines).toContainEqual({
      level: 'info',
      message: 'answered',
      details: { status: 201, method: 'POST' },
    });
    expect(JSON.stringify(logger.lines)).not.toContain('private');
  });
});

describe('a handler', () => {
  it('gets parsed input, and the request with its caller and instant', async () => {
    await send({ path: '/api/v1/things', query: { limit: '5' } });
    expect(received?.input).toEqual({ params: undefined, query: { limit: 5 }, body: undefined });
    expect(received?.context).toMatchObject({
      caller: { userId: agent.id, role: 'agent', tenant: { id: bed.tenant.id } },
      now,
      correlationId: 'id',
    });
    await send({ path: '/api/v1/things' });
    expect(received?.input).toMatchObject({ query: { limit: 20 } });
    await send({ method: 'PATCH', path: PATH, body: { size: 3 } });
    expect(received?.input).toEqual({ params: { id: ID }, query: undefined, body: { size: 3 } });
  });

  it('is found whatever the gateway’s own route matched', async () => {
    expect(await send({ path: PATH, pathParameters: { proxy: ID } })).toMatchObject({ status: 200 });
    expect(await send({ path: `${PATH}/` })).toMatchObject({ status: 200 });
  });

  it('gets If-Match where the record has a version, and an Idempotency-Key where it makes something', async () => {
    const headers = { 'if-match': '"7"', 'idempotency-key': 'k' };
    await send({ method: 'PATCH', path: PATH, body: {}, headers });
    expect(received?.context).toMatchObject({ ifMatch: [7] });
    expect(received?.context).not.toHaveProperty('idempotency');
    await send({ method: 'DELETE', path: PATH, headers });
    expect(received?.context).not.toHaveProperty('ifMatch');
    await send({ method: 'POST', path: '/api/v1/things', body: { name: 'a' }, headers });
    expect(received?.context).toMatchObject({ idempotency: { key: 'k', fingerprint: expect.any(String) } });
  });
});

describe('an address', () => {
  it.each([
    '/',
    '/api/v1',
    '/api/v1/thing',
    '/api/v2/things',
    `${PATH}/x`,
    '/api/v1/things//',
    '/api/v1/%74hings',
  ])('that is none gives 404: %s', async (path) => {
    expect(await refused({ path })).toEqual({ status: 404, code: 'route.not-found', errors: undefined });
  });

  it.each([
    ['PUT', PATH, 'GET, PATCH, DELETE'],
    ['POST', PATH, 'GET, PATCH, DELETE'],
    ['DELETE', '/api/v1/things', 'GET, POST'],
    ['HEAD', '/api/v1/things', 'GET, POST'],
  ])('does not know %s at %s: 405 with what it knows', async (method, path, allow) => {
    const { status, headers, body } = await send({ method, path });
    expect([status, headers['allow'], (body as Problem).code]).toEqual([405, allow, 'method.not-allowed']);
  });

  it('with an id that is none gives 400 with the parameter', async () => {
    expect(await refused({ path: '/api/v1/things/7' })).toEqual({
      status: 400,
      code: 'parameter.invalid',
      errors: [['id', 'ulid.invalid']],
    });
  });
});

describe('a role', () => {
  it('that may not call a route is told so, before anything is read', async () => {
    const request = { method: 'POST', path: '/api/v1/things', body: '{', person: viewer };
    expect(await refused(request)).toMatchObject({ status: 403, code: 'access.forbidden' });
    expect(received).toBeUndefined();
    expect(await send({ path: PATH, person: viewer })).toMatchObject({ status: 200 });
  });
});

describe('a token', () => {
  it.each([undefined, {}, { iss: 'https://issuer.example' }, { sub: 'x' }])(
    'with %j gives 401',
    async (claims) => {
      expect(await refused({ path: PATH, claims })).toMatchObject({ status: 401, code: 'token.missing' });
    },
  );

  it('that is an ID token of a user gives 401: its audience is the client, it opens no API', async () => {
    const claims = { iss: 'https://issuer.example', sub: agent.email };
    const id = { ...claims, token_use: 'id' };
    expect(await refused({ path: PATH, claims: id })).toMatchObject({ status: 401, code: 'token.missing' });
  });

  it('of nobody we know gives 403', async () => {
    const claims = { iss: 'https://other.example', sub: agent.email };
    expect(await refused({ path: PATH, claims })).toMatchObject({ status: 403, code: 'membership.none' });
  });

  it('lets nobody into a tenant that the header names without a membership', async () => {
    const headers = { 'kartoteka-tenant': ID };
    expect(await refused({ path: PATH, headers })).toMatchObject({
      status: 403,
      code: 'tenant.not-a-member',
    });
    expect(await send({ path: PATH, headers: { 'kartoteka-tenant': bed.tenant.id } })).toMatchObject({
      status: 200,
    });
  });
});

describe('bad input', () => {
  it.each<[string, HttpRequest, number, string, unknown]>([
    [
      'an unknown parameter',
      { path: '/api/v1/things', query: { page: '1' } },
      400,
      'parameter.invalid',
      [['page', 'field.unknown']],
    ],
    [
      'a parameter where none is taken',
      { path: PATH, query: { a: '1' } },
      400,
      'parameter.invalid',
      [['a', 'field.unknown']],
    ],
    [
      'a parameter of a wrong type',
      { path: '/api/v1/things', query: { limit: 'x' } },
      400,
      'parameter.invalid',
      [['limit', 'type.invalid']],
    ],
    [
      'a doubled parameter',
      { path: '/api/v1/things', query: { limit: '1,2' } },
      400,
      'parameter.invalid',
      [['limit', 'type.invalid']],
    ],
    [
      'unknown and wrong fields',
      { method: 'POST', path: '/api/v1/things', body: { size: 'x', 'a/b': 1 } },
      422,
      'body.invalid',
      [
        ['/name', 'field.required'],
        ['/size', 'type.invalid'],
        ['/a~1b', 'field.unknown'],
      ],
    ],
    [
      'a body that is a list',
      { method: 'POST', path: '/api/v1/things', body: [] },
      422,
      'body.invalid',
      [['', 'type.invalid']],
    ],
    ['no body', { method: 'POST', path: '/api/v1/things' }, 400, 'body.missing', undefined],
    ['no JSON', { method: 'POST', path: '/api/v1/things', body: '{' }, 400, 'body.malformed', undefined],
    [
      'another type',
      { method: 'POST', path: '/api/v1/things', body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
      'body.unsupported-media',
      undefined,
    ],
    [
      'a body over 1 MB',
      { method: 'POST', path: '/api/v1/things', body: `"${'ж'.repeat(600_000)}"` },
      413,
      'body.too-large',
      undefined,
    ],
    [
      'a wrong If-Match',
      { method: 'PATCH', path: PATH, body: {}, headers: { 'if-match': '3' } },
      400,
      'header.invalid',
      undefined,
    ],
    [
      'a wrong Idempotency-Key',
      { method: 'POST', path: '/api/v1/things', body: { name: 'a' }, headers: { 'idempotency-key': 'ключ' } },
      400,
      'header.invalid',
      undefined,
    ],
  ])('is refused before the handler: %s', async (_, request, status, code, errors) => {
    expect(await refused(request)).toEqual({ status, code, errors });
    expect(received).toBeUndefined();
    expect(logger.lines).toContainEqual({ level: 'info', message: 'refused', details: { code } });
  });

  it('is not needed where no body is taken', async () => {
    expect(await send({ path: PATH, body: '{' })).toMatchObject({ status: 200 });
  });
});

describe('a fault of ours', () => {
  it('is a 500 without a detail, and is logged with its stack', async () => {
    const fault = new TypeError('secret is not a function');
    instead = () => Promise.reject(fault);
    const { status, text, body } = await send({ path: PATH });
    expect([status, (body as Problem).code]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/secret|TypeError|\.ts/);
    expect(logger.lines).toMatchObject([
      {
        level: 'error',
        message: 'request failed',
        details: {
          code: 'internal',
          error: { name: 'TypeError', message: fault.message, stack: fault.stack },
        },
      },
    ]);
  });

  it('is logged without what an engine’s error carries', async () => {
    const fault = Object.assign(new Error('cancelled'), { CancellationReasons: [{ Item: 'private' }] });
    instead = () => Promise.reject(fault);
    await send({ path: PATH });
    const bare = expect.not.objectContaining({ CancellationReasons: expect.anything() });
    expect(logger.lines).toMatchObject([{ details: { error: bare } }]);
  });

  it('of the engine is a 503 that says when to come again', async () => {
    instead = () => Promise.reject(Object.assign(new Error('x'), { name: 'ThrottlingException' }));
    const { status, headers, body } = await send({ path: PATH });
    expect([status, (body as Problem).code, headers['retry-after']]).toEqual([
      503,
      'engine.unavailable',
      '2',
    ]);
  });
});

describe('work that takes too long', () => {
  it('is answered before the function is ended', async () => {
    instead = () => new Promise(() => undefined);
    const { status, headers, body } = await send({ path: PATH, remaining: 520 });
    expect([status, (body as Problem).code, headers['retry-after']]).toEqual([503, 'time.ran-out', '2']);
  });
});

describe('an Idempotency-Key', () => {
  const post = (key: string, body: object) =>
    send({ method: 'POST', path: '/api/v1/things', body, headers: { 'idempotency-key': key } });
  const alreadyDone = () => Promise.reject(new Error('already done'));

  it('gives the stored answer again, and says that it does', async () => {
    const first = await post('a', { name: 'x', size: 1 });
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await post('a', { size: 1, name: 'x' });
    expect(again.headers).toEqual({ ...first.headers, ...QUOTA, 'idempotency-replayed': 'true' });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
  });

  it('gives it also where the second run could not go through', async () => {
    const first = await post('b', { name: 'x' });
    instead = alreadyDone;
    expect(await post('b', { name: 'x' })).toMatchObject({ status: 201, text: first.text });
  });

  it('gives nothing again that the caller may no longer see or do', async () => {
    await post('e', { name: 'x' });
    for (const error of [notFound('thing'), forbidden('Not any more.')]) {
      instead = () => Promise.reject(error);
      expect(await post('e', { name: 'x' })).toMatchObject({ body: { code: error.code } });
    }
  });

  it('is refused with another body, even one that is not right', async () => {
    await post('c', { name: 'x' });
    for (const body of [{ name: 'y' }, { name: 1 }]) {
      expect(await post('c', body)).toMatchObject({
        status: 422,
        body: { code: 'idempotency.key-reused' },
      });
    }
  });

  it('is forgotten after a day, also where the engine has not dropped it yet', async () => {
    now = new Date(Date.now() - 25 * 3_600_000);
    await post('d', { name: 'x' });
    now = new Date();
    expect(await post('d', { name: 1 })).toMatchObject({ status: 422, body: { code: 'body.invalid' } });
    instead = alreadyDone;
    expect(await post('d', { name: 'x' })).toMatchObject({ status: 500 });
  });
});
