import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on the loopback interface. */
export interface Listening {
  readonly port: number;
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
export async function listenOnLoopback(port: number, listener: RequestListener): Promise<Listening> {
  const first = await listen(port, '127.0.0.1', listener);
  const { port: actual } = first.address() as AddressInfo;
  const servers = [first];
  try {
    servers.push(await listen(actual, '::1', listener));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Somebody else may have the free port that was found on 127.0.0.1; a port that was asked for must be ours.
    const bearable = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', ...(port === 0 ? ['EADDRINUSE'] : [])];
    if (!bearable.includes(code)) {
      await close(first);
      throw error;
    }
  }
  return { port: actual, stop: async () => void (await Promise.all(servers.map(close))) };
}

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
