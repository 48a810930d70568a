import { API_BASE } from './api-base.ts';
import { API_CALLS } from './api-client/calls.ts';
import { ApiError, refusalOf } from './api-client/error.ts';
import { type Chance, pause, repeatedly } from './api-client/repeating.ts';
import type { ApiClient, CallOptions, RouteId } from './api-client/types.ts';

export { ApiError } from './api-client/error.ts';
export type { ApiClient, Call, Reply, RouteId, Row } from './api-client/types.ts';

export interface ApiClientOptions {
  /** Address of the installation, without the API's own path: `http://localhost:8080`. */
  readonly baseUrl: string;
  /** An access token, or what gives one; it is asked before each try, so that it may renew it. */
  readonly token: string | (() => string | Promise<string>);
  /** Id of the organisation; needed only by users of several. */
  readonly tenant?: string | undefined;
  /** Milliseconds that a call may take with all its repeats. */
  readonly deadlineMs?: number | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Sees each whole answer before the caller, and may refuse it by throwing: a test holds answers to the schemas of the rows. */
  readonly inspect?: ((id: RouteId, data: unknown) => void) | undefined;
  readonly chance?: Chance | undefined;
}

/** What a call may be given, whatever its row. */
interface AnyCall extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly string[];
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string | number;
  readonly after?: string | readonly string[];
}

/** Longer than the API may take for one answer, which is 30 s. */
const DEADLINE_MS = 45_000;

/**
 * A client of the API with a method for each route, by the route's id, in a browser or anywhere else that has `fetch`. Calls that fail in
 * passing are repeated within a deadline; a POST carries one Idempotency-Key for all its tries.
 *
 * @example
 * const api = createApiClient({ baseUrl: 'http://localhost:8080', token });
 * const { data, etag } = await api.createCompany({ body: { name: 'ООО «Ромашка»' } });
 * await api.changeCompany({ params: { id: data.id }, body: { status: 'customer' }, ifMatch: etag });
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const methods = Object.entries(API_CALLS).map(([id, called]) => [
    id,
    (call: AnyCall = {}) => send(options, id as RouteId, called, call),
  ]);
  return Object.fromEntries(methods) as ApiClient;
}

async function send(options: ApiClientOptions, id: RouteId, called: string, call: AnyCall): Promise<unknown> {
  const [method = '', path = ''] = called.split(' ');
  const url = `${options.baseUrl.replace(/\/+$/, '')}${API_BASE}${placed(path, call.params)}${written({ ...call.query, fields: call.fields })}`;
  const headers = headersOf(options, method, call);
  const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
  const attempt = async (signal: AbortSignal): Promise<unknown> => {
    const authorization = `Bearer ${await tokenOf(options)}`;
    const init = { method, headers: { ...headers, authorization }, ...body, signal };
    const { response, text } = await answered(options.fetch ?? globalThis.fetch, url, init);
    if (!response.ok) throw refusalOf(response, text);
    const data = response.status === 204 ? undefined : parsed(text, response.status);
    if (call.fields === undefined) options.inspect?.(id, data);
    return {
      data,
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      written: response.headers.get('kartoteka-written') ?? undefined,
      replayed: response.headers.get('idempotency-replayed') === 'true',
      headers: response.headers,
    };
  };
  const patience = {
    deadlineMs: call.deadlineMs ?? options.deadlineMs ?? DEADLINE_MS,
    signal: call.signal,
    changes: method !== 'GET',
  };
  return repeatedly(attempt, patience, options.chance ?? { now: Date.now, random: Math.random, pause });
}

async function answered(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch (cause) {
    init.signal.throwIfAborted();
    throw new ApiError('network.failed', `No answer came from ${new URL(url).origin}.`, { cause });
  }
}

function parsed(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError('answer.unreadable', 'The answer is not JSON: is this the address of the API?', {
      status,
      cause,
    });
  }
}

const tokenOf = async ({ token }: ApiClientOptions): Promise<string> =>
  typeof token === 'function' ? await token() : token;

function headersOf({ tenant }: ApiClientOptions, method: string, call: AnyCall): Record<string, string> {
  const { body, idempotencyKey, ifMatch, after = [] } = call;
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(tenant === undefined ? {} : { 'kartoteka-tenant': tenant }),
    ...(method === 'POST' ? { 'idempotency-key': idempotencyKey ?? newKey() } : {}),
    ...(after.length === 0 ? {} : { 'kartoteka-after': [after].flat().join(',') }),
    ...(ifMatch === undefined ? {} : { 'if-match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
  };
}

/** 128 random bits. `crypto.randomUUID` is missing on pages that come by plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const placed = (path: string, params: AnyCall['params'] = {}): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/** A query; lists are written with commas, as the API takes them. */
function written(query: AnyCall['query'] = {}): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, Array.isArray(value) ? value.join(',') : String(value)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
