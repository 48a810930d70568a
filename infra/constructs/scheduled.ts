import { Duration } from 'aws-cdk-lib';
import { Schedule as Expression, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig, type Function as ProductLambda } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Schedule } from '../../events/schedules.ts';
import { harmAlarm } from './alarm.ts';

export interface ScheduledProps {
  readonly schedule: Schedule;
  readonly target: ProductLambda;
  readonly deadLetters: Queue;
  readonly alarms: ITopic;
}

/**
 * A rule that invokes one function by the clock. A firing that cannot be handed over within an hour, or that fails three times, ends in the
 * queue; the next one does its work, too.
 */
export class Scheduled extends Construct {
  constructor(scope: Construct, { schedule, target, deadLetters, alarms }: ScheduledProps) {
    super(scope, 'Schedule');
    new Rule(this, 'Rule', {
      description: `${schedule.schedule}: ${schedule.expression}`,
      schedule: Expression.expression(schedule.expression),
      targets: [
        new LambdaFunction(target, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
    new EventInvokeConfig(this, 'Retries', {
      function: target,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
    if (!('harm' in schedule.undone)) return;
    harmAlarm(this, 'DeadLetters', {
      topic: alarms,
      harm: schedule.undone.harm,
      remedy: `mend the cause named in the log of ${schedule.schedule}; the next firing does what was left.`,
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
    });
  }
}
