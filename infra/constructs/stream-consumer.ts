import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  type Function as LambdaFunction,
  MetricType,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Trigger } from '../capability.ts';
import { harmAlarm, serviceMetric } from './alarm.ts';
import type { OwnPolicy } from './function.ts';
import { objectsOf } from './targets.ts';

type StreamTrigger = Extract<Trigger, { kind: 'stream' }>;

export interface StreamConsumerProps {
  readonly consumer: LambdaFunction;
  readonly table: Table;
  readonly trigger: StreamTrigger;
  readonly failures: Bucket;
  readonly alarms: ITopic;
}

/** Reads the table's stream in order; what fails for good goes whole to a bucket, and the rest flows on. */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, props: StreamConsumerProps) {
    super(scope, 'Stream');
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: props.consumer,
      eventSourceArn: streamArnOf(props.table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: props.trigger.filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(12),
      onFailure: { bind: () => ({ destination: props.failures.bucketArn }) },
      supportS3OnFailureDestination: true,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    harmAlarm(this, 'Late', {
      topic: props.alarms,
      harm: props.trigger.harm.late,
      remedy: `read the log of ${props.consumer.node.scope?.node.id ?? 'the function'}.`,
      metric: props.consumer.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: Duration.minutes(10).toMilliseconds(),
    });
    harmAlarm(this, 'Failed', {
      topic: props.alarms,
      harm: props.trigger.harm.failed,
      remedy: 'mend the cause named in the log, then take the records in the failures bucket up again.',
      metric: serviceMetric(
        'AWS/Lambda',
        'OnFailureDestinationDeliveredEventCount',
        { EventSourceMappingUUID: mapping.eventSourceMappingId },
        { statistic: 'Sum' },
      ),
      threshold: 1,
    });
  }
}

/** What a consumer's role needs beside its own grants. */
export function streamPolicies(table: Table, failures: Bucket): readonly OwnPolicy[] {
  return [
    {
      policy: 'read-stream',
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      on: [{ arn: streamArnOf(table) }],
    },
    { policy: 'find-failures-bucket', actions: ['s3:ListBucket'], on: [{ arn: failures.bucketArn }] },
    { policy: 'keep-failures', actions: ['s3:PutObject'], on: [objectsOf(failures)] },
  ];
}

function streamArnOf(table: Table): string {
  if (table.tableStreamArn === undefined) throw new Error('The table has no stream.');
  return table.tableStreamArn;
}
