import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { schedules } from '../../events/schedules.ts';
import { subscriptions } from '../../events/subscriptions.ts';
import { functionDefinitions } from '../capabilities/all.ts';
import type { FunctionDefinition, Names, Trigger } from '../capability.ts';
import { ProductFunction } from '../constructs/function.ts';
import { Scheduled } from '../constructs/scheduled.ts';
import { StreamConsumer, streamPolicies } from '../constructs/stream-consumer.ts';
import { createDeadLetterQueue, Subscriber } from '../constructs/subscriber.ts';
import { targetsOf } from '../constructs/targets.ts';
import type { Installation } from '../installation.ts';
import type { DataStack } from './data.ts';
import { stackProps } from './props.ts';

export interface EventsStackProps {
  readonly installation: Installation;
  readonly data: DataStack;
  readonly names: Names;
}

/** Everything that happens after a write: the relay, the subscribers, the purge, the replay. */
export class EventsStack extends Stack {
  readonly #props: EventsStackProps;

  constructor(scope: Construct, props: EventsStackProps) {
    super(
      scope,
      'KartotekaEvents',
      stackProps(props.installation, 'events', 'Kartoteka: from the table to the bus and its subscribers'),
    );
    this.#props = props;
    for (const definition of functionDefinitions) this.add(definition);
  }

  private add(definition: FunctionDefinition): void {
    const { trigger } = definition;
    if (trigger.kind === 'stream') this.addStreamConsumer(definition, trigger);
    else if (trigger.kind === 'subscriber') this.addSubscriber(definition, trigger);
    else if (trigger.kind === 'schedule') this.addScheduled(definition, trigger);
    else if (trigger.kind === 'task' && trigger.stack === 'events')
      new ProductFunction(this, this.functionProps(definition));
  }

  private addStreamConsumer(definition: FunctionDefinition, trigger: Extract<Trigger, { kind: 'stream' }>) {
    const { data } = this.#props;
    const failures = data.failures[trigger.failures];
    const consumer = new ProductFunction(this, {
      ...this.functionProps(definition),
      policies: streamPolicies(data.table, failures),
    });
    new StreamConsumer(consumer, {
      consumer: consumer.lambda,
      table: data.table,
      trigger,
      failures,
      alarms: data.alarms,
    });
  }

  private addSubscriber(definition: FunctionDefinition, trigger: Extract<Trigger, { kind: 'subscriber' }>) {
    const { data } = this.#props;
    const deadLetters = createDeadLetterQueue(this, trigger.subscription);
    const subscriber = new ProductFunction(this, {
      ...this.functionProps(definition),
      deadLetterQueue: deadLetters,
      policies: [
        { policy: 'keep-failures', actions: ['sqs:SendMessage'], on: [{ arn: deadLetters.queueArn }] },
      ],
    });
    new Subscriber(subscriber, {
      subscription: subscriptions[trigger.subscription],
      subscriber: subscriber.lambda,
      bus: data.bus,
      deadLetters,
      alarms: data.alarms,
    });
  }

  private addScheduled(definition: FunctionDefinition, trigger: Extract<Trigger, { kind: 'schedule' }>) {
    const { data } = this.#props;
    const deadLetters = createDeadLetterQueue(this, trigger.schedule);
    const target = new ProductFunction(this, {
      ...this.functionProps(definition),
      deadLetterQueue: deadLetters,
      policies: [
        { policy: 'keep-failures', actions: ['sqs:SendMessage'], on: [{ arn: deadLetters.queueArn }] },
      ],
    });
    new Scheduled(target, {
      schedule: schedules[trigger.schedule],
      target: target.lambda,
      deadLetters,
      alarms: data.alarms,
    });
  }

  private functionProps(definition: FunctionDefinition) {
    const { installation, names, data } = this.#props;
    return { installation, definition, names, targets: targetsOf(data) };
  }
}
