import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type ClientStats, EMPTY_STATS } from '../../shared/clients/stats.ts';
import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import { type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { newId } from '../runtime/change.ts';
import { readItem } from '../runtime/table/item.ts';
import { countEntry } from './counting.ts';
import { statsItem, statsKey } from './stats-item.ts';

let bed: TenantBed;
let desk: ClientDesk;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
});

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** Counts as the subscriber does when an event comes. */
const count = (subject: Subject, { id: entryId }: Pick<TimelineEntry, 'id'>): Promise<void> =>
  countEntry(bed.table, { tenant: bed.tenant, subject, entryId, eventId: newId(new Date()) });

const stats = async (subject: Subject): Promise<ClientStats> => {
  const item = await bed.table.get(statsKey(bed.tenant, subject), { consistent: true });
  return item ? readItem(statsItem, item).data : EMPTY_STATS;
};

const lastIs = ({ id, occurredAt, contact }: TimelineEntry) => ({
  lastContactId: id,
  lastContactAt: occurredAt,
  lastContactChannel: contact?.channel,
});

describe('counting', () => {
  it('counts by channel and remembers the last, whatever comes first', async () => {
    const company = await desk.company();
    const latest = await desk.log(company, { channel: 'meeting', occurredAt: ago(1) });
    const earlier = await desk.log(company, { channel: 'visit', occurredAt: ago(9) });
    const call = await desk.log(company, { channel: 'call', direction: 'in', occurredAt: ago(5) });
    for (const entry of [latest, earlier, call]) await count(company, entry);
    expect(await stats(company)).toEqual({
      contacts: 3,
      byChannel: { call: 1, letter: 0, meeting: 1, visit: 1 },
      notes: 0,
      ...lastIs(latest),
    });
    expect((await desk.card(company)).stats).toEqual(await stats(company));
  });

  it('counts once what comes several times, even at the same moment', async () => {
    const company = await desk.company();
    const entries = await Promise.all([1, 2].map((n) => desk.log(company, { occurredAt: ago(n) })));
    await Promise.all([...entries, ...entries].map((entry) => count(company, entry)));
    for (const entry of entries) await count(company, entry);
    expect(await stats(company)).toMatchObject({ contacts: 2, byChannel: { visit: 2 } });
  });

  it('counts nothing for an entry that is gone', async () => {
    const company = await desk.company();
    await count(company, { id: newId(new Date()) });
    expect(await stats(company)).toEqual(EMPTY_STATS);
  });

  it('counts notes apart from contacts, and a corrected note once', async () => {
    const company = await desk.company();
    const later = await desk.note(company, { text: 'позже', occurredAt: ago(1) });
    const wrong = await desk.note(company, { text: 'раньше', occurredAt: ago(5) });
    const right = await desk.note(company, { text: 'верно', occurredAt: ago(5), corrects: wrong.id });
    for (const entry of [right, later, wrong, right]) await count(company, entry);
    expect(await stats(company)).toEqual({ ...EMPTY_STATS, notes: 2, lastNoteAt: later.occurredAt });
  });
});

describe('a correction', () => {
  it('that comes before its original counts it first, along a whole chain', async () => {
    const company = await desk.company();
    const first = await desk.log(company, { channel: 'visit' });
    const second = await desk.log(company, { channel: 'meeting', corrects: first.id });
    const third = await desk.log(company, { channel: 'letter', direction: 'out', corrects: second.id });
    await count(company, third);
    const once = { contacts: 1, byChannel: { call: 0, letter: 1, meeting: 0, visit: 0 }, ...lastIs(third) };
    expect(await stats(company)).toEqual({ ...once, notes: 0 });
    for (const entry of [first, second, third]) await count(company, entry);
    expect(await stats(company)).toEqual({ ...once, notes: 0 });
  });

  it('of the last contact falls back to the one before it that stands', async () => {
    const company = await desk.company();
    const standing = await desk.log(company, { occurredAt: ago(30) });
    const wrong = await desk.log(company, { occurredAt: ago(20) });
    const last = await desk.log(company, { occurredAt: ago(10) });
    const moved = await desk.log(company, { occurredAt: ago(40), corrects: wrong.id });
    const movedToo = await desk.log(company, { occurredAt: ago(50), corrects: last.id });
    for (const entry of [standing, wrong, last, moved]) await count(company, entry);
    expect(await stats(company)).toMatchObject(lastIs(last));
    await count(company, movedToo);
    expect(await stats(company)).toMatchObject({ contacts: 3, ...lastIs(standing) });
  });

  it('does not fall back to a contact whose own event has still to come', async () => {
    const company = await desk.company();
    const uncounted = await desk.log(company, { occurredAt: ago(15) });
    const last = await desk.log(company, { occurredAt: ago(10) });
    const moved = await desk.log(company, { occurredAt: ago(40), corrects: last.id });
    await count(company, last);
    await count(company, moved);
    expect(await stats(company)).toMatchObject({ contacts: 1, ...lastIs(moved) });
    await count(company, uncounted);
    expect(await stats(company)).toMatchObject({ contacts: 2, ...lastIs(uncounted) });
  });

  it('falls back past many notes', async () => {
    const company = await desk.company();
    const before = await desk.log(company, { occurredAt: ago(300) });
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => desk.note(company, { text: 'x', occurredAt: ago(200 - n) })),
    );
    const last = await desk.log(company, { occurredAt: ago(10) });
    const moved = await desk.log(company, { occurredAt: ago(400), corrects: last.id });
    for (const entry of [before, last, moved]) await count(company, entry);
    expect(await stats(company)).toMatchObject({ contacts: 2, ...lastIs(before) });
  });

  it('that drops a person takes the contact out of that card alone', async () => {
    const [company, ivan, olga] = [await desk.company(), await desk.contact(), await desk.contact()];
    const wrong = await desk.log(company, { contactIds: [ivan.id, olga.id], occurredAt: ago(10) });
    for (const subject of [company, ivan, olga]) await count(subject, wrong);
    expect(await stats(olga)).toMatchObject({ contacts: 1, ...lastIs(wrong) });
    const right = await desk.log(company, { contactIds: [ivan.id], corrects: wrong.id });
    for (const subject of [company, ivan, olga]) await count(subject, right);
    expect(await stats(olga)).toEqual(EMPTY_STATS);
    for (const subject of [company, ivan]) {
      expect(await stats(subject)).toMatchObject({ contacts: 1, byChannel: { visit: 1 }, ...lastIs(right) });
    }
    const again = await desk.log(company, { contactIds: [olga.id], corrects: right.id });
    for (const subject of [company, ivan, olga]) await count(subject, again);
    expect(await stats(olga)).toMatchObject({ contacts: 1, ...lastIs(again) });
    expect(await stats(ivan)).toEqual(EMPTY_STATS);
  });
});

const CHANNELS = ['call', 'letter', 'meeting', 'visit'] as const;

/** Contacts of one company with or without one person; a correction names the entry it sets right by its place. */
const histories = fc.array(
  fc.record({
    channel: fc.constantFrom(...CHANNELS),
    minutes: fc.integer({ min: 1, max: 10_000 }),
    withPerson: fc.boolean(),
    corrects: fc.option(fc.nat(), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** What the counters have to be: every entry that nothing corrects, counted once. */
function freshCount(subject: Subject, entries: readonly TimelineEntry[]): ClientStats {
  const corrected = new Set(entries.map(({ corrects }) => corrects));
  const standing = entries
    .filter(({ id }) => !corrected.has(id))
    .filter(({ contact }) => subject.type === 'company' || contact?.contactIds?.includes(subject.id))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const of = (channel: string) => standing.filter(({ contact }) => contact?.channel === channel).length;
  const last = standing.at(-1);
  return {
    contacts: standing.length,
    byChannel: { call: of('call'), letter: of('letter'), meeting: of('meeting'), visit: of('visit') },
    notes: 0,
    ...(last?.contact ? { ...lastIs(last), lastContactChannel: last.contact.channel } : {}),
  };
}

describe('in any order, with repeats', () => {
  it('the counters are those of a fresh count of the entries that stand', { timeout: 90_000 }, async () => {
    const cases = fc.tuple(histories, fc.infiniteStream(fc.nat()));
    await fc.assert(
      fc.asyncProperty(cases, async ([history, chance]) => {
        const [company, person] = [await desk.company(), await desk.contact()];
        const entries: TimelineEntry[] = [];
        const standing = new Set<string>();
        for (const { channel, minutes, withPerson, corrects } of history) {
          const open = [...standing];
          const corrected = corrects === undefined ? undefined : open[corrects % open.length];
          const entry = await desk.log(company, {
            channel,
            direction: 'in',
            occurredAt: ago(minutes),
            contactIds: withPerson ? [person.id] : [],
            ...(corrected === undefined ? {} : { corrects: corrected }),
          });
          entries.push(entry);
          standing.add(entry.id);
          if (corrected !== undefined) standing.delete(corrected);
        }
        const deliveries = [company, person].flatMap((subject) =>
          entries.map((entry) => ({ subject, entry })),
        );
        const drawn = [...deliveries, ...deliveries].map((delivery) => ({
          delivery,
          at: chance.next().value,
        }));
        const inDisorder = drawn.sort((one, other) => one.at - other.at).map(({ delivery }) => delivery);
        for (const { subject, entry } of inDisorder) await count(subject, entry);
        for (const subject of [company, person]) {
          expect(await stats(subject)).toEqual(freshCount(subject, entries));
        }
      }),
      { numRuns: 40 },
    );
  });
});
