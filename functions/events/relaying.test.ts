import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/event.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import { createUlidFactory } from '../../shared/ulid.ts';
import { type FakeBus, startFakeBus } from '../../tests/equipment/fake-bus.ts';
import { KeepingLogger } from '../../tests/equipment/lambda.ts';
import { streamEvent } from '../../tests/equipment/source-events.ts';
import { eventItem } from '../runtime/change.ts';
import { type StoredItem, writeItem } from '../runtime/table/item.ts';
import { createPublisher } from './publishing.ts';
import { createRelay } from './relaying.ts';

const next = createUlidFactory();
let bus: FakeBus;
let logger: KeepingLogger;

beforeAll(async () => {
  bus = await startFakeBus();
});
beforeEach(() => {
  bus.refuse = () => undefined;
  bus.failure = undefined;
  logger = new KeepingLogger();
});
afterAll(() => bus.stop());

function item(changes: Partial<Envelope> = {}): StoredItem {
  const envelope: Envelope = {
    id: next(),
    type: noteWrittenV1.type,
    tenant: '01KAT0PK00TENANT0000000000',
    occurredAt: '2026-11-23T09:30:00.123Z',
    actor: '01KAT0PK00ZSER000000000000',
    correlationId: 'request-1',
    data: noteWrittenV1.sample,
    ...changes,
  };
  return writeItem(eventItem, { pk: 'T#x#event#2026-11-23#0', sk: envelope.id }, envelope, { ttl: 1 });
}

async function relay(items: readonly StoredItem[]) {
  const before = bus.taken.length;
  const handler = createRelay({ publish: createPublisher({ client: bus.client, busName: 'b' }), logger });
  const { batchItemFailures } = await handler(streamEvent(items.map((one) => ({ new: one }))));
  return {
    failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    published: bus.taken.slice(before).map(({ Detail }) => JSON.parse(Detail) as Envelope),
  };
}

describe('the relay', () => {
  it('publishes the events of a batch in order, whole', async () => {
    const items = Array.from({ length: 12 }, () => item());
    const { failed, published } = await relay(items);
    expect(failed).toEqual([]);
    expect(published).toEqual(items.map(({ data }) => data));
    expect(logger.lines).toEqual([]);
  });

  it('names each poison event by its place in the stream, and publishes the rest', async () => {
    const good = [item(), item(), item()] as const;
    const batch = [
      good[0],
      item({ data: { subject: 'nonsense' } }),
      good[1],
      { ...item(), kind: 'company' },
      item({ type: 'unheard-of.v1' }),
      { ...item(), schema: 99 },
      good[2],
    ];
    const { failed, published } = await relay(batch);
    expect(failed).toEqual(['222', '444', '555', '666']);
    expect(published.map(({ id }) => id)).toEqual(good.map(({ sk }) => sk));
    expect(logger.lines).toHaveLength(4);
    expect(logger.lines[0]).toMatchObject({ level: 'error', details: { eventID: 'event-1' } });
  });

  it('names a record that has no item', async () => {
    const handler = createRelay({ publish: createPublisher({ client: bus.client, busName: 'b' }), logger });
    expect(await handler(streamEvent([{ old: item() }]))).toEqual({
      batchItemFailures: [{ itemIdentifier: '111' }],
    });
  });

  it('names the events that the bus did not take', async () => {
    const items = [item(), item(), item()];
    bus.refuse = ({ Detail }) => (Detail.includes(items[1]?.sk ?? '') ? 'InternalFailure' : undefined);
    const { failed, published } = await relay(items);
    expect(failed).toEqual(['222']);
    expect(published.map(({ id }) => id)).toEqual([items[0]?.sk, items[2]?.sk]);
    expect(logger.lines).toEqual([{ level: 'warn', message: expect.any(String), details: { count: 1 } }]);
  });

  it('fails whole where the bus does not answer, so that the batch comes again', async () => {
    bus.failure = { status: 500, code: 'InternalException' };
    await expect(relay([item()])).rejects.toMatchObject({ name: 'InternalException' });
  });
});
