import { join } from 'node:path';
import { type Engine, startEngine } from './dynamodb/engine.ts';
import { createEngineRecord } from './engine-record.ts';
import { keepStreamRecords } from './events/stream-retention.ts';
import type { Log } from './log.ts';

/** The database engine of a data folder, kept running. */
export interface SupervisedEngine {
  /** The same for as long as the stack runs, also over a restart of the engine. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** An engine that ends at once again and again is not worth starting any more. */
const LONGEST_ROW_OF_FAILURES = 5;
const GOOD_LIFE_MS = 10_000;

/**
 * Starts the engine on a data folder that the caller holds, and starts it again where it ends by itself (out of
 * memory, killed): what it acknowledged is on disk, and SDK clients try again meanwhile.
 * @throws {Error} where it cannot be started at first
 */
export async function superviseEngine(dataDir: string, log: Log): Promise<SupervisedEngine> {
  const record = createEngineRecord(dataDir);
  const folder = join(dataDir, 'dynamodb');
  let stopping = false;
  let failures = 0;
  let watching: Promise<void> = Promise.resolve();

  async function start(port: number): Promise<Engine> {
    keepStreamRecords(folder);
    const engine = await startEngine({ dataDir: folder, port });
    record.write(engine.pid);
    return engine;
  }

  async function watch(startedAt: number, how: string): Promise<void> {
    if (stopping) return;
    failures = Date.now() - startedAt > GOOD_LIFE_MS ? 1 : failures + 1;
    if (failures > LONGEST_ROW_OF_FAILURES)
      return log.line(`The database engine keeps ending (${how}); it stays down.`);
    log.line(`The database engine ended unexpectedly (${how}); it is started again.`);
    try {
      current = await start(current.port);
      follow();
    } catch (error) {
      if (!stopping) await watch(Date.now(), error instanceof Error ? error.message : String(error));
    }
  }

  function follow(): void {
    const startedAt = Date.now();
    watching = current.exited.then((how) => watch(startedAt, how));
  }

  await record.endOrphan();
  let current = await start(0);
  follow();
  return {
    endpoint: current.endpoint,
    async stop() {
      stopping = true;
      await current.stop();
      await watching;
      await current.stop();
      record.remove();
    },
  };
}
