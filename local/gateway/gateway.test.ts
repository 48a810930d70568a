import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import type { Functions, InvocationResult } from '../functions/functions.ts';
import type { Route } from './definition.ts';
import { createGateway } from './gateway.ts';
import { type Listening, listenOnLoopback } from './listen.ts';
import { inOrderOfSelection, parseRouteKey } from './route-selection.ts';

let issuer: string;
let provider: Server;
let sign: (claims: Record<string, unknown>, changes?: Changes) => Promise<string>;
let gateway: Listening | undefined;

interface Changes {
  readonly alg?: string;
  readonly foreignKey?: boolean;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const foreign = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  provider = createServer((request, response) => {
    const found = request.url === '/jwks' ? keys : { issuer, jwks_uri: `${issuer}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  sign = async (claims, { alg = 'RS256', foreignKey = false } = {}) => {
    const key =
      alg === 'HS256'
        ? new TextEncoder().encode('x'.repeat(32))
        : foreignKey
          ? foreign.privateKey
          : privateKey;
    return await new SignJWT({ iss: issuer, client_id: 'web', exp: inSeconds(60), ...claims })
      .setProtectedHeader({ alg, kid: 'one' })
      .sign(key);
  };
});
afterAll(() => provider.close());
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
});

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

function route(key: string, changes: Partial<Route> = {}): Route {
  return { ...parseRouteKey(key), functionArn: 'probe', timeoutMs: 30_000, scopes: [], ...changes };
}

/** Starts a gateway over one function; without one it answers with the event it was given. */
async function start(
  routes: readonly Route[] = [route('$default')],
  invoke: (event: unknown) => Promise<InvocationResult> = async (payload) => ({ ok: true, payload }),
): Promise<void> {
  const functions: Functions = { invoke: (_name, event) => invoke(event) };
  const definition = { apiId: 'api', stage: '$default', routes: inOrderOfSelection(routes) };
  gateway = await listenOnLoopback(
    0,
    createGateway(definition, functions, () => undefined),
  );
}

function send(
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest(
      { host: '127.0.0.1', port: gateway?.port, path, method, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function eventOf(...request: Parameters<typeof send>): Promise<Record<string, unknown>> {
  return JSON.parse((await send(...request)).body) as Record<string, unknown>;
}

describe('the event', () => {
  it('has the fields of payload format 2.0', async () => {
    await start([route('ANY /api/v1/companies/{proxy+}')]);
    const event = await eventOf('/api/v1/companies/01J/notes?a=1&a=2&q=%D0%B0+b', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Many': ['one', 'two'],
        Cookie: 'a=1; b=2',
        'User-Agent': 'probe',
      },
      body: '{"text":"да"}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /api/v1/companies/{proxy+}',
      rawPath: '/api/v1/companies/01J/notes',
      rawQueryString: 'a=1&a=2&q=%D0%B0+b',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { a: '1,2', q: 'а b' },
      pathParameters: { proxy: '01J/notes' },
      headers: { 'content-type': 'application/json', 'x-many': 'one,two', 'content-length': '15' },
      body: '{"text":"да"}',
      isBase64Encoded: false,
      requestContext: {
        apiId: 'api',
        stage: '$default',
        routeKey: 'ANY /api/v1/companies/{proxy+}',
        http: {
          method: 'POST',
          path: '/api/v1/companies/01J/notes',
          sourceIp: '127.0.0.1',
          userAgent: 'probe',
        },
        requestId: expect.stringMatching(/^[\w-]{15}=$/),
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
    expect(event['headers']).not.toHaveProperty('cookie');
    expect(event['headers']).not.toHaveProperty('connection');
  });

  it('leaves out what a request does not have', async () => {
    await start();
    const event = await eventOf('/');
    for (const field of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
      expect(event).not.toHaveProperty(field);
    }
    expect(event).toMatchObject({ routeKey: '$default', isBase64Encoded: false });
    expect(event['requestContext']).not.toHaveProperty('authorizer');
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['text/csv', false],
    ['application/x-www-form-urlencoded', true],
    ['application/merge-patch+json', true],
    ['image/png', true],
    [undefined, true],
  ])('encodes a body of type %s: %s', async (type, encoded) => {
    await start();
    const event = await eventOf('/', {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body: 'body',
    });
    expect(event).toMatchObject({ body: encoded ? 'Ym9keQ==' : 'body', isBase64Encoded: encoded });
  });

  it('has a decoded path, cut at a decoded question mark', async () => {
    await start();
    expect(await eventOf('/a%20%D1%8F/b%3Fc?d=1')).toMatchObject({
      rawPath: '/a я/b',
      rawQueryString: 'd=1',
    });
  });
});

describe('the answer', () => {
  it('is what the function returns', async () => {
    await start(undefined, async () => ({
      ok: true,
      payload: {
        statusCode: 201,
        headers: { ETag: '"1"', 'X-Number': 5 },
        cookies: ['a=1', 'b=2'],
        body: 'aGk=',
        isBase64Encoded: true,
      },
    }));
    const reply = await send('/');
    expect(reply).toMatchObject({ status: 201, body: 'hi', headers: { etag: '"1"', 'x-number': '5' } });
    expect(reply.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(reply.headers['apigw-requestid']).toBeTruthy();
  });

  it('is a 200 with JSON where the function returns something else', async () => {
    await start(undefined, async () => ({ ok: true, payload: { plain: true } }));
    expect(await send('/')).toMatchObject({ status: 200, body: '{"plain":true}' });
  });

  it.each([
    ['a failing function', { ok: false, error: { errorType: 'Error', errorMessage: 'secret' } }],
    ['a status that is none', { ok: true, payload: { statusCode: 'never' } }],
    ['a body that is no text', { ok: true, payload: { statusCode: 200, body: {} } }],
  ] as const)('is the service’s own 500 for %s', async (_name, result) => {
    await start(undefined, async () => result);
    expect(await send('/')).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  it('is the service’s own 404, 400, 413 and 503', async () => {
    await start(
      [route('POST /a'), route('GET /slow', { timeoutMs: 20 })],
      () => new Promise(() => undefined),
    );
    expect(await send('/b')).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
    expect(await send('/%zz')).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    expect(await send('/slow')).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await send('/a', { method: 'POST', body })).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });
});

describe('the authorizer', () => {
  async function withToken(token: string, scopes: readonly string[] = []): Promise<Reply> {
    await start([route('$default', { authorizer: { issuer, audience: ['web'] }, scopes })]);
    return await send('/', { headers: { authorization: `Bearer ${token}` } });
  }

  it('lets a good token through, with its claims as text', async () => {
    const reply = await withToken(
      await sign({
        sub: 'someone',
        'cognito:groups': ['a', 'b'],
        scope: 'openid email',
        email_verified: true,
      }),
    );
    expect(JSON.parse(reply.body)).toMatchObject({
      requestContext: {
        authorizer: {
          jwt: {
            claims: {
              sub: 'someone',
              client_id: 'web',
              exp: expect.stringMatching(/^\d+$/),
              'cognito:groups': '[a b]',
              email_verified: 'true',
            },
            scopes: null,
          },
        },
      },
    });
  });

  it('takes aud before client_id', async () => {
    expect((await withToken(await sign({ aud: ['other', 'web'], client_id: 'x' }))).status).toBe(200);
    await gateway?.stop();
    expect((await withToken(await sign({ aud: 'other' }))).status).toBe(401);
  });

  it.each([
    ['another issuer', { iss: 'https://example.com' }, {}],
    ['another audience', { client_id: 'other' }, {}],
    ['no audience', { client_id: undefined }, {}],
    ['an expired token', { exp: inSeconds(-1) }, {}],
    ['a token without expiry', { exp: undefined }, {}],
    ['a token of tomorrow', { nbf: inSeconds(3600) }, {}],
    ['a token issued tomorrow', { iat: inSeconds(3600) }, {}],
    ['a forged signature', {}, { foreignKey: true }],
    ['a shared-secret signature', {}, { alg: 'HS256' }],
  ] as const)('refuses %s', async (_name, claims, changes) => {
    const reply = await withToken(await sign(claims, changes));
    expect(reply).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(reply.headers['www-authenticate']).toContain('invalid_token');
  });

  it('refuses an unsigned token, no token and nonsense', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
      JSON.stringify({ iss: issuer, client_id: 'web', exp: inSeconds(60) }),
    ).toString('base64url')}.`;
    for (const token of [unsigned, '', 'nonsense']) {
      expect((await withToken(token)).status).toBe(401);
      await gateway?.stop();
    }
  });

  it('remembers a token, but not beyond its end, and no other by it', async () => {
    const token = await sign({ sub: 'someone', exp: inSeconds(3) });
    expect((await withToken(token)).status).toBe(200);
    const authorized = (bearer: string) => send('/', { headers: { authorization: `Bearer ${bearer}` } });
    expect((await authorized(token)).status).toBe(200);
    expect((await authorized(`${token.slice(0, -8)}AAAAAAAA`)).status).toBe(401);
    const refused = await eventually(async () => {
      const reply = await authorized(token);
      expect(reply.status).toBe(401);
      return reply;
    });
    expect(refused.headers['www-authenticate']).toContain('exp');
  });

  it('asks for one of the scopes of the route', async () => {
    const reply = await withToken(await sign({ scope: 'openid kartoteka/api' }), ['kartoteka/api', 'x']);
    expect(JSON.parse(reply.body)).toMatchObject({
      requestContext: { authorizer: { jwt: { scopes: ['kartoteka/api'] } } },
    });
    await gateway?.stop();
    expect(await withToken(await sign({ scope: 'openid' }), ['kartoteka/api'])).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});
