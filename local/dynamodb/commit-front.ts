import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { askForTables, forward, readWhole } from './forward.ts';

export interface CommitFront {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Stands before an engine on disk and holds the answer to a transaction until it is committed.
 *
 * DynamoDB Local 2 queues the COMMIT of a TransactWriteItems and answers without waiting for it (SQLiteDBAccess
 * does so for commits and rollbacks only): killed right after, it loses what it acknowledged. Its queue is strictly in order, so
 * once any later request that reads from it is answered, the commit is on disk. ListTables is the cheapest such.
 */
export async function startCommitFront(target: string, port: number): Promise<CommitFront> {
  // Ends idle connections well before the engine does (30 s), or a request could meet its closing.
  const agent = new Agent({ keepAlive: true, timeout: 10_000 });
  const committed = shared(() => askForTables(target, { agent }));

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await forward(target, request, await readWhole(request), { agent });
    if (answer.status === 200 && isTransaction(request)) await committed();
    response.writeHead(answer.status, answer.headers).end(answer.payload);
  }

  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
  return {
    port: address.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

function isTransaction({ headers }: IncomingMessage): boolean {
  return headers['x-amz-target'] === 'DynamoDB_20120810.TransactWriteItems';
}

/** Runs `task` for many at once: whoever asks while it runs waits for the next run, which began after they asked. */
function shared(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    next = undefined;
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    next ??= running.then(run, run);
    return next;
  };
}
