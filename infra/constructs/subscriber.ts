import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventInvokeConfig, type Function as ProductLambda } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Subscription } from '../../events/subscriptions.ts';
import { harmAlarm } from './alarm.ts';
import { acknowledge } from './exceptions.ts';

/** A queue for events a subscriber could not take, kept as long as SQS keeps anything. */
export function createDeadLetterQueue(scope: Construct, subscriber: string): Queue {
  const queue = new Queue(scope, `${subscriber}-dead-letters`, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, {
    'cfn-guard::sqs_dlq_check': 'It is the dead-letter queue; its alarm says what to do with what is in it.',
  });
  return queue;
}

export interface SubscriberProps {
  readonly subscription: Subscription;
  readonly subscriber: ProductLambda;
  readonly bus: EventBus;
  readonly deadLetters: Queue;
  readonly alarms: ITopic;
}

/**
 * A rule to one function. Two ways an event may fail end in the same queue with the same body: the bus
 * cannot hand it over (24 h of retries), or the function fails three times.
 */
export class Subscriber extends Construct {
  constructor(scope: Construct, props: SubscriberProps) {
    super(scope, 'Subscription');
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      description: `${props.subscription.events.join(', ')} to ${props.subscription.subscriber}`,
      eventPattern: { source: ['kartoteka'], detailType: [...props.subscription.events] },
      targets: [
        new LambdaFunction(props.subscriber, {
          deadLetterQueue: props.deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    new EventInvokeConfig(this, 'Retries', {
      function: props.subscriber,
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
    });
    if (props.subscription.seenBy !== undefined) return;
    harmAlarm(this, 'DeadLetters', {
      topic: props.alarms,
      harm: props.subscription.harm,
      remedy: `mend the cause named in the log of ${props.subscription.subscriber}, then run event-replay for the time it lasted.`,
      metric: props.deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold: 1,
    });
  }
}
