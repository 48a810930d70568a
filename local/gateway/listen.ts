import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback interface. */
export interface Listening {
  readonly port: number;
  /** Takes the place of the listener: until the first call every request is answered with 503. */
  serve(listener: RequestListener): void;
  /** Takes no more requests, lets the running ones end for 5 s, then cuts them off. */
  stop(): Promise<void>;
}

/** Source: API Gateway developer guide, quotas of HTTP APIs: request line and headers together. */
const HEADERS_LIMIT_BYTES = 10_240;
const STOP_LIMIT_MS = 5_000;

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, because `localhost` may mean either.
 * @param port 0 for any free one
 * @throws {Error} where the port is taken
 */
export async function listenOnLoopback(port: number, first: RequestListener = refuse): Promise<Listening> {
  let current = first;
  const listener: RequestListener = (request, response) => current(request, response);
  const server = await listen(port, '127.0.0.1', listener);
  const { port: actual } = server.address() as AddressInfo;
  const servers = [server];
  try {
    servers.push(await listen(actual, '::1', listener));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Somebody else may have the free port that was found on 127.0.0.1; a port that was asked for must be ours.
    const bearable = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', ...(port === 0 ? ['EADDRINUSE'] : [])];
    if (!bearable.includes(code)) {
      await close(server);
      throw error;
    }
  }
  return {
    port: actual,
    serve: (next) => {
      current = next;
    },
    stop: async () => void (await Promise.all(servers.map(close))),
  };
}

const refuse: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"Service Unavailable"}');
};

function listen(port: number, host: string, listener: RequestListener): Promise<Server> {
  const server = createServer({ maxHeaderSize: HEADERS_LIMIT_BYTES, keepAliveTimeout: 65_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve(server);
    });
  });
}

async function close(server: Server): Promise<void> {
  const limit = setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(limit);
}
