import { rm } from 'node:fs/promises';
import { startEngine } from '../../../local/dynamodb/engine.ts';
import { createTeardown, type Teardown } from '../../../local/teardown.ts';
import { type RunningStack, startRunningStack } from '../../e2e/running-stack.ts';
import { type Client, startLoad } from '../load/load.ts';
import { ENGINE_HEADERS, type Played } from '../load/use.ts';
import { startFollower } from '../raw/follower.ts';
import type { Script } from '../record/script.ts';
import { copyOf, databaseOf, type Ground } from './ground.ts';
import { settled } from './settled.ts';

/** One side of a comparison, on a copy of the ground of its own. */
export interface Side {
  /** Plays part of a script; its reactions go on beside it. */
  play(script: Script, connections: number): Promise<Played>;
  /** Waits until nothing is under way any more. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** The running product on a copy of the ground, which goes when it stops. */
export interface StackOn {
  readonly running: RunningStack;
  stop(): Promise<void>;
}

export async function startStackOn(ground: Ground<unknown>, folder: string): Promise<StackOn> {
  return await settingUp(async (teardown) => {
    teardown.add(() => rm(folder, { recursive: true, force: true }));
    await copyOf(ground, folder);
    const { assembly, port } = ground;
    const running = await startRunningStack({ dataDir: folder, assembly, port });
    teardown.add(running.stop);
    return { running, stop: teardown.run };
  });
}

export interface ProductSide extends Side {
  readonly running: RunningStack;
}

/** The running product, called over HTTP by the user with the address `email`. */
export async function startProduct(
  ground: Ground<unknown>,
  folder: string,
  email: string,
): Promise<ProductSide> {
  return await settingUp(async (teardown) => {
    const { running, stop } = await startStackOn(ground, folder);
    teardown.add(stop);
    const headers = {
      authorization: `Bearer ${await running.signIn(email)}`,
      'content-type': 'application/json',
    };
    const load = startLoad({ target: running.stack.url, client: 'http', headers });
    teardown.add(load.stop);
    return {
      running,
      play: ({ uses }, connections) => load.play(uses, connections),
      settle: () => settled(running.stack),
      stop: teardown.run,
    };
  });
}

export interface RawOptions {
  readonly client: Client;
  readonly table: string;
  /** How many consumers the product has on the stream. */
  readonly readers: number;
}

/** An engine like the product's, asked without the product. */
export async function startRaw(
  ground: Ground<unknown>,
  folder: string,
  { client, table, readers }: RawOptions,
): Promise<Side> {
  return await settingUp(async (teardown) => {
    teardown.add(() => rm(folder, { recursive: true, force: true }));
    await copyOf(ground, folder);
    const { endpoint, stop } = await startEngine({ dataDir: databaseOf(folder) });
    teardown.add(stop);
    const follower = await startFollower({ endpoint, table, client, readers });
    teardown.add(follower.stop);
    const load = startLoad({ target: endpoint, client, headers: ENGINE_HEADERS });
    teardown.add(load.stop);
    return {
      play: ({ uses, reactions }, connections) => {
        follower.expect(reactions);
        return load.play(uses, connections);
      },
      settle: follower.settle,
      stop: teardown.run,
    };
  });
}

/** Undoes what was set up when the rest cannot be. */
export async function settingUp<Result>(setUp: (teardown: Teardown) => Promise<Result>): Promise<Result> {
  const teardown = createTeardown((line) => process.stderr.write(`${line}\n`));
  try {
    return await setUp(teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}
