import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './exceptions.ts';

/** Days a daily backup is kept: point-in-time recovery has the same reach but dies with the table. */
const KEPT_DAYS = 35;

/** A backup of the table every night, in a vault from which nobody deletes by hand. */
export class Backups extends Construct {
  readonly vault: BackupVault;

  constructor(scope: Construct, table: Table, stage: string) {
    super(scope, 'Backups');
    this.vault = new BackupVault(this, 'Vault', {
      backupVaultName: `kartoteka-${stage}`,
      blockRecoveryPointDeletion: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: `kartoteka-${stage}`,
      backupVault: this.vault,
    });
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '2', minute: '0' }),
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(8),
        deleteAfter: Duration.days(KEPT_DAYS),
      }),
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSBackupServiceRolePolicyForBackup'),
      ],
    });
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]':
        'AWS keeps the list of what its Backup service needs; a list of our own would break backups silently. Only that service may take the role.',
    });
    plan.addSelection('Table', { role, resources: [BackupResource.fromDynamoDbTable(table)] });
  }
}
