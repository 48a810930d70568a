import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../events/catalogue.ts';
import type { Envelope } from '../../events/event.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import { createUlidFactory } from '../../shared/ulid.ts';
import { type FakeBus, startFakeBus } from '../../tests/equipment/fake-bus.ts';
import { createPublisher, type Publish, validEnvelope } from './publishing.ts';

const next = createUlidFactory();
let bus: FakeBus;
let publish: Publish;

beforeAll(async () => {
  bus = await startFakeBus();
  publish = createPublisher({ client: bus.client, busName: 'the-bus' });
});
beforeEach(() => {
  bus.refuse = () => undefined;
  bus.failure = undefined;
});
afterAll(() => bus.stop());

const envelope = (changes: Partial<Envelope> = {}): Envelope => ({
  id: next(),
  type: noteWrittenV1.type,
  tenant: '01KAT0PK00TENANT0000000000',
  occurredAt: '2026-11-23T09:30:00.123Z',
  actor: '01KAT0PK00ZSER000000000000',
  correlationId: 'request-1',
  data: noteWrittenV1.sample,
  ...changes,
});
/** The requests that publishing makes. */
async function requestsOf(envelopes: readonly Envelope[]) {
  const before = bus.requests.length;
  const refused = await publish(envelopes);
  return { refused: [...refused], requests: bus.requests.slice(before) };
}
const idOf = ({ Detail }: { Detail: string }): string => (JSON.parse(Detail) as Envelope).id;

describe('a publisher', () => {
  it('puts an envelope onto the bus as it is, with its type and time', async () => {
    const one = envelope({ correlationId: 'Ключ' });
    const { requests } = await requestsOf([one]);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toEqual([
      {
        EventBusName: 'the-bus',
        Source: 'kartoteka',
        DetailType: 'note-written.v1',
        Time: expect.closeTo(Date.parse(one.occurredAt) / 1000, 2),
        Detail: expect.any(String),
      },
    ]);
    expect(JSON.parse(requests[0]?.[0]?.Detail ?? '')).toEqual(one);
  });

  it('asks for nothing where there is nothing', async () => {
    expect(await requestsOf([])).toEqual({ refused: [], requests: [] });
  });

  it.each([
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('puts %i small ones in requests of %j', async (count, sizes) => {
    const { requests } = await requestsOf(Array.from({ length: count }, () => envelope()));
    expect(requests.map(({ length }) => length)).toEqual(sizes);
  });

  it('keeps each request within the service’s size, in bytes, and all in order', async () => {
    const sizes = fc.array(fc.oneof(fc.constantFrom(1, 10_000, 59_000, 119_000)), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('x', 'ж'), async (lengths, letter) => {
        const envelopes = lengths.map((length) =>
          envelope({ data: { text: letter.repeat(length) } as unknown as Envelope['data'] }),
        );
        // The bus refuses a request beyond its limits, and then publishing fails.
        const { refused, requests } = await requestsOf(envelopes);
        expect(refused).toEqual([]);
        expect(requests.flat().map(idOf)).toEqual(envelopes.map(({ id }) => id));
      }),
      { numRuns: 20 },
    );
  });

  it('tells which ones the bus did not take, over several requests', async () => {
    const envelopes = Array.from({ length: 13 }, () => envelope());
    const unlucky = [2, 9, 11].map((index) => envelopes[index]?.id ?? '');
    bus.refuse = (entry) => (unlucky.includes(idOf(entry)) ? 'ThrottlingException' : undefined);
    expect((await requestsOf(envelopes)).refused).toEqual(unlucky);
  });

  it('fails where the bus does', async () => {
    bus.failure = { status: 500, code: 'InternalException' };
    await expect(publish([envelope()])).rejects.toMatchObject({ name: 'InternalException' });
  });
});

describe('validEnvelope', () => {
  it.each(Object.values(CONTRACTS).map(({ type, sample }) => [type, sample] as const))(
    'takes the sample of %s',
    (type, sample) => {
      const one = envelope({ type, data: sample });
      expect(validEnvelope(one)).toEqual(one);
    },
  );

  it.each([
    ['an unknown type', { type: 'note-written.v9' }],
    ['a type that every object has', { type: 'constructor' }],
    ['data of another shape', { data: {} }],
    ['personal data', { data: { ...noteWrittenV1.sample, text: 'private' } }],
    ['an id that is none', { id: '1' }],
    ['a time without milliseconds', { occurredAt: '2026-11-23T09:30:00Z' }],
  ])('refuses %s', (_, changes) => {
    expect(() => validEnvelope(envelope(changes))).toThrow();
  });
});
