import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClientStats,
  type CountedContact,
  clientStatsSchema,
  countContact,
  countNote,
  EMPTY_STATS,
} from './stats.ts';
import type { Channel } from './timeline.ts';

const CHANNELS = ['call', 'letter', 'meeting', 'visit'] as const satisfies readonly Channel[];
const START = Date.parse('2026-11-01T00:00:00.000Z');

/** A logged contact, or a correction: the entry at `corrects` of the list, with or without the person taking part. */
interface Entry extends CountedContact {
  readonly corrects?: string;
  /** False for a correction that takes the person out of the contact. */
  readonly takesPart: boolean;
}

/** A list of contacts in which later ones may set right earlier ones, each entry once. */
const histories: fc.Arbitrary<Entry[]> = fc
  .array(
    fc.record({
      channel: fc.constantFrom(...CHANNELS),
      // Few different times, so that some are equal.
      minute: fc.nat(6),
      corrects: fc.option(fc.nat(20), { nil: undefined }),
      takesPart: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((drawn) => {
    const corrected = new Set<number>();
    return drawn.map(({ channel, minute, corrects, takesPart }, index): Entry => {
      const target = corrects === undefined || index === 0 ? undefined : corrects % index;
      const fresh = target !== undefined && !corrected.has(target);
      if (fresh) corrected.add(target);
      return {
        entryId: idOf(index, minute, drawn),
        channel,
        occurredAt: new Date(START + minute * 60_000).toISOString(),
        takesPart: !fresh || takesPart,
        ...(fresh ? { corrects: idOf(target, drawn[target]?.minute ?? 0, drawn) } : {}),
      };
    });
  });

/** Sorts by time first, as the ids of entries do. */
const idOf = (index: number, minute: number, { length }: readonly unknown[]): string =>
  `${minute}-${String((index * 7) % length).padStart(2, '0')}-${index}`;

/** What the counters have to be: every contact that no entry corrects, counted once. */
function fromScratch(entries: readonly Entry[]): ClientStats {
  const corrected = new Set(entries.map(({ corrects }) => corrects));
  const standing = entries.filter(({ entryId, takesPart }) => takesPart && !corrected.has(entryId));
  const last = standing.toSorted((one, other) => (one.entryId < other.entryId ? -1 : 1)).at(-1);
  const byChannel = { call: 0, letter: 0, meeting: 0, visit: 0 };
  for (const { channel } of standing) byChannel[channel] += 1;
  return {
    ...EMPTY_STATS,
    contacts: standing.length,
    byChannel,
    ...(last
      ? { lastContactAt: last.occurredAt, lastContactChannel: last.channel, lastContactId: last.entryId }
      : {}),
  };
}

/**
 * Counts entries in the order their events come, with the rules of the subscriber: none twice, what an entry corrects
 * before itself, and the last contact looked for anew, among what is counted and not corrected, where it goes.
 */
function inOrderOfArrival(entries: readonly Entry[], arrivals: readonly Entry[]): ClientStats {
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]));
  const correctedIds = new Set(entries.map(({ corrects }) => corrects));
  const counted = new Map<string, Entry>();
  let stats = EMPTY_STATS;
  const count = (entry: Entry): void => {
    if (counted.has(entry.entryId)) return;
    const corrected = entry.corrects === undefined ? undefined : byId.get(entry.corrects);
    if (corrected) count(corrected);
    const was = corrected?.takesPart ? corrected : undefined;
    const lastOtherwise = [...counted.values()]
      .filter(({ entryId, takesPart }) => takesPart && entryId !== was?.entryId && !correctedIds.has(entryId))
      .sort((one, other) => (one.entryId < other.entryId ? -1 : 1))
      .at(-1);
    stats = countContact(stats, {
      ...(entry.takesPart ? { counted: entry } : {}),
      ...(was ? { corrected: was } : {}),
      ...(was && was.entryId === stats.lastContactId && lastOtherwise ? { lastOtherwise } : {}),
    });
    counted.set(entry.entryId, entry);
  };
  for (const entry of arrivals) count(entry);
  return stats;
}

describe('countContact', () => {
  it('gives the same numbers as counting from scratch, in any order and with any repeats', () => {
    const cases = histories.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        order: fc.shuffledSubarray(entries, { minLength: entries.length }),
        repeats: entries.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...entries)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ entries, order, repeats }) => {
        const stats = inOrderOfArrival(entries, [...order, ...repeats]);
        expect(stats).toEqual(fromScratch(entries));
        // Ids of this test only sort as real ones do.
        const { lastContactId: _, ...rest } = stats;
        expect(clientStatsSchema.safeParse(rest).success).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the notes apart', () => {
    const noted: ClientStats = { ...EMPTY_STATS, notes: 3, lastNoteAt: '2026-11-01T00:00:00.000Z' };
    const call = { entryId: 'a', channel: 'call', occurredAt: '2026-11-02T00:00:00.000Z' } as const;
    expect(countContact(noted, { counted: call })).toMatchObject({
      notes: 3,
      lastNoteAt: '2026-11-01T00:00:00.000Z',
      contacts: 1,
    });
  });

  it('leaves what it is given as it was', () => {
    const call = { entryId: 'a', channel: 'call', occurredAt: '2026-11-02T00:00:00.000Z' } as const;
    countContact(EMPTY_STATS, { counted: call });
    expect(EMPTY_STATS).toEqual({
      contacts: 0,
      byChannel: { call: 0, letter: 0, meeting: 0, visit: 0 },
      notes: 0,
    });
  });
});

describe('countNote', () => {
  const note = (minute: number, correction = false) => ({
    occurredAt: new Date(START + minute * 60_000).toISOString(),
    correction,
  });

  it('counts notes but not their corrections, and keeps the latest date, in any order', () => {
    const notes = fc.array(fc.tuple(fc.nat(100), fc.boolean()), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(notes, (drawn) => {
        const entries = drawn.map(([minute, correction]) => note(minute, correction));
        const expected = {
          ...EMPTY_STATS,
          notes: entries.filter(({ correction }) => !correction).length,
          lastNoteAt: note(Math.max(...drawn.map(([minute]) => minute))).occurredAt,
        };
        expect(entries.reduce(countNote, EMPTY_STATS)).toEqual(expected);
        expect(entries.toReversed().reduce(countNote, EMPTY_STATS)).toEqual(expected);
      }),
    );
  });
});
