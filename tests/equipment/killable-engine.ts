import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '../../local/dynamodb/engine.ts';

export interface KillableEngine {
  /** Stays the same over restarts. */
  readonly endpoint: string;
  readonly dataDir: string;
  /** Kills the engine as a power cut would (SIGKILL) and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and port; kills it first if it still runs. */
  restart(): Promise<void>;
  /** Ends the engine and removes its folder. */
  dispose(): Promise<void>;
}

/** An engine on disk, in a temporary folder, for tests of what a sudden death leaves behind. */
export async function startKillableEngine(): Promise<KillableEngine> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kartoteka-engine-'));
  let engine: Engine = await startEngine({ dataDir });
  const { endpoint, port } = engine;

  const kill = async (): Promise<void> => {
    engine.kill();
    await engine.exited;
  };
  return {
    endpoint,
    dataDir,
    kill,
    restart: async () => {
      await kill();
      engine = await startEngine({ dataDir, port });
    },
    dispose: async () => {
      await kill();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
