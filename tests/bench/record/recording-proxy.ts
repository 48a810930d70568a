import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { forward } from '../../../local/dynamodb/forward.ts';

/** One request that the engine answered. */
export interface Recorded {
  /** Name of the function that made it. */
  readonly caller: string;
  /** Which invocation of the function made it: the trace that the SDK sends along. */
  readonly invocation: string;
  readonly operation: string;
  readonly body: string;
  /** When it came and when it was answered, by `performance.now()`. */
  readonly began: number;
  readonly ended: number;
}

export interface RecordingProxy {
  /** The engine's address for one function. */
  endpointFor(caller: string): string;
  /** What was answered so far, in order of arrival, and not taken before; of some callers or of all. */
  take(isWanted?: (caller: string) => boolean): Recorded[];
  stop(): Promise<void>;
}

/**
 * How long a read is held before the engine gets it, in milliseconds: reads that the product sends together have then all
 * come before the first is answered, so that the recording shows them as such.
 */
const HOLD_READS_MS = 4;

/**
 * Stands before an engine and records what functions ask of it. Each function has an address of its own here, since the
 * path of a request is all that says who makes it.
 */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const agent = new Agent({ keepAlive: true, timeout: 10_000 });
  let recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const payload = await buffer(request);
    const operation = headerOf(request, 'x-amz-target').split('.').at(-1) ?? '';
    if (operation !== 'TransactWriteItems') await pause(HOLD_READS_MS);
    const { method, headers } = request;
    const answer = await forward(target, { method, url: '/', headers }, payload, { agent });
    if (answer.status === 200) {
      recorded.push({
        caller: request.url?.split('/')[1] ?? '',
        invocation: headerOf(request, 'x-amzn-trace-id'),
        operation,
        body: payload.toString('utf8'),
        began,
        ended: performance.now(),
      });
    }
    response.writeHead(answer.status, answer.headers).end(answer.payload);
  }

  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The recording proxy has no port.');
  return {
    endpointFor: (caller) => `http://127.0.0.1:${address.port}/${caller}`,
    take: (isWanted = () => true) => {
      const taken = recorded.filter(({ caller }) => isWanted(caller));
      recorded = recorded.filter(({ caller }) => !isWanted(caller));
      return taken.sort((one, other) => one.began - other.began);
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

const headerOf = ({ headers }: IncomingMessage, name: string): string => [headers[name]].flat()[0] ?? '';
