import { join } from 'node:path';
import type { RunningStack } from '../../e2e/running-stack.ts';
import { turned } from '../interleave.ts';
import { inOrder } from '../record/order.ts';
import { isSubscriber, whileRecording } from '../record/record.ts';
import type { Recorded } from '../record/recording-proxy.ts';
import { eventsOf, reactionsTo, type Script, stepsOf } from '../record/script.ts';
import type { Ground } from '../stack/ground.ts';
import { settled } from '../stack/settled.ts';
import { startRaw, startStackOn } from '../stack/sides.ts';

/** A piece of work that writes much, such as an import. */
export interface WriteWork<Facts> {
  readonly ground: Ground<Facts>;
  /** Makes everything ready, unmeasured, and gives the work that is measured; it is over when its promise is. */
  readonly prepare: (running: RunningStack, facts: Facts) => Promise<() => Promise<void>>;
  /** How many transactions the work has under way at once. */
  readonly connections: number;
}

export interface WriteOptions {
  /** Folder for the copies of the ground. */
  readonly folder: string;
  readonly rounds: number;
  readonly note: (line: string) => void;
}

/** How long each side took for the same transactions, in milliseconds, round by round. */
export interface MeasuredWrites {
  readonly transactions: number;
  readonly elapsed: Readonly<Record<WriteSide, readonly number[]>>;
}

const WRITE_SIDES = ['product', 'raw', 'wire'] as const;
export type WriteSide = (typeof WRITE_SIDES)[number];

/**
 * Does the work through the product, and sends the transactions that it makes raw, so many at a time, to an engine with
 * the same items; each round each side on a fresh copy of the ground. What the preparation wrote is written raw, too,
 * unmeasured.
 */
export async function compareWrites<Facts>(
  work: WriteWork<Facts>,
  options: WriteOptions,
): Promise<MeasuredWrites> {
  const { folder, rounds, note } = options;
  note('  recording the transactions');
  const recorded = await record(work, join(folder, 'recording'));
  const elapsed: Record<WriteSide, number[]> = { product: [], raw: [], wire: [] };
  for (let round = 0; round < rounds; round += 1) {
    note(`  round ${round + 1} of ${rounds}`);
    for (const side of turned(WRITE_SIDES, round)) {
      const place = join(folder, side);
      const took = side === 'product' ? playProduct(work, place) : playRaw(work, recorded, place, side);
      elapsed[side].push(await took);
    }
  }
  return { transactions: recorded.work.uses.length, elapsed };
}

interface RecordedWork {
  readonly table: string;
  readonly readers: number;
  readonly preparation: Script;
  readonly work: Script;
}

function record<Facts>({ ground, prepare }: WriteWork<Facts>, folder: string): Promise<RecordedWork> {
  return whileRecording(ground, folder, async ({ running, proxy }) => {
    const work = await prepare(running, ground.facts);
    await settled(running.stack);
    const preparation = proxy.take();
    await work();
    await settled(running.stack);
    const { tableName: table, plan } = running.stack;
    return {
      table,
      readers: plan.ofType('AWS::Lambda::EventSourceMapping').length,
      preparation: scriptOf(preparation),
      work: scriptOf(proxy.take()),
    };
  });
}

/** What writes, of all that the table layer knows. */
const WRITES = ['TransactWriteItems', 'PutItem', 'UpdateItem', 'DeleteItem'];

/** Every write by itself, in the order in which they came; what subscribers did comes with the events again. */
export function scriptOf(recorded: readonly Recorded[]): Script {
  const written = recorded.filter(
    ({ caller, operation }) => WRITES.includes(operation) && !isSubscriber(caller),
  );
  const uses = inOrder(written.map((one) => ({ steps: stepsOf([one]) })));
  const events = new Set(uses.flatMap(eventsOf));
  return {
    uses,
    reactions: reactionsTo(
      events,
      recorded.filter(({ caller }) => isSubscriber(caller)),
    ),
  };
}

async function playProduct<Facts>({ ground, prepare }: WriteWork<Facts>, folder: string): Promise<number> {
  const { running, stop } = await startStackOn(ground, folder);
  try {
    const work = await prepare(running, ground.facts);
    await settled(running.stack);
    const began = performance.now();
    await work();
    return performance.now() - began;
  } finally {
    await stop();
  }
}

async function playRaw<Facts>(
  { ground, connections }: WriteWork<Facts>,
  { table, readers, preparation, work }: RecordedWork,
  folder: string,
  side: 'raw' | 'wire',
): Promise<number> {
  const client = side === 'raw' ? 'sdk' : 'http';
  const raw = await startRaw(ground, folder, { client, table, readers });
  try {
    await raw.play(preparation, connections);
    await raw.settle();
    const { elapsed } = await raw.play(work, connections);
    await raw.settle();
    return elapsed;
  } finally {
    await raw.stop();
  }
}
