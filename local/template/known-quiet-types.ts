import type { KnownType } from './known-types.ts';
import { arn, globalArn, stableId } from './naming.ts';

const permissions = {
  nothing: 'permissions are tested on the template; nothing on this machine enforces them',
};
const watching = { nothing: 'nobody watches one machine for a living; function logs lie in the data folder' };
const backups = { nothing: 'the data folder is backed up as its owner backs up files' };
const topicArn = arn('sns', ({ name }) => name);

/** Resources that need nothing on one machine, each with its reason. */
export const quietTypes: Readonly<Record<string, KnownType>> = {
  'AWS::IAM::Role': {
    properties:
      'AssumeRolePolicyDocument Description ManagedPolicyArns Path PermissionsBoundary Policies RoleName Tags',
    local: permissions,
    nameProperty: 'RoleName',
    attributes: { Arn: globalArn('iam', ({ name }) => `role/${name}`), RoleId: stableId(20) },
  },
  'AWS::IAM::Policy': {
    properties: 'PolicyDocument PolicyName Roles',
    local: permissions,
    nameProperty: 'PolicyName',
  },
  'AWS::IAM::ManagedPolicy': {
    properties: 'Description ManagedPolicyName Path PolicyDocument Roles',
    local: permissions,
    nameProperty: 'ManagedPolicyName',
    ref: globalArn('iam', ({ name }) => `policy/${name}`),
  },
  'AWS::Logs::LogGroup': {
    properties: 'DataProtectionPolicy KmsKeyId LogGroupClass LogGroupName RetentionInDays Tags',
    local: watching,
    nameProperty: 'LogGroupName',
    attributes: { Arn: arn('logs', ({ name }) => `log-group:${name}:*`) },
  },
  'AWS::Logs::MetricFilter': {
    properties: 'FilterName FilterPattern LogGroupName MetricTransformations',
    local: watching,
  },
  'AWS::Logs::ResourcePolicy': { properties: 'PolicyDocument PolicyName', local: permissions },
  'AWS::CloudWatch::Alarm': {
    properties:
      'ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions ' +
      'EvaluateLowSampleCountPercentile EvaluationPeriods ExtendedStatistic InsufficientDataActions MetricName ' +
      'Metrics Namespace OKActions Period Statistic Tags Threshold TreatMissingData Unit',
    local: watching,
    nameProperty: 'AlarmName',
    attributes: { Arn: arn('cloudwatch', ({ name }) => `alarm:${name}`) },
  },
  'AWS::CloudWatch::Dashboard': { properties: 'DashboardBody DashboardName', local: watching },
  'AWS::SNS::Topic': {
    properties: 'DisplayName KmsMasterKeyId Subscription Tags TopicName TracingConfig',
    local: { nothing: 'alarms alone are published to it, and there are none on one machine' },
    nameProperty: 'TopicName',
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: ({ name }) => name },
  },
  'AWS::SNS::TopicPolicy': { properties: 'PolicyDocument Topics', local: permissions },
  'AWS::SNS::Subscription': {
    properties: 'Endpoint Protocol TopicArn FilterPolicy RawMessageDelivery',
    local: { nothing: 'alarms alone are published to its topic, and there are none on one machine' },
  },
  'AWS::KMS::Key': {
    properties:
      'Description EnableKeyRotation Enabled KeyPolicy PendingWindowInDays RotationPeriodInDays Tags',
    local: { nothing: 'the data folder is protected by its owner’s disk encryption' },
    ref: stableId(36),
    attributes: { Arn: arn('kms', (named) => `key/${stableId(36)(named)}`), KeyId: stableId(36) },
  },
  'AWS::KMS::Alias': { properties: 'AliasName TargetKeyId', local: permissions },
  'AWS::Backup::BackupVault': {
    properties: 'AccessPolicy BackupVaultName BackupVaultTags EncryptionKeyArn LockConfiguration',
    local: backups,
    nameProperty: 'BackupVaultName',
    attributes: {
      BackupVaultArn: arn('backup', ({ name }) => `backup-vault:${name}`),
      BackupVaultName: ({ name }) => name,
    },
  },
  'AWS::Backup::BackupPlan': {
    properties: 'BackupPlan BackupPlanTags',
    local: backups,
    ref: stableId(36),
    attributes: {
      BackupPlanArn: arn('backup', (named) => `backup-plan:${stableId(36)(named)}`),
      BackupPlanId: stableId(36),
    },
  },
  'AWS::Backup::BackupSelection': { properties: 'BackupPlanId BackupSelection', local: backups },
  'AWS::CDK::Metadata': { properties: 'Analytics', local: { nothing: 'it only counts uses of the CDK' } },
};
