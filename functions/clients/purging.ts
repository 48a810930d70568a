import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { COUNTERPART } from '../../shared/clients/company.ts';
import type { Key } from '../../shared/table.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { isDocument, removeContent } from '../documents/service.ts';
import type { Files } from '../runtime/files/files.ts';
import { readItem, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { companyLinkItem, companyLinkKey, contactLinkItem, contactLinkKey } from './link-item.ts';
import { relationItem, relationKey } from './relation-item.ts';

export interface PurgeDependencies {
  readonly table: Table;
  readonly files: Files;
  readonly logger: Logger;
}

/** Items read for one transaction of at most 100: each may have another side. */
const BATCH = 50;

/**
 * Empties the partition of a card whose tombstone has expired: links, relations, statistics, documents and the chronology go
 * with the client. Where the record of a document is gone, for whatever reason, its content goes, too. Deleting what is gone
 * changes nothing, so a repeat is harmless.
 */
export function createPurge({ table, files, logger }: PurgeDependencies) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      try {
        const key = keyOf(record);
        if (isDocument(key)) {
          const removed = await removeContent({ table, files }, key);
          if (removed) logger.info('removed the content of a document');
        } else {
          const items = await emptyPartition(table, key.pk);
          logger.info('purged a deleted card', { items });
        }
      } catch (error) {
        logger.error('a deleted card or document was not purged', {
          eventID: record.eventID,
          error: error as Error,
        });
        failed.push({ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' });
      }
    }
    return { batchItemFailures: failed };
  };
}

function keyOf({ dynamodb }: DynamoDBRecord): Key {
  const [pk, sk] = [dynamodb?.Keys?.['pk']?.S, dynamodb?.Keys?.['sk']?.S];
  if (pk === undefined || sk === undefined) throw new Error('The record names no item.');
  return { pk, sk };
}

async function emptyPartition(table: Table, pk: string): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { items } = await table.query({ pk, limit: BATCH, consistent: true });
    if (items.length === 0) return deleted;
    const keys = items.flatMap((item) => [{ pk: item.pk, sk: item.sk }, ...otherSide(item)]);
    await table.transact(keys.map((key) => ({ op: 'delete', key })));
    deleted += keys.length;
  }
}

/** Where the other half of a link or relation lies: on a card that stays. */
function otherSide(item: StoredItem): Key[] {
  const [, tenantId = '', type, id = ''] = item.pk.split('#');
  // The key was built for a verified tenant when the item was written.
  const tenant = new VerifiedTenant(tenantId, 1);
  if (item.kind === contactLinkItem.kind) {
    const { data } = readItem(contactLinkItem, item);
    return [companyLinkKey(tenant, data.contactId, data.id)];
  }
  if (item.kind === companyLinkItem.kind) {
    const { data } = readItem(companyLinkItem, item);
    return [contactLinkKey(tenant, data.companyId, data.id)];
  }
  if (item.kind === relationItem.kind && type === 'company') {
    const { data } = readItem(relationItem, item);
    return [relationKey(tenant, data.companyId, COUNTERPART[data.kind], id)];
  }
  return [];
}
