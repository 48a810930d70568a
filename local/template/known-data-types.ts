import type { KnownType } from './known-types.ts';
import { arn, stableId } from './naming.ts';

const tableArn = arn('dynamodb', ({ name }) => `table/${name}`);
const tableProperties =
  'TableName AttributeDefinitions BillingMode KeySchema ' +
  'GlobalSecondaryIndexes.IndexName GlobalSecondaryIndexes.KeySchema GlobalSecondaryIndexes.Projection ' +
  'StreamSpecification.StreamViewType TimeToLiveSpecification SSESpecification ' +
  // A limit of spending, not of meaning.
  'WriteOnDemandThroughputSettings OnDemandThroughput ';

const table: KnownType = {
  properties:
    `${tableProperties} Replicas DeletionProtectionEnabled PointInTimeRecoverySpecification Tags ` +
    'WarmThroughput ContributorInsightsSpecification',
  local: { built: 'a table of DynamoDB Local (local/table)' },
  nameProperty: 'TableName',
  attributes: {
    Arn: tableArn,
    TableId: stableId(32),
    StreamArn: (named) => `${tableArn(named)}/stream/local`,
  },
};

const bucketArn = ({ name }: { readonly name: string }): string => `arn:aws:s3:::${name}`;

/** Where data live. */
export const dataTypes: Readonly<Record<string, KnownType>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': {
    properties:
      'BucketName BucketEncryption LifecycleConfiguration OwnershipControls PublicAccessBlockConfiguration Tags ' +
      'VersioningConfiguration LoggingConfiguration ObjectLockEnabled CorsConfiguration',
    local: { built: 'a bucket of the object store (local/storage)' },
    nameProperty: 'BucketName',
    lowerCaseName: true,
    attributes: {
      Arn: bucketArn,
      DomainName: ({ name }) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: ({ name, environment }) => `${name}.s3.${environment.region}.amazonaws.com`,
    },
  },
  'AWS::S3::BucketPolicy': {
    properties: 'Bucket PolicyDocument',
    local: { nothing: 'who may reach the bucket is the account’s matter; here only this process can' },
  },
  'AWS::SQS::Queue': {
    properties:
      'QueueName KmsMasterKeyId KmsDataKeyReusePeriodSeconds MessageRetentionPeriod SqsManagedSseEnabled Tags ' +
      'VisibilityTimeout',
    local: { built: 'a queue of the object store’s queue service (local/storage)' },
    nameProperty: 'QueueName',
    ref: ({ name, environment: { region, account } }) =>
      `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    attributes: { Arn: arn('sqs', ({ name }) => name), QueueName: ({ name }) => name },
  },
  'AWS::SQS::QueuePolicy': {
    properties: 'PolicyDocument Queues',
    local: { nothing: 'who may reach the queue is the account’s matter; here only this process can' },
  },
};
