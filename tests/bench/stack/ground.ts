import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningStack, startRunningStack } from '../../e2e/running-stack.ts';
import { settled } from './settled.ts';

/** A data folder from which every side of a measurement starts, in a copy of its own. */
export interface Ground<Facts> {
  readonly folder: string;
  readonly assembly: string;
  /** The one address under which the folder's logins are known. */
  readonly port: number;
  /** What was laid down: ids of records, addresses of people. */
  readonly facts: Facts;
}

/** Fills a new data folder through the running product, and leaves it when all subscribers are done. */
export async function layGround<Facts>(
  folder: string,
  assembly: string,
  fill: (running: RunningStack) => Promise<Facts>,
): Promise<Ground<Facts>> {
  const running = await startRunningStack({ dataDir: folder, assembly });
  try {
    const facts = await fill(running);
    await settled(running.stack);
    return { folder, assembly, port: Number(new URL(running.stack.url).port), facts };
  } finally {
    await running.stop();
  }
}

/** Copies the ground: the same items, the same stream, the same logins. */
export async function copyOf({ folder }: Pick<Ground<unknown>, 'folder'>, to: string): Promise<string> {
  await cp(folder, to, { recursive: true });
  return to;
}

/** Where a data folder has its database. */
export const databaseOf = (folder: string): string => join(folder, 'dynamodb');
