import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { acknowledge } from './exceptions.ts';

/** A log group with a name one can guess and an end to what it keeps. */
export function createLogGroup(scope: Construct, id: string, config: Config, logGroupName: string): LogGroup {
  const logGroup = new LogGroup(scope, id, {
    logGroupName,
    retention: config['log-retention-days'],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(logGroup, {
    'cfn-guard::cloudwatch_log_group_retention_period_check':
      'Logs name people by their ids and addresses: keeping them a year needs a reason of the operator (kartoteka:log-retention-days).',
    'cfn-guard::cloudwatch_log_group_encrypted_check':
      "Encrypted at rest by CloudWatch's own key; a customer key costs money while idle and protects no further data.",
  });
  return logGroup;
}
