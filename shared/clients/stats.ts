import * as z from 'zod';
import { instantSchema } from '../record.ts';
import { ulidSchema } from '../ulid.ts';
import { type Channel, channelSchema } from './timeline.ts';

const count = z.int().min(0);

/** Counters of a card, written by subscribers: never part of a person's version. */
export const clientStatsSchema = z
  .strictObject({
    contacts: count.meta({ description: 'Contacts logged in all' }),
    byChannel: z.strictObject({ call: count, letter: count, meeting: count, visit: count }),
    lastContactAt: instantSchema.optional(),
    lastContactChannel: channelSchema.optional(),
    lastContactId: ulidSchema.optional().meta({ description: 'Timeline entry of the last contact' }),
    notes: count,
    lastNoteAt: instantSchema.optional(),
  })
  .meta({ id: 'ClientStats', description: 'Counts and latest dates; they follow a write within seconds' });
export type ClientStats = z.output<typeof clientStatsSchema>;

export const EMPTY_STATS: ClientStats = {
  contacts: 0,
  byChannel: { call: 0, letter: 0, meeting: 0, visit: 0 },
  notes: 0,
};

/** The facts of a logged contact that the counters need. */
export interface CountedContact {
  readonly entryId: string;
  readonly channel: Channel;
  readonly occurredAt: string;
}

/** What happens to the counters with one timeline entry. */
export interface ContactCount {
  /** The contact to count; absent where a correction only takes one out. */
  readonly counted?: CountedContact;
  /** The contact that a correction sets right, and which was counted before. */
  readonly corrected?: CountedContact;
  /** The last contact that stands without the corrected one; needed only when that was the last. */
  readonly lastOtherwise?: CountedContact;
}

/**
 * Counts one logged contact, or takes one out, or replaces one. Independent of order: contacts may arrive in any
 * sequence, and the last is the one that happened last.
 */
export function countContact(
  stats: ClientStats,
  { counted, corrected, lastOtherwise }: ContactCount,
): ClientStats {
  const byChannel = { ...stats.byChannel };
  if (counted) byChannel[counted.channel] += 1;
  if (corrected) byChannel[corrected.channel] -= 1;
  const contacts = stats.contacts + (counted ? 1 : 0) - (corrected ? 1 : 0);
  const known =
    corrected !== undefined && corrected.entryId === stats.lastContactId ? lastOtherwise : lastOf(stats);
  return withLast({ ...stats, byChannel, contacts }, later(counted, known));
}

/** Counts one note; a correction replaces its note and counts for nothing. */
export function countNote(
  stats: ClientStats,
  note: { occurredAt: string; correction: boolean },
): ClientStats {
  const lastNoteAt =
    stats.lastNoteAt !== undefined && stats.lastNoteAt > note.occurredAt ? stats.lastNoteAt : note.occurredAt;
  return { ...stats, notes: stats.notes + (note.correction ? 0 : 1), lastNoteAt };
}

function lastOf(stats: ClientStats): CountedContact | undefined {
  const { lastContactAt, lastContactChannel, lastContactId } = stats;
  if (lastContactAt === undefined || lastContactChannel === undefined || lastContactId === undefined)
    return undefined;
  return { entryId: lastContactId, channel: lastContactChannel, occurredAt: lastContactAt };
}

/** Ids carry the time, so that among equal instants the greater id decides and any order gives one result. */
function later(
  one: CountedContact | undefined,
  other: CountedContact | undefined,
): CountedContact | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.entryId > one.entryId ? other : one;
}

function withLast(stats: ClientStats, last: CountedContact | undefined): ClientStats {
  const { lastContactAt: _, lastContactChannel: __, lastContactId: ___, ...rest } = stats;
  if (last === undefined) return rest;
  return {
    ...rest,
    lastContactAt: last.occurredAt,
    lastContactChannel: last.channel,
    lastContactId: last.entryId,
  };
}
