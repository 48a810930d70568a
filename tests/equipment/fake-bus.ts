import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LOCAL_CLIENT } from './table.ts';

/** An entry as it came over the wire. */
export interface BusEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  /** Seconds since 1970. */
  readonly Time: number;
  readonly Detail: string;
}

export interface FakeBus {
  /** The SDK's own client, pointed here. */
  readonly client: EventBridgeClient;
  /** Every request that was within the limits, in order, with its entries. */
  readonly requests: readonly (readonly BusEntry[])[];
  /** Entries that the bus took, in order. */
  readonly taken: readonly BusEntry[];
  /** Error codes for entries that the bus is not to take; `undefined` takes one. */
  refuse: (entry: BusEntry) => string | undefined;
  /** Answers this instead of a result, with every request. */
  failure: { readonly status: number; readonly code: string } | undefined;
  stop(): Promise<void>;
}

const MAX_ENTRIES = 10;
const MAX_BYTES = 262_144;

/**
 * EventBridge's PutEvents on the loopback interface, with its limits, taking and refusing what a test says.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and, for the size of an entry,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export async function startFakeBus(): Promise<FakeBus> {
  const requests: (readonly BusEntry[])[] = [];
  const taken: BusEntry[] = [];
  const server = createServer((request, response) => {
    serve(bus, requests, taken, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The bus has no port.');
  const client = new EventBridgeClient({
    ...LOCAL_CLIENT,
    endpoint: `http://127.0.0.1:${address.port}`,
    maxAttempts: 1,
  });
  const bus: FakeBus = {
    client,
    requests,
    taken,
    refuse: () => undefined,
    failure: undefined,
    stop: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return bus;
}

async function serve(
  bus: FakeBus,
  requests: (readonly BusEntry[])[],
  taken: BusEntry[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { Entries } = JSON.parse(await text(request)) as { Entries: readonly BusEntry[] };
  const problem =
    request.headers['x-amz-target'] === 'AWSEvents.PutEvents' ? limitOf(Entries) : 'UnknownOperation';
  if (bus.failure) return answer(response, bus.failure.status, { __type: bus.failure.code });
  if (problem !== undefined)
    return answer(response, 400, { __type: 'ValidationException', message: problem });
  requests.push(Entries);
  const results = Entries.map((entry, index) => {
    const code = bus.refuse(entry);
    if (code !== undefined) return { ErrorCode: code, ErrorMessage: 'refused' };
    taken.push(entry);
    return { EventId: `event-${index}` };
  });
  const failed = results.filter((result) => 'ErrorCode' in result).length;
  answer(response, 200, { FailedEntryCount: failed, Entries: results });
}

function limitOf(entries: readonly BusEntry[]): string | undefined {
  if (entries.length === 0 || entries.length > MAX_ENTRIES) return `${entries.length} entries`;
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  return bytes > MAX_BYTES ? `${bytes} bytes` : undefined;
}

const sizeOf = ({ Source, DetailType, Detail, Time }: BusEntry): number =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail) + (Time ? 14 : 0);

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
