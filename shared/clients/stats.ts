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

/**
 * Counts one logged contact. A correction passes the contact it sets right, which is then taken out.
 * Independent of order: contacts may arrive in any sequence, and the latest date is the greatest.
 *
 * @param lastAfterCorrection The last contact that stands once the corrected one is left out; needed only
 * when the corrected contact was the last.
 */
export function countContact(
  stats: ClientStats,
  contact: CountedContact,
  corrected?: CountedContact,
  lastAfterCorrection?: CountedContact,
): ClientStats {
  const byChannel = { ...stats.byChannel };
  byChannel[contact.channel] += 1;
  if (corrected) byChannel[corrected.channel] = Math.max(0, byChannel[corrected.channel] - 1);
  const base = { ...stats, byChannel, contacts: stats.contacts + (corrected ? 0 : 1) };
  if (corrected && corrected.entryId === stats.lastContactId) {
    return withLast(base, later(contact, lastAfterCorrection));
  }
  const last = lastOf(stats);
  return withLast(base, later(contact, last));
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
const later = (one: CountedContact, other: CountedContact | undefined): CountedContact =>
  other !== undefined && other.entryId > one.entryId ? other : one;

const withLast = (stats: ClientStats, last: CountedContact): ClientStats => ({
  ...stats,
  lastContactAt: last.occurredAt,
  lastContactChannel: last.channel,
  lastContactId: last.entryId,
});
