import { exponentialBackoff } from './backoff.ts';
import type { Waiting } from './stream-waiting.ts';
import type { Log } from './wiring.ts';

export interface KnownShard {
  readonly id: string;
  readonly parentId: string | undefined;
}

export interface ShardFollower {
  readonly list: () => Promise<readonly KnownShard[]>;
  /** Whether a shard is closed and read to its end. */
  readonly isDone: (shardId: string) => boolean;
  /** Reads a shard to its end; what it throws is logged, and the shard is read again after a pause. */
  readonly poll: (shardId: string) => Promise<unknown>;
  readonly waiting: Waiting;
  readonly log: Log;
}

/** Pause after a fault, e.g. while the engine is being started again. */
const FAULT_PAUSE = exponentialBackoff(200, 5_000);
/** A reader that ran this long had recovered from its last fault, in milliseconds. */
const RECOVERED = 10_000;
/** How often the stream is asked for shards while none has ended, in milliseconds. */
const REFRESH = 30_000;

/**
 * Reads all shards of a stream side by side until stopped, a shard only after its parent: that keeps the order of each
 * item's changes. Source: DynamoDB developer guide, "Reading and processing a stream".
 */
export async function followShards(follower: ShardFollower): Promise<void> {
  const { list, isDone, waiting } = follower;
  const running = new Map<string, Promise<void>>();
  await untilStopped(follower, async () => {
    const shards = await list();
    const listed = new Set(shards.map(({ id }) => id));
    for (const { id, parentId } of shards) {
      const waitsForParent = parentId !== undefined && listed.has(parentId) && !isDone(parentId);
      if (isDone(id) || running.has(id) || waitsForParent) continue;
      running.set(
        id,
        untilStopped(follower, async () => {
          await follower.poll(id);
          return true;
        }).finally(() => running.delete(id)),
      );
    }
    await Promise.race([...running.values(), waiting.pause(REFRESH)]);
    return false;
  });
  await Promise.all(running.values());
}

/** Repeats `work` until it says that it is finished or the mapping is stopped, with a pause after each fault. */
async function untilStopped({ waiting, log }: ShardFollower, work: () => Promise<boolean>): Promise<void> {
  for (let faults = 0; !waiting.stopped; ) {
    const begun = Date.now();
    try {
      if (await work()) return;
      faults = 0;
    } catch (error) {
      if (waiting.stopped) return;
      faults = Date.now() - begun > RECOVERED ? 1 : faults + 1;
      log({ message: 'Reading a stream failed and is tried again', error: String(error) });
      await waiting.pause(FAULT_PAUSE(faults));
    }
  }
}
