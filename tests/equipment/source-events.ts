import { readFileSync } from 'node:fs';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent, EventBridgeEvent } from 'aws-lambda';
import type { Envelope } from '../../events/event.ts';
import type { StoredItem } from '../../functions/runtime/table/item.ts';

const published = <Event>(name: string): Event =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as Event;

/**
 * The sample event of EventBridge as AWS publishes it, with an envelope of ours as the relay puts it onto the bus.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function busEvent(envelope: unknown): EventBridgeEvent<string, unknown> {
  const type = (envelope as Partial<Envelope>).type ?? '';
  const sample = published<EventBridgeEvent<string, unknown>>('eventbridge-event.json');
  return { ...sample, source: 'kartoteka', 'detail-type': type, detail: envelope };
}

type Images = { readonly new?: StoredItem; readonly old?: StoredItem };

/**
 * Records of a table's stream in the form of the sample that AWS publishes, one for each change.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html
 */
export function streamEvent(changes: readonly Images[]): DynamoDBStreamEvent {
  const samples = published<DynamoDBStreamEvent>('dynamodb-stream-event.json').Records;
  return { Records: changes.map((images, index) => recordOf(samples, images, index)) };
}

function recordOf(samples: readonly DynamoDBRecord[], images: Images, index: number): DynamoDBRecord {
  const name = images.old === undefined ? 'INSERT' : images.new === undefined ? 'REMOVE' : 'MODIFY';
  const sample = samples.find(({ eventName }) => eventName === name);
  const item = images.new ?? images.old;
  return {
    ...sample,
    eventID: `event-${index}`,
    dynamodb: {
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      SequenceNumber: String(111 * (index + 1)),
      ...(item ? { Keys: image({ pk: item.pk, sk: item.sk }) } : {}),
      ...(images.new ? { NewImage: image(images.new) } : {}),
      ...(images.old ? { OldImage: image(images.old) } : {}),
    },
  };
}

/** The two libraries type the same form each in its own way. */
const image = (value: object) =>
  marshall(value, { removeUndefinedValues: true }) as NonNullable<
    NonNullable<DynamoDBRecord['dynamodb']>['NewImage']
  > &
    Record<string, AttributeValue>;
