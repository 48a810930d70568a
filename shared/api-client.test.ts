import { build } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Chance } from './api-client/repeating.ts';
import { type ApiClientOptions, ApiError, createApiClient } from './api-client.ts';

const ID = '01KA8H1MKC98D6SFHVKP0HEGN9';

/** What the network does with one request: answers, or fails. */
type Deed = (url: string, init: RequestInit) => Response | Promise<Response>;

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Deed =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Deed =>
  json(
    status,
    {
      type: `urn:kartoteka:problem:${code}`,
      status,
      code,
      detail: `About ${code}.`,
      requestId: 'r1',
      ...more,
    },
    headers,
  );
const broken: Deed = () => {
  throw new TypeError('fetch failed');
};
const done = json(201, { id: ID, version: 1 }, { etag: '"1"' });

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A client over a network that does one deed after the other, on a clock that only pauses move. */
function client(deeds: readonly Deed[], options: Partial<ApiClientOptions> = {}) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  let clock = 0;
  const chance: Chance = {
    now: () => clock,
    random: () => 0.5,
    pause: async (ms) => {
      pauses.push(ms);
      clock += ms;
    },
  };
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
    sent.push({ url: String(url), method: String(init.method), headers: new Headers(init.headers), body });
    const deed = deeds[Math.min(sent.length, deeds.length) - 1];
    if (!deed) throw new Error('The network has nothing to do.');
    return deed(String(url), init);
  };
  const api = createApiClient({
    baseUrl: 'https://crm.example/',
    token: 'token-1',
    fetch: fetch as typeof globalThis.fetch,
    chance,
    ...options,
  });
  return { api, sent, pauses };
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'It succeeded.',
    (error: unknown) => error,
  );

afterEach(() => vi.restoreAllMocks());

describe('a call', () => {
  it('goes to the address of its row, with token, tenant, body and a key of its own', async () => {
    const { api, sent } = client([done], { tenant: '01KA8GNQM0M9MZNN5WPTQAS6J7' });
    const reply = await api.createCompany({ body: { name: 'ООО «Ромашка»' } });
    const [request] = sent;
    expect(request).toMatchObject({
      url: 'https://crm.example/api/v1/companies',
      method: 'POST',
      body: { name: 'ООО «Ромашка»' },
    });
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      authorization: 'Bearer token-1',
      'content-type': 'application/json',
      'kartoteka-tenant': '01KA8GNQM0M9MZNN5WPTQAS6J7',
      'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(reply).toMatchObject({ data: { id: ID }, status: 201, etag: '"1"', replayed: false });
  });

  it('writes parameters into the path and lists with commas, and leaves out what is undefined', async () => {
    const { api, sent } = client([json(200, { entries: [] })]);
    await api.readCompanyTimeline({
      params: { id: 'a/b?c' },
      query: { kind: ['note', 'contact-logged'], limit: 50, from: undefined },
    });
    expect(sent[0]?.url).toBe(
      'https://crm.example/api/v1/companies/a%2Fb%3Fc/timeline?kind=note%2Ccontact-logged&limit=50',
    );
    expect(sent[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('asks for some fields of an answer, and has nobody inspect what is left of it', async () => {
    const inspect = vi.fn();
    const { api, sent } = client([json(200, { user: { name: 'Анна' } })], { inspect });
    const { data } = await api.readMe({ fields: ['user.name', 'tenant.id'] });
    expect(sent[0]?.url).toBe('https://crm.example/api/v1/me?fields=user.name%2Ctenant.id');
    expect(data).toEqual({ user: { name: 'Анна' } });
    expect(inspect).not.toHaveBeenCalled();
  });

  it.each([
    ['"7"', '"7"'],
    [7, '"7"'],
    [undefined, null],
  ])('matches an ETag or a version: %s', async (ifMatch, header) => {
    const { api, sent } = client([json(200, { id: ID })]);
    await api.changeCompany({ params: { id: ID }, body: { status: 'customer' }, ifMatch });
    expect(sent[0]?.headers.get('if-match')).toBe(header);
  });

  it('takes an answer without a body', async () => {
    const { api } = client([() => new Response(null, { status: 204 })]);
    expect(await api.deleteCompany({ params: { id: ID } })).toMatchObject({ data: undefined, status: 204 });
  });

  it('says that an answer is a repeated one, and shows answers to whoever inspects them', async () => {
    const inspect = vi.fn();
    const { api } = client([json(201, { id: ID }, { 'idempotency-replayed': 'true' })], { inspect });
    const reply = await api.createTeam({ body: { name: 'Опт' }, idempotencyKey: 'mine' });
    expect(reply.replayed).toBe(true);
    expect(inspect).toHaveBeenCalledWith('createTeam', { id: ID });
  });

  it('asks for the token before each try', async () => {
    const token = vi.fn().mockResolvedValueOnce('old').mockResolvedValueOnce('new');
    const { api, sent } = client([problem(503, 'engine.busy'), json(200, {})], { token });
    await api.readMe();
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
  });
});

describe('a refusal', () => {
  it('is one error with what the problem says', async () => {
    const errors = [{ pointer: '/phones/0', code: 'phone.too-short', message: 'Add digits.' }];
    const { api, sent } = client([problem(422, 'body.invalid', { errors })]);
    const error = await failureOf(api.createCompany({ body: { name: 'x' } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: 'body.invalid',
      message: 'About body.invalid.',
      errors,
      requestId: 'r1',
      uncertain: false,
    });
    expect(sent).toHaveLength(1);
  });

  it('keeps the facts that a program can act on', async () => {
    const { api } = client([problem(412, 'version.mismatch', { currentVersion: 3 })]);
    const error = await failureOf(api.deleteCompany({ params: { id: ID }, ifMatch: 2 }));
    expect(error).toMatchObject({ code: 'version.mismatch', problem: { currentVersion: 3 } });
  });

  it('may be one of the gateway, or of what is no API at all', async () => {
    const gateway = client([json(401, { message: 'Unauthorized' })]);
    expect(await failureOf(gateway.api.readMe())).toMatchObject({
      status: 401,
      code: 'gateway.401',
      message: 'Unauthorized',
      requestId: undefined,
    });
    const page = () => new Response('<html>', { status: 404 });
    expect(await failureOf(client([page]).api.readMe())).toMatchObject({
      code: 'gateway.404',
      message: 'HTTP 404',
    });
    const other = client([() => new Response('<html>', { status: 200 })]);
    expect(await failureOf(other.api.readMe())).toMatchObject({ code: 'answer.unreadable', status: 200 });
  });
});

describe('a fault that passes', () => {
  const passing: readonly (readonly [string, Deed])[] = [
    ['too many requests', json(429, { message: 'Too Many Requests' })],
    ['a busy engine', problem(503, 'engine.busy')],
    ['an engine that does not answer', problem(503, 'engine.unavailable')],
    ['a gateway without an answer', () => new Response('', { status: 504 })],
    ['a first run that still runs', problem(409, 'idempotency.in-progress')],
    ['a broken network', broken],
  ];

  it.each(passing)('is waited out: %s', async (_, fault) => {
    const { api, sent, pauses } = client([fault, fault, done]);
    expect((await api.createCompany({ body: { name: 'x' } })).status).toBe(201);
    expect(sent).toHaveLength(3);
    expect(pauses).toEqual([100, 200]);
    const keys = new Set(sent.map(({ headers }) => headers.get('idempotency-key')));
    expect(keys.size).toBe(1);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('keeps the key that it was given', async () => {
    const { api, sent } = client([broken, done]);
    await api.createCompany({ body: { name: 'x' }, idempotencyKey: 'row-17' });
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['row-17', 'row-17']);
  });

  it('is waited out for as long as the API asks, and a random part more', async () => {
    const busy = problem(503, 'engine.busy', {}, { 'retry-after': '2' });
    const { api, pauses } = client([busy, busy, json(200, {})]);
    await api.readMe();
    expect(pauses).toEqual([2100, 2200]);
  });

  it.each([
    ['a conflict of people', problem(409, 'version.conflict')],
    ['a fault of the API', problem(500, 'internal')],
    ['an address that is not there', problem(404, 'company.not-found')],
  ])('is not what it is: %s', async (_, fault) => {
    const { api, sent } = client([fault]);
    await failureOf(api.changeCompany({ params: { id: ID }, body: { status: 'former' } }));
    expect(sent).toHaveLength(1);
  });

  it('is repeated where a conflict says when: others keep changing the record', async () => {
    const { api, sent } = client([
      problem(409, 'record.busy', {}, { 'retry-after': '1' }),
      json(200, { id: ID }),
    ]);
    await api.changeCompany({ params: { id: ID }, body: { status: 'former' } });
    expect(sent).toHaveLength(2);
  });

  it('ends with the last error when the next try would begin after the deadline', async () => {
    const { api, sent, pauses } = client([problem(429, 'rate.limited', {}, { 'retry-after': '4' })]);
    const error = await failureOf(api.readMe({ deadlineMs: 10_000 }));
    expect(error).toMatchObject({ status: 429, code: 'rate.limited', retryAfter: 4, uncertain: false });
    expect([sent.length, pauses]).toEqual([3, [4100, 4200]]);
  });
});

describe('what an earlier try may have done', () => {
  it.each([
    ['lost answer', broken],
    ['late engine', problem(503, 'engine.unavailable')],
  ])('is told with the error of the later one: %s', async (_, fault) => {
    const { api } = client([fault, problem(404, 'company.not-found')]);
    expect(await failureOf(api.deleteCompany({ params: { id: ID } }))).toMatchObject({
      code: 'company.not-found',
      uncertain: true,
    });
  });

  it.each([
    ['that did not begin', json(429, { message: 'Too Many Requests' })],
    ['that says so', problem(503, 'engine.busy')],
  ])('is nothing after one %s', async (_, fault) => {
    const { api } = client([fault, problem(404, 'company.not-found')]);
    expect(await failureOf(api.deleteCompany({ params: { id: ID } }))).toMatchObject({ uncertain: false });
  });

  it('is nothing where it only read', async () => {
    const { api } = client([broken, problem(404, 'company.not-found')]);
    expect(await failureOf(api.readCompany({ params: { id: ID } }))).toMatchObject({ uncertain: false });
  });
});

describe('whoever waits', () => {
  const never: Deed = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => reject(signal.reason));
    });

  it('is told when the time is over', async () => {
    const error = await failureOf(client([never]).api.createTeam({ body: { name: 'x' }, deadlineMs: 20 }));
    expect(error).toMatchObject({ code: 'deadline.passed', status: undefined, uncertain: true });
  });

  it('may give up, in the middle of a try and of a pause', async () => {
    const trying = new AbortController();
    const call = failureOf(client([never]).api.readMe({ signal: trying.signal }));
    trying.abort(new Error('The page was left.'));
    expect(await call).toMatchObject({ message: 'The page was left.' });

    const { pause } = await import('./api-client/repeating.ts');
    const pausing = new AbortController();
    const { api, sent } = client([broken], { chance: { now: Date.now, random: () => 0.99, pause } });
    const waiting = failureOf(api.readMe({ signal: pausing.signal }));
    await expect.poll(() => sent.length).toBe(1);
    pausing.abort(new Error('Enough.'));
    expect(await waiting).toMatchObject({ message: 'Enough.' });
    expect(sent).toHaveLength(1);
  });

  it('hears of a token that cannot be had, at once', async () => {
    const token = () => Promise.reject(new Error('Sign in again.'));
    const { api, sent } = client([done], { token });
    expect(await failureOf(api.readMe())).toMatchObject({ message: 'Sign in again.' });
    expect(sent).toEqual([]);
  });
});

describe('for a browser', () => {
  it('it weighs little, and takes neither a package nor a schema along', async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: ['shared/api-client.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      metafile: true,
      write: false,
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((path) => !/^shared\/api-(base|client)/.test(path))).toEqual([]);
    expect(outputFiles[0]?.contents.length).toBeLessThan(10_000);
  });
});
