import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Table } from '../runtime/table/table.ts';

export interface PurgeDependencies {
  readonly table: Table;
  readonly logger: Logger;
}

/** Items deleted in one transaction. */
const BATCH = 100;

/**
 * Empties the partition of a card whose tombstone has expired: links, relations, statistics and the chronology go
 * with the client. Deleting what is gone changes nothing, so a repeat is harmless.
 */
export function createPurge({ table, logger }: PurgeDependencies) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      const pk = record.dynamodb?.Keys?.['pk']?.S;
      try {
        if (pk === undefined) throw new Error('The record names no partition.');
        const items = await emptyPartition(table, pk);
        logger.info('purged a deleted card', { items });
      } catch (error) {
        logger.error('a deleted card was not purged', { eventID: record.eventID, error: error as Error });
        failed.push({ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' });
      }
    }
    return { batchItemFailures: failed };
  };
}

async function emptyPartition(table: Table, pk: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { items } = await table.query({ pk, limit: BATCH, consistent: true });
    if (items.length === 0) return deleted;
    await table.transact(items.map(({ sk }) => ({ op: 'delete', key: { pk, sk } })));
    deleted += items.length;
  }
}
