import { listOf, objectOf, type Resource } from './template.ts';

/**
 * Month and place of the prices below, in US dollars, without tax and free tiers. They come from general knowledge and third-party
 * pages; AWS's own pages, named as sources, have not been opened to compare them.
 */
export const PRICES_AS_OF = 'November 2026';
export const PRICES_REGION = 'eu-central-1 (Frankfurt)';

/** What a resource costs in a month in which nobody does anything. */
export interface IdlePrice {
  /** US dollars a month for one unit. */
  readonly perUnit: number;
  /** How many units a resource counts for; one where left out. */
  readonly units?: (resource: Resource) => number;
  /** What is charged instead, or what the unit is. */
  readonly basis: string;
  readonly source: string;
}

const free = (basis: string, source: string): IdlePrice => ({ perUnit: 0, basis, source });

const NEVER = 'never charged';
const IAM = 'https://aws.amazon.com/iam/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const COGNITO = 'https://aws.amazon.com/cognito/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const GATEWAY = 'https://aws.amazon.com/api-gateway/pricing/';
const EVENTBRIDGE = 'https://aws.amazon.com/eventbridge/pricing/';
const BACKUP = 'https://aws.amazon.com/backup/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const SQS = 'https://aws.amazon.com/sqs/pricing/';

/** Every resource type the templates use: one that is not here fails the document. */
export const IDLE_PRICES: Readonly<Record<string, IdlePrice>> = {
  'AWS::ApiGatewayV2::Api': free('by request', GATEWAY),
  'AWS::ApiGatewayV2::Authorizer': free(NEVER, GATEWAY),
  'AWS::ApiGatewayV2::Integration': free(NEVER, GATEWAY),
  'AWS::ApiGatewayV2::Route': free(NEVER, GATEWAY),
  'AWS::ApiGatewayV2::Stage': free(NEVER, GATEWAY),
  'AWS::Backup::BackupPlan': free(NEVER, BACKUP),
  'AWS::Backup::BackupSelection': free(NEVER, BACKUP),
  'AWS::Backup::BackupVault': free('by GB and month of backups', BACKUP),
  'AWS::CloudWatch::Alarm': {
    perUnit: 0.1,
    units: metricsOfAlarm,
    basis: 'by alarm metric and month',
    source: CLOUDWATCH,
  },
  'AWS::Cognito::ManagedLoginBranding': free(NEVER, COGNITO),
  'AWS::Cognito::UserPool': free('by monthly active user', COGNITO),
  'AWS::Cognito::UserPoolClient': {
    perUnit: 6,
    units: isMachineClient,
    basis: 'by client for programs and month; clients for people are free',
    source: COGNITO,
  },
  'AWS::Cognito::UserPoolDomain': free(NEVER, COGNITO),
  'AWS::Cognito::UserPoolResourceServer': free(NEVER, COGNITO),
  'AWS::DynamoDB::Table': free(
    'by request (on demand), and by GB and month of data, indexes and point-in-time recovery',
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  ),
  'AWS::Events::Archive': free('by GB archived and stored', EVENTBRIDGE),
  'AWS::Events::EventBus': free('by event published', EVENTBRIDGE),
  'AWS::Events::Rule': free(NEVER, EVENTBRIDGE),
  'AWS::IAM::Role': free(NEVER, IAM),
  'AWS::Lambda::EventInvokeConfig': free(NEVER, LAMBDA),
  'AWS::Lambda::EventSourceMapping': free('by invocation; reading the stream of a table is free', LAMBDA),
  'AWS::Lambda::Function': free('by request and GB-second', LAMBDA),
  'AWS::Lambda::Permission': free(NEVER, LAMBDA),
  'AWS::Logs::LogGroup': free('by GB written and stored', CLOUDWATCH),
  'AWS::S3::Bucket': free('by request, and by GB and month', S3),
  'AWS::S3::BucketPolicy': free(NEVER, S3),
  'AWS::SNS::Subscription': free('by message delivered', SNS),
  'AWS::SNS::Topic': free('by message published', SNS),
  'AWS::SNS::TopicPolicy': free(NEVER, SNS),
  'AWS::SQS::Queue': free('by request', SQS),
  'AWS::SQS::QueuePolicy': free(NEVER, SQS),
};

/** An alarm over an expression is charged for each metric in it. */
function metricsOfAlarm(alarm: Resource): number {
  const queries = listOf(alarm.Properties?.['Metrics']);
  return Math.max(1, queries.filter((query) => objectOf(query)['MetricStat'] !== undefined).length);
}

function isMachineClient(client: Resource): number {
  return listOf(client.Properties?.['AllowedOAuthFlows']).includes('client_credentials') ? 1 : 0;
}
