import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import type * as z from 'zod';
import { type EventContract, envelopeSchema } from '../../events/event.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';

/** An event as a subscriber gets it. */
export interface Received<Data> {
  readonly id: string;
  readonly tenant: VerifiedTenant;
  readonly occurredAt: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly data: Data;
  /** Milliseconds until the function is ended. */
  readonly remaining: () => number;
}

/** What to do with one type of event. */
export interface Subscription<Data extends z.ZodType = z.ZodType> {
  readonly contract: EventContract<Data>;
  readonly handle: (event: Received<z.output<Data>>) => Promise<void>;
}

export const onEvent = <Data extends z.ZodType>(
  contract: EventContract<Data>,
  handle: (event: Received<z.output<Data>>) => Promise<void>,
): Subscription => ({ contract, handle: handle as Subscription['handle'] });

/**
 * The Lambda handler of a subscriber: finds the contract, checks the event against it, and hands it on. An error makes
 * EventBridge try again and, in the end, puts the event into the subscriber's dead-letter queue.
 */
export function createSubscriber(subscriptions: readonly Subscription[], logger: Logger) {
  const byType = new Map(subscriptions.map((subscription) => [subscription.contract.type, subscription]));
  return middy<EventBridgeEvent<string, unknown>, void>().handler(async (event, context) => {
    const { id, type, tenant, occurredAt, actor, correlationId, data } = envelopeSchema.parse(event.detail);
    logger.addContext(context as Context);
    logger.resetKeys();
    logger.appendKeys({ correlationId, event: id, type });
    const subscription = byType.get(type);
    if (!subscription) throw new Error(`This subscriber does not know events of type ${type}.`);
    // The event comes from our own bus, which only the relay may write to: its tenant is the system's own record.
    const verified = new VerifiedTenant(tenant, 1);
    const parsed = subscription.contract.data.parse(data);
    await subscription.handle({
      id,
      tenant: verified,
      occurredAt,
      actor,
      correlationId,
      data: parsed,
      remaining: () => context.getRemainingTimeInMillis(),
    });
    logger.info('handled');
  });
}
