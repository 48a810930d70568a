import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { API_BASE } from '../shared/api-base.ts';
import { type ApiClient, createApiClient } from '../shared/api-client.ts';
import type { Route } from '../shared/route.ts';
import { QUERY_EXAMPLES } from './examples/parameters.ts';
import { placedRoutes } from './openapi.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { examplePath } from './openapi-parameters.ts';
import { samplesOf } from './openapi-samples.ts';

const BASE = 'https://crm.example';

/** A request as a sample makes it. */
interface Made {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The request that the examples of a route stand for. */
function wanted(id: string, route: Route): Omit<Made, 'headers'> {
  const url = new URL(`${BASE}${API_BASE}${examplePath(id, route)}`);
  for (const [name, value] of Object.entries(QUERY_EXAMPLES[id] ?? {}))
    url.searchParams.set(name, String(value));
  return { method: route.method, url: String(url), body: EXAMPLES[id] };
}

const sampleOf = (id: string, route: Route, label: string): string =>
  String(samplesOf(id, route).find((sample) => sample['label'] === label)?.['source']);

const AsyncFunction = (async () => undefined).constructor as new (
  parameter: string,
  source: string,
) => (api: ApiClient) => Promise<void>;

async function runTypeScript(source: string): Promise<Made> {
  let made: Made | undefined;
  const fetch = async (url: unknown, { method = '', headers, body }: RequestInit = {}): Promise<Response> => {
    const sent = body === undefined ? undefined : JSON.parse(String(body));
    made = { method, url: String(url), headers: Object.fromEntries(new Headers(headers)), body: sent };
    return new Response('{}');
  };
  const api = createApiClient({ baseUrl: BASE, token: 'token', fetch: fetch as typeof globalThis.fetch });
  await new AsyncFunction('api', source)(api);
  if (!made) throw new Error('Nothing was sent.');
  return made;
}

/** The words that a sample gives to curl, as bash reads it. */
function wordsOf(source: string): string[] {
  const stubs = `curl() { printf '%s\\0' "$@"; }; uuidgen() { echo a-key; }`;
  const { stdout, stderr, error } = spawnSync('bash', ['-c', `${stubs}\n${source}`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', KARTOTEKA_URL: BASE, KARTOTEKA_TOKEN: 'token' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error)
    throw new Error(
      `The samples need bash: install it (Debian and Ubuntu: apt install bash). ${error.message}`,
    );
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

const WITHOUT_VALUE = ['--get'];

/** The request that curl would make. */
function runCurl(source: string): Made {
  const words = wordsOf(source)[Symbol.iterator]();
  const options: [string, string][] = [];
  for (const word of words) {
    const alone = !word.startsWith('--') || WITHOUT_VALUE.includes(word);
    options.push(alone ? [word.startsWith('--') ? word : 'url', word] : [word, words.next().value ?? '']);
  }
  const all = (name: string): string[] =>
    options.filter(([option]) => option === name).map(([, value]) => value);
  const cut = (text: string, at: string): [string, string] => [
    text.slice(0, text.indexOf(at)),
    text.slice(text.indexOf(at) + at.length),
  ];
  const [url = ''] = all('url');
  const [body] = all('--data');
  const address = new URL(url);
  for (const pair of all('--data-urlencode')) address.searchParams.set(...cut(pair, '='));
  // Without --get curl would post what is to be a query.
  expect(all('--get').length).toBe(address.search === '' ? 0 : 1);
  return {
    method: all('--request')[0] ?? 'GET',
    url: String(address),
    headers: Object.fromEntries(
      all('--header').map((header) => {
        const [name, value] = cut(header, ': ');
        return [name.toLowerCase(), value];
      }),
    ),
    body: body === undefined ? undefined : JSON.parse(body),
  };
}

describe.each(placedRoutes())('the samples of $id', ({ id, route }) => {
  it('in TypeScript send its examples', async () => {
    const source = sampleOf(id, route, 'TypeScript');
    expect(await runTypeScript(source)).toMatchObject(wanted(id, route));
    expect(source.startsWith('const { data } = await ')).toBe(route.response !== undefined);
  });

  it('with curl send its examples, and a key where one makes sense', () => {
    const made = runCurl(sampleOf(id, route, 'curl'));
    expect(made).toMatchObject(wanted(id, route));
    expect(made.headers['authorization']).toBe('Bearer token');
    expect(made.headers['idempotency-key']).toBe(route.method === 'POST' ? 'a-key' : undefined);
    expect(made.headers['content-type']).toBe(route.body ? 'application/json' : undefined);
  });
});
