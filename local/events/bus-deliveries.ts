import type { DatabaseSync } from 'node:sqlite';
import { UnknownFunctionError } from '../functions/functions.ts';
import type { BusEvent } from './bus-entries.ts';
import type { Rule, Target } from './bus-rules.ts';
import { type Again, createDurableQueue, type Job } from './durable-queue.ts';
import { type AsyncInvocations, type Destinations, type Log, UnknownDestinationError } from './wiring.ts';

/** One event for one target. It holds all it needs, so it survives a change of the rule. */
interface Delivery {
  readonly input: unknown;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly service: Target['service'];
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAge: number;
  /** Set once the last attempt is over: only the dead-letter queue is left to do. */
  readonly failure?: Failure;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
}

export interface Deliveries {
  /** Puts a delivery on disk as part of the caller's transaction. */
  add(event: BusEvent, rule: Rule, target: Target): void;
  start(): void;
  stop(): Promise<void>;
}

export interface DeliveriesOptions {
  readonly state: DatabaseSync;
  readonly invocations: AsyncInvocations;
  readonly destinations: Destinations;
  readonly backoff: (attempt: number) => number;
  readonly log: Log;
}

/**
 * Delivers events to targets, retries by the target's policy, and ends in its dead-letter queue.
 * A function counts as reached once its asynchronous queue has the event: what fails there is Lambda's to retry.
 */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { invocations, destinations, backoff, log } = options;

  async function work(job: Job<Delivery>): Promise<Again<Delivery> | undefined> {
    const { payload, attempts } = job;
    if (payload.failure !== undefined) return deadLetter(payload, payload.failure);
    try {
      await deliver(payload);
      return undefined;
    } catch (error) {
      const failure = failureOf(error, job);
      if (failure !== undefined) return { after: 0, payload: { ...payload, failure } };
      return { after: backoff(attempts + 1) };
    }
  }

  async function deliver({ service, targetArn, input }: Delivery): Promise<void> {
    if (service === 'lambda') invocations.accept(targetArn, input);
    else await destinations.sendMessage(targetArn, JSON.stringify(input));
  }

  async function deadLetter(delivery: Delivery, failure: Failure): Promise<undefined> {
    const { ruleArn, targetArn, deadLetterArn } = delivery;
    log({ message: 'An event was not delivered', ruleArn, targetArn, deadLetterArn, failure });
    if (deadLetterArn === undefined) return;
    await destinations.sendMessage(deadLetterArn, JSON.stringify(delivery.input), {
      RULE_ARN: ruleArn,
      TARGET_ARN: targetArn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(failure.attempts),
      ...(failure.exhausted && { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
    });
  }

  const queue = createDurableQueue<Delivery>({ state: options.state, name: 'bus_deliveries', work, log });
  return {
    add(event, rule, target) {
      queue.add(target.arn, {
        input: target.input(event),
        ruleArn: rule.arn,
        targetArn: target.arn,
        service: target.service,
        ...(target.deadLetterArn !== undefined && { deadLetterArn: target.deadLetterArn }),
        maximumRetryAttempts: target.maximumRetryAttempts,
        maximumEventAge: target.maximumEventAge,
      });
    },
    start: queue.start,
    stop: queue.stop,
  };
}

/** Nothing while the policy still allows a retry. What does not exist is not tried again, as in the service. */
function failureOf(error: unknown, { payload, attempts, acceptedAt }: Job<Delivery>): Failure | undefined {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnknownDestinationError || error instanceof UnknownFunctionError) {
    return { code: 'NO_RESOURCE', message, attempts };
  }
  const failure = { code: 'ERROR_FROM_TARGET', message, attempts };
  if (attempts >= payload.maximumRetryAttempts) return { ...failure, exhausted: 'MaximumRetryAttempts' };
  if (Date.now() - acceptedAt >= payload.maximumEventAge)
    return { ...failure, exhausted: 'MaximumEventAgeInSeconds' };
  return undefined;
}
