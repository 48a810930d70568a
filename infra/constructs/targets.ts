import { Aws, Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { GrantTarget } from '../capability.ts';
import type { DataStack } from '../stacks/data.ts';

/** Something a policy speaks of. */
export interface Target {
  readonly arn: string;
  /** The finding cdk-nag has about it, and why it may stand. */
  readonly accepted?: { readonly finding: string; readonly reason: string };
}

export type Targets = Readonly<Record<GrantTarget, Target>>;

/** Name of the function that answers questions. */
export const queryFunctionName = ({ stage }: Pick<DataStack, 'stage'>): string => `kartoteka-${stage}-query`;

/** Exact ARN of everything a function may be granted access to. */
export function targetsOf(data: DataStack): Targets {
  const eventFailures = data.failures['event-failures'];
  return {
    table: { arn: data.table.tableArn },
    feed: { arn: `${data.table.tableArn}/index/feed` },
    bus: { arn: data.bus.eventBusArn },
    'event-failures': { arn: eventFailures.bucketArn },
    'event-failures-objects': objectsOf(eventFailures),
    files: { arn: data.files.bucketArn },
    documents: objectsOf(data.files, 'documents/*'),
    exports: objectsOf(data.files, 'exports/*'),
    imports: objectsOf(data.files, 'imports/*'),
    snapshots: objectsOf(data.files, 'snapshots/*'),
    lists: objectsOf(data.files, 'lists/*'),
    // By its name, which is ours to choose: other stacks than its own invoke it, too.
    'query-function': {
      arn: `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${queryFunctionName(data)}`,
    },
    'user-pool': { arn: data.signIn.userPool.userPoolArn },
  };
}

/** All objects of one of our own buckets, or of one folder in it: their keys are the functions' to choose. */
export function objectsOf(bucket: Bucket, pattern = '*'): Target {
  // The finding names the export by which another stack reads the ARN.
  const stack = Stack.of(bucket);
  const imported: { 'Fn::ImportValue': string } = stack.resolve(stack.exportValue(bucket.bucketArn));
  return {
    arn: bucket.arnForObjects(pattern),
    accepted: {
      finding: `AwsSolutions-IAM5[Resource::${imported['Fn::ImportValue']}/${pattern}]`,
      reason: 'The objects of one bucket or folder of our own; the functions choose their keys.',
    },
  };
}
