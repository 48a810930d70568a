import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CommitFront, startCommitFront } from './commit-front.ts';
import { type EngineProcess, type EngineProcessOptions, startEngineProcess } from './engine-process.ts';

export type EngineOptions = EngineProcessOptions;
export type Engine = EngineProcess;

/**
 * Starts DynamoDB Local on the loopback interface and resolves when it answers requests. What it acknowledges is
 * stored: killed at any moment, it comes back with it. It ends with this process, even when this process is killed.
 *
 * @throws Error with the engine's own output when Java is missing, the port is taken, the data cannot be read, or
 * nothing answers in 20 s.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const { dataDir } = options;
  // In memory there is nothing to lose, and the way in front would only cost time.
  if (dataDir === undefined) return startEngineProcess(options);
  await prepareFolder(dataDir).catch((cause) => fail(dataDir, cause));
  const engine = await startEngineProcess({ ...options, port: 0 });
  const front = await openFront(engine, dataDir, options.port);
  const exited = engine.exited.then(async (how) => {
    await front.stop();
    return how;
  });
  return {
    ...engine,
    endpoint: `http://127.0.0.1:${front.port}`,
    port: front.port,
    exited,
    stop: async () => {
      await engine.stop();
      await exited;
    },
  };
}

/**
 * Makes the folder, and turns on write-ahead logging in the engine's database file, which keeps the setting:
 * a commit then waits for the disk once instead of several times (1.3 to 3 times as many transactions a second).
 */
async function prepareFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const database = new DatabaseSync(join(dataDir, 'shared-local-instance.db'));
  try {
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

async function openFront(engine: EngineProcess, dataDir: string, port = 0): Promise<CommitFront> {
  try {
    return await startCommitFront(engine.endpoint, port);
  } catch (cause) {
    await engine.stop();
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    return fail(dataDir, taken ? new Error(`port ${port} on 127.0.0.1 is taken`, { cause }) : cause);
  }
}

function fail(dataDir: string, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new Error(`DynamoDB Local did not start (data in ${dataDir}): ${reason}`, { cause });
}
