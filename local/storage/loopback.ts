import { AsyncLocalStorage } from 'node:async_hooks';
import { type AddressInfo, Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Servers that were opened inside one `onLoopback` call. */
const opened = new AsyncLocalStorage<Set<Server>>();
let patched = false;

function patchListen(): void {
  if (patched) return;
  patched = true;
  const original = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server;
  function listen(this: Server, ...args: unknown[]): Server {
    const servers = opened.getStore();
    if (servers === undefined) return original.apply(this, args);
    servers.add(this);
    const [options, ...rest] = args;
    if (typeof options !== 'object' || options === null) {
      throw new TypeError('Only listen({ host, port }) can be kept on the loopback interface.');
    }
    return original.apply(this, [{ ...options, host: LOOPBACK }, ...rest]);
  }
  Server.prototype.listen = listen as typeof Server.prototype.listen;
}

/**
 * Runs a library's start function so that every server it opens listens on 127.0.0.1 only.
 * For libraries that listen on all interfaces and offer no option for it (fauxqs 2.4.1: `host: "0.0.0.0"` is fixed).
 * Only servers opened inside the call are affected.
 * @throws {Error} where a server came up on another address all the same
 */
export async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  patchListen();
  const servers = new Set<Server>();
  const result = await opened.run(servers, start);
  for (const server of servers) {
    const { address } = server.address() as AddressInfo;
    if (address !== LOOPBACK) {
      server.close();
      throw new Error(`A local server listens on ${address} instead of ${LOOPBACK}.`);
    }
  }
  if (servers.size === 0)
    throw new Error('The library opened no server that could be kept on the loopback interface.');
  return result;
}
