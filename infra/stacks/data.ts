import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Archive, EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { webOriginsOf } from '../config.ts';
import { harmAlarm, serviceMetric } from '../constructs/alarm.ts';
import { Backups } from '../constructs/backups.ts';
import { createFailuresBucket } from '../constructs/failures-bucket.ts';
import { createFilesBucket } from '../constructs/files-bucket.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { createTable } from '../constructs/table.ts';
import type { Installation } from '../installation.ts';
import { stackProps } from './props.ts';

/** Days the bus remembers: enough to teach a new subscriber the last quarter. */
const ARCHIVE_DAYS = 90;

/** What holds data or what others hold on to; it survives the removal of every other stack. */
export class DataStack extends Stack {
  readonly stage: string;
  readonly table: Table;
  readonly failures: Readonly<Record<'event-failures' | 'purge-failures', Bucket>>;
  /** Documents of cards, and lists on their way in. */
  readonly files: Bucket;
  readonly bus: EventBus;
  readonly signIn: SignIn;
  readonly alarms: Topic;

  constructor(scope: Construct, installation: Installation) {
    super(scope, 'KartotekaData', {
      ...stackProps(installation, 'data', 'Kartoteka: the table, its backups, the users and the bus'),
      terminationProtection: true,
    });
    this.stage = installation.config.stage;
    this.alarms = this.createAlarmTopic(installation);
    this.table = createTable(this);
    this.failures = {
      'event-failures': createFailuresBucket(this, 'EventFailures'),
      'purge-failures': createFailuresBucket(this, 'PurgeFailures'),
    };
    this.files = createFilesBucket(this, 'Files', webOriginsOf(installation.config));
    this.bus = this.createBus(installation);
    this.signIn = new SignIn(this, installation.config);
    this.watch(new Backups(this, this.table, installation.config.stage));
  }

  private createBus(installation: Installation): EventBus {
    const bus = new EventBus(this, 'Bus', {
      eventBusName: `kartoteka-${installation.config.stage}`,
      description: 'What happened with clients, one event for each change',
    });
    const archive = new Archive(this, 'Archive', {
      sourceEventBus: bus,
      description: 'Events of the last quarter, to replay them for a new or mended subscriber',
      eventPattern: { source: ['kartoteka'] },
      retention: Duration.days(ARCHIVE_DAYS),
    });
    // The archive holds data, and it cannot be without the bus.
    for (const holder of [bus, archive]) holder.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return bus;
  }

  private createAlarmTopic(installation: Installation): Topic {
    const topic = new Topic(this, 'Alarms', { displayName: 'Kartoteka alarms', enforceSSL: true });
    // With a policy of its own the topic no longer trusts the account by default.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    const address = installation.config['alarm-email'];
    if (address !== undefined) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  private watch(backups: Backups): void {
    harmAlarm(this, 'NoBackup', {
      topic: this.alarms,
      harm: 'For two nights no backup of the client base was made: what is lost today may not come back.',
      remedy:
        'look at the failed job in AWS Backup and start one by hand; in a new installation wait for the first night.',
      metric: serviceMetric(
        'AWS/Backup',
        'NumberOfBackupJobsCompleted',
        { BackupVaultName: backups.vault.backupVaultName },
        { statistic: 'Sum', period: Duration.days(1) },
      ),
      goesOffWhen: 'less-than',
      threshold: 1,
      periods: 2,
      silence: 'bad',
    });
    harmAlarm(this, 'TableThrottled', {
      topic: this.alarms,
      harm: 'People wait for cards or lose what they wrote, because the table refuses requests.',
      remedy:
        'find the hot partition with the contributor insights of the table; ask AWS for a higher limit if it is the account.',
      metric: serviceMetric(
        'AWS/DynamoDB',
        'WriteThrottleEvents',
        { TableName: this.table.tableName },
        { statistic: 'Sum' },
      ),
      threshold: 10,
      periods: 2,
    });
  }
}
