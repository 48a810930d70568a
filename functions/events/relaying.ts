import type { Logger } from '@aws-lambda-powertools/logger';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Envelope } from '../../events/event.ts';
import { eventItem } from '../runtime/change.ts';
import { readItem, type StoredItem } from '../runtime/table/item.ts';
import { type Publish, validEnvelope } from './publishing.ts';

export interface RelayDependencies {
  readonly publish: Publish;
  readonly logger: Logger;
}

interface Relayed {
  readonly sequence: string;
  readonly envelope: Envelope;
}

/**
 * Publishes the event items of the table's stream. A record that fails is named, so that the stream repeats from
 * it, splits the batch around it, and in the end puts it aside where `replay` finds it; the rest flows on.
 */
export function createRelay({ publish, logger }: RelayDependencies) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    const relayed: Relayed[] = [];
    for (const record of Records) {
      const sequence = record.dynamodb?.SequenceNumber ?? '';
      try {
        relayed.push({ sequence, envelope: envelopeOf(record) });
      } catch (error) {
        logger.error('an event does not fit its contract', {
          eventID: record.eventID,
          error: error as Error,
        });
        failed.push(sequence);
      }
    }
    const refused = await publish(relayed.map(({ envelope }) => envelope));
    failed.push(
      ...relayed.filter(({ envelope }) => refused.has(envelope.id)).map(({ sequence }) => sequence),
    );
    if (refused.size > 0) logger.warn('the bus did not take some events', { count: refused.size });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** @throws Error when the record holds no event item that its contract accepts */
export function envelopeOf(record: DynamoDBRecord): Envelope {
  const image = record.dynamodb?.NewImage;
  if (!image) throw new Error('The record has no new image.');
  const item = unmarshall(image as Record<string, AttributeValue>) as StoredItem;
  return validEnvelope(readItem(eventItem, item).data);
}
