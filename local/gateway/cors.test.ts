import { afterEach, describe, expect, it } from 'vitest';
import type { Functions } from '../functions/functions.ts';
import type { CorsDefinition } from './cors.ts';
import type { Route } from './definition.ts';
import { createGateway } from './gateway.ts';
import { type Listening, listenOnLoopback } from './listen.ts';
import { inOrderOfSelection, parseRouteKey } from './route-selection.ts';

const PAGE = 'https://app.example.com';
const CORS: CorsDefinition = {
  allowOrigins: ['https://crm.example.com', PAGE],
  allowMethods: ['GET', 'PATCH'],
  allowHeaders: ['authorization', 'if-match'],
  exposeHeaders: ['etag', 'ratelimit'],
  maxAge: 7200,
  allowCredentials: false,
};

let gateway: Listening | undefined;
let invoked: number;

afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
});

const guarded = { authorizer: { issuer: 'http://127.0.0.1:1', audience: ['web'] } };
const route = (key: string, changes: Partial<Route> = {}): Route => ({
  ...parseRouteKey(key),
  functionArn: 'probe',
  timeoutMs: 30_000,
  scopes: [],
  ...changes,
});

async function start(routes: readonly Route[], cors: CorsDefinition | 'none' = CORS): Promise<void> {
  invoked = 0;
  const functions: Functions = {
    invoke: async () => {
      invoked += 1;
      const headers = {
        ETag: '"1"',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Private': 'x',
      };
      return { ok: true, payload: { statusCode: 200, headers, body: '{}' } };
    },
  };
  const definition = { apiId: 'api', stage: '$default', routes: inOrderOfSelection(routes) };
  gateway = await listenOnLoopback(
    0,
    createGateway({ ...definition, ...(cors === 'none' ? {} : { cors }) }, functions, () => undefined),
  );
}

async function send(path: string, method: string, headers: Record<string, string>) {
  const answer = await fetch(`http://127.0.0.1:${gateway?.port}${path}`, { method, headers });
  const cors = [...answer.headers].filter(([name]) => name.startsWith('access-control-'));
  return { status: answer.status, headers: answer.headers, cors: Object.fromEntries(cors) };
}
const preflight = (path: string, origin = PAGE) =>
  send(path, 'OPTIONS', { origin, 'access-control-request-method': 'PATCH' });

describe('a preflight', () => {
  it('is answered by the gateway, without a token and without a function', async () => {
    await start([route('ANY /things', guarded), route('OPTIONS /things')]);
    expect(await preflight('/things')).toMatchObject({
      status: 204,
      cors: {
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': 'GET,PATCH',
        'access-control-allow-headers': 'authorization,if-match',
        'access-control-max-age': '7200',
      },
    });
    expect(invoked).toBe(0);
  });

  it('is answered where no route takes it, or one that asks for no token', async () => {
    await start([route('GET /things', guarded)]);
    expect((await preflight('/things')).status).toBe(204);
    await gateway?.stop();
    await start([route('$default')]);
    expect((await preflight('/anything')).status).toBe(204);
  });

  it.each(['ANY /things/{proxy+}', '$default'])(
    'that falls to %s with an authorizer gets its 401: such an API does not work in a browser',
    async (key) => {
      await start([route(key, guarded)]);
      expect(await preflight('/things/1')).toMatchObject({ status: 401, cors: {} });
    },
  );

  it('of an origin that may not call gets no headers', async () => {
    await start([route('$default')]);
    for (const origin of [
      'https://evil.example',
      'https://app.example.com.evil.example',
      'null',
      `${PAGE}:8443`,
    ])
      expect(await preflight('/things', origin)).toMatchObject({ status: 204, cors: {} });
  });

  it('is one only with an origin and a method: any other OPTIONS goes to the function', async () => {
    await start([route('$default')]);
    await send('/things', 'OPTIONS', { origin: PAGE });
    await send('/things', 'OPTIONS', { 'access-control-request-method': 'PATCH' });
    expect(invoked).toBe(2);
  });

  it('is any request where nothing is configured', async () => {
    await start([route('$default')], 'none');
    expect(await preflight('/things')).toMatchObject({
      status: 200,
      cors: { 'access-control-allow-origin': '*', 'access-control-allow-private': 'x' },
    });
  });
});

describe('an answer', () => {
  it('to a page that may call has the headers of the gateway, not those of the function', async () => {
    await start([route('$default')]);
    const { headers, cors } = await send('/things', 'GET', { origin: PAGE });
    expect(cors).toEqual({
      'access-control-allow-origin': PAGE,
      'access-control-expose-headers': 'etag,ratelimit',
    });
    expect(headers.get('etag')).toBe('"1"');
  });

  it('to anybody else has none', async () => {
    await start([route('$default')]);
    expect((await send('/things', 'GET', {})).cors).toEqual({});
    expect((await send('/things', 'GET', { origin: 'https://evil.example' })).cors).toEqual({});
  });

  it('of the gateway itself has none: the service promises them for those of functions', async () => {
    await start([route('GET /things', guarded)]);
    expect(await send('/things', 'GET', { origin: PAGE })).toMatchObject({ status: 401, cors: {} });
  });

  it.each([
    ['*', 'http://anything.example', '*'],
    ['https://*', 'https://anything.example', 'https://anything.example'],
    ['https://*', 'http://anything.example', undefined],
  ])('where %s may call names to %s the origin %s', async (allowed, origin, named) => {
    await start([route('$default')], { ...CORS, allowOrigins: [allowed] });
    const { cors } = await send('/things', 'GET', { origin });
    expect(cors['access-control-allow-origin']).toBe(named);
  });

  it('says that credentials may be sent where that is configured', async () => {
    await start([route('$default')], { ...CORS, allowCredentials: true });
    expect((await send('/things', 'GET', { origin: PAGE })).cors).toMatchObject({
      'access-control-allow-credentials': 'true',
    });
  });
});
