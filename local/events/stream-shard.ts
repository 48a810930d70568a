import {
  type DynamoDBStreamsClient,
  type _Record as EngineRecord,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoint } from './stream-checkpoints.ts';

/** One page of a shard. */
interface ShardPage {
  readonly records: readonly EngineRecord[];
  /** Where the next page begins; nothing where the shard is closed and read to its end. */
  readonly next: string | undefined;
}

export interface ShardReader {
  /** Iterator right behind a checkpoint, or at the oldest record where there is none. */
  iteratorAfter(checkpoint: Checkpoint | undefined): Promise<string | undefined>;
  read(iterator: string): Promise<ShardPage>;
}

/** GetRecords gives 1,000 records at most. Source: DynamoDB API reference. */
export const LARGEST_PAGE = 1_000;

/** What is answered for a sequence number before the oldest record, and for one that the shard cannot hold. */
const NO_SUCH_RECORD = ['TrimmedDataAccessException', 'ValidationException'];

/** Reads one shard of a stream. */
export function createShardReader(
  client: DynamoDBStreamsClient,
  streamArn: string,
  shardId: string,
): ShardReader {
  async function read(iterator: string, limit = LARGEST_PAGE): Promise<ShardPage> {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }));
    return { records: page.Records ?? [], next: page.NextShardIterator };
  }

  async function iterator(sequenceNumber?: string): Promise<string | undefined> {
    const answer = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(sequenceNumber === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber }),
      }),
    );
    return answer.ShardIterator;
  }

  return {
    read: (iterator) => read(iterator),
    async iteratorAfter(checkpoint) {
      if (checkpoint === undefined || checkpoint.sequenceNumber === '') return iterator();
      // The engine's sequence numbers begin at 1 again once all records are gone: only the event's id proves that the
      // record there is the one that was read. Where it is gone, whatever the shard holds came later.
      try {
        const at = await iterator(checkpoint.sequenceNumber);
        const page = at === undefined ? undefined : await read(at, 1);
        if (page?.records[0]?.eventID === checkpoint.eventId) return page.next;
      } catch (error) {
        if (!(error instanceof Error && NO_SUCH_RECORD.includes(error.name))) throw error;
      }
      return iterator();
    },
  };
}
