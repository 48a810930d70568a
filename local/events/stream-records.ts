import type { AttributeValue, _Record as EngineRecord } from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord } from './wiring.ts';

/** How the engine's records are made to look like the service's. */
export interface RecordDressing {
  readonly region: string;
  readonly eventSourceArn: string;
  readonly isExpired: (record: StreamRecord) => boolean;
}

/**
 * A record as Lambda gives it to a function: attribute values in DynamoDB JSON (binaries in Base64), times in epoch
 * seconds, and DynamoDB's own identity on what time-to-live removed.
 * Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB"; DynamoDB developer guide, "DynamoDB Streams
 * and Time to Live".
 */
export function toStreamRecord(record: EngineRecord, dressing: RecordDressing): StreamRecord {
  const change = record.dynamodb ?? {};
  const dressed: StreamRecord = {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? 'MODIFY',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: dressing.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((change.ApproximateCreationDateTime?.getTime() ?? 0) / 1_000),
      Keys: toJson(change.Keys ?? {}),
      ...(change.NewImage && { NewImage: toJson(change.NewImage) }),
      ...(change.OldImage && { OldImage: toJson(change.OldImage) }),
      SequenceNumber: change.SequenceNumber ?? '',
      SizeBytes: change.SizeBytes ?? 0,
      StreamViewType: change.StreamViewType ?? '',
    },
    eventSourceARN: dressing.eventSourceArn,
  };
  // The engine's own time-to-live names itself already.
  const byService = record.userIdentity?.Type === 'Service' || dressing.isExpired(dressed);
  return dressed.eventName === 'REMOVE' && byService
    ? { ...dressed, userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }
    : dressed;
}

function toJson(image: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, valueToJson(value)]));
}

function valueToJson(value: AttributeValue): unknown {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(valueToJson) };
  if (value.M !== undefined) return { M: toJson(value.M) };
  return value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
