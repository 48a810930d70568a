import { beforeEach, describe, expect, it } from 'vitest';
import { contactLoggedV1 } from '../../events/contact-logged.v1.ts';
import type { Envelope } from '../../events/event.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { busEvent } from '../../tests/equipment/source-events.ts';
import { createSubscriber, onEvent, type Received } from './event.ts';

const TENANT = '01KAT0PK00TENANT0000000000';
const ENVELOPE: Envelope = {
  id: '01KAT0PK00EVENT00000000000',
  type: noteWrittenV1.type,
  tenant: TENANT,
  occurredAt: '2026-11-23T09:30:00.000Z',
  actor: '01KAT0PK00ZSER000000000000',
  correlationId: 'request-1',
  data: noteWrittenV1.sample,
};

let logger: KeepingLogger;
let handled: Received<unknown>[];
let failure: Error | undefined;

beforeEach(() => {
  logger = new KeepingLogger();
  handled = [];
  failure = undefined;
});

const receive = (envelope: unknown): Promise<unknown> => {
  const keep = async (event: Received<unknown>) => {
    if (failure) throw failure;
    handled.push(event);
  };
  const subscriber = createSubscriber([onEvent(noteWrittenV1, keep), onEvent(contactLoggedV1, keep)], logger);
  return subscriber(busEvent(envelope), lambdaContext());
};

describe('a subscriber', () => {
  it('gets the event that fits its contract, with the tenant it may act in', async () => {
    await receive(ENVELOPE);
    const [event] = handled;
    expect(event).toMatchObject({
      id: ENVELOPE.id,
      occurredAt: ENVELOPE.occurredAt,
      actor: ENVELOPE.actor,
      correlationId: 'request-1',
      data: noteWrittenV1.sample,
      tenant: { id: TENANT },
    });
    expect(VerifiedTenant.is(event?.tenant)).toBe(true);
    expect(logger.lines).toEqual([{ level: 'info', message: 'handled', details: undefined }]);
  });

  it.each([
    ['no envelope', {}],
    ['a field too many', { ...ENVELOPE, extra: 1 }],
    ['a tenant that is none', { ...ENVELOPE, tenant: 'T' }],
    ['an unknown type', { ...ENVELOPE, type: 'note-written.v2' }],
    ['a type of others', { ...ENVELOPE, type: 'client.created.v1', data: {} }],
    ['data of another shape', { ...ENVELOPE, data: { ...noteWrittenV1.sample, more: 1 } }],
    ['data of another event', { ...ENVELOPE, type: contactLoggedV1.type }],
  ])('fails on %s, so that it comes to the dead-letter queue', async (_, envelope) => {
    await expect(receive(envelope)).rejects.toThrow();
    expect(handled).toEqual([]);
  });

  it('passes a failure on, so that the event comes again', async () => {
    failure = new Error('the store is down');
    await expect(receive(ENVELOPE)).rejects.toThrow('the store is down');
    expect(logger.lines).toEqual([]);
  });
});
