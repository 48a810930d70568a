import type { _Record as EngineRecord } from '@aws-sdk/client-dynamodb-streams';
import { type BatchDependencies, processBatch } from './stream-batch.ts';
import { createRecordBuffer } from './stream-buffer.ts';
import type { Checkpoints } from './stream-checkpoints.ts';
import { LARGEST_PAGE, type ShardReader } from './stream-shard.ts';
import type { Waiting } from './stream-waiting.ts';
import type { StreamRecord } from './wiring.ts';

export interface PollerOptions {
  readonly shardId: string;
  readonly reader: ShardReader;
  readonly checkpoints: Checkpoints;
  readonly waiting: Waiting;
  /** Makes the service's record of the engine's. */
  readonly dress: (record: EngineRecord) => StreamRecord;
  readonly batch: Omit<BatchDependencies, 'done'>;
}

/**
 * Pauses between reads in milliseconds: a tenth of a second after records came, so that those that come close together go
 * to the function together; up to four reads a second, the base rate of the service, when there are none.
 * Source: Lambda developer guide, "Polling and batching streams".
 */
const PAUSE = { shortest: 100, longest: 250 };

/**
 * Reads one shard from its checkpoint to its end and gives what the function wants to it, batch by batch.
 * @returns true once the shard is closed and done with, false where the mapping is being stopped
 * @throws whatever the engine answers; nothing is lost by it, because a checkpoint names only what is done with
 */
export async function pollShard(options: PollerOptions): Promise<boolean> {
  const { shardId, reader, checkpoints, waiting, batch } = options;
  const buffer = createRecordBuffer(batch.config);
  let iterator = await reader.iteratorAfter(checkpoints.read(shardId));
  let lastRead: StreamRecord | undefined;
  let pause = PAUSE.shortest;

  const done = ({ dynamodb, eventID }: StreamRecord): void =>
    checkpoints.write(shardId, { sequenceNumber: dynamodb.SequenceNumber, eventId: eventID, done: false });

  while (iterator !== undefined && !waiting.stopped) {
    const page = await reader.read(iterator);
    iterator = page.next;
    const records = page.records.map(options.dress);
    buffer.add(records.filter(batch.config.wants));
    lastRead = records.at(-1) ?? lastRead;
    while (buffer.isReady(iterator === undefined)) {
      if (!(await processBatch(buffer.take(), { ...batch, done }))) return false;
    }
    // What was filtered out is done with, too, as soon as nothing before it waits.
    if (buffer.isEmpty && lastRead !== undefined) {
      done(lastRead);
      lastRead = undefined;
    }
    if (iterator === undefined || records.length >= LARGEST_PAGE) continue;
    pause = records.length > 0 ? PAUSE.shortest : Math.min(pause * 2, PAUSE.longest);
    if (await waiting.rest(pause)) pause = PAUSE.shortest;
  }
  if (iterator !== undefined) return false;
  const { sequenceNumber = '', eventId = '' } = checkpoints.read(shardId) ?? {};
  checkpoints.write(shardId, { sequenceNumber, eventId, done: true });
  return true;
}
