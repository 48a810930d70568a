import { once } from 'node:events';
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as open } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What the engine answered, byte for byte, so that its checksum (x-amz-crc32) still holds. */
export interface EngineAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly payload: Buffer;
}

export interface ForwardOptions {
  /** Connections to the engine; `false` opens one per request. */
  readonly agent: Agent | false;
  readonly signal?: AbortSignal;
}

/** Sends a request that was read to its end on to the engine at `target`. Rejects when no whole answer comes. */
export async function forward(
  target: string,
  { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  payload: Buffer,
  options: ForwardOptions,
): Promise<EngineAnswer> {
  const { connection: _, ...kept } = headers;
  const request = open(new URL(url ?? '/', target), { method, headers: kept, ...options });
  const arrival = once(request, 'response');
  request.end(payload);
  const [response]: IncomingMessage[] = await arrival;
  if (response?.statusCode === undefined) throw new Error('The engine did not answer.');
  const { connection: __, 'keep-alive': ___, ...answered } = response.headers;
  return { status: response.statusCode, headers: answered, payload: await buffer(response) };
}

/**
 * Asks the engine for its tables: the cheapest request that goes all the way to the database.
 *
 * @throws Error when the answer is not one of success.
 */
export async function askForTables(target: string, options: ForwardOptions): Promise<void> {
  const request = { method: 'POST', url: '/', headers: LIST_TABLES };
  const { status } = await forward(target, request, Buffer.from('{"Limit":1}'), options);
  if (status !== 200) throw new Error(`ListTables was answered with status ${status}.`);
}

/** DynamoDB Local wants a signature of the right form and checks no more of it. */
const LIST_TABLES = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.ListTables',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};
