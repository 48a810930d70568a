import { type DestinationTarget, sendRecord } from './failure-destination.ts';
import type { GivenUp } from './stream-batch.ts';
import type { Destinations } from './wiring.ts';

export interface FailureSender {
  readonly destinations: Destinations;
  readonly target: DestinationTarget;
  /** UUID of the mapping: part of an object's key. */
  readonly mappingId: string;
  readonly shardId: string;
  readonly functionArn: string;
  readonly eventSourceArn: string;
}

/**
 * Tells the failure destination about records that were given up; a bucket gets the records themselves, too.
 * Source: Lambda developer guide, "Retain discarded records for a DynamoDB event source".
 */
export async function sendFailure(lost: GivenUp, sender: FailureSender): Promise<void> {
  await sendRecord(sender.destinations, sender.target, {
    metadata: failureRecord(lost, sender),
    prefix: `aws/lambda/${sender.mappingId}/${sender.shardId}`,
    payload: { Records: lost.records },
  });
}

function failureRecord(lost: GivenUp, sender: FailureSender): Record<string, unknown> {
  const [first, last] = [lost.records.at(0), lost.records.at(-1)];
  const arrival = (record: typeof first): string =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1_000).toISOString().replace('.000Z', 'Z');
  return {
    requestContext: {
      requestId: lost.requestId,
      functionArn: sender.functionArn,
      condition: lost.reason,
      approximateInvokeCount: lost.invokeCount,
    },
    ...(lost.result && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(lost.result.ok ? {} : { functionError: 'Unhandled' }),
      },
    }),
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: sender.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: lost.records.length,
      streamArn: sender.eventSourceArn,
    },
  };
}
