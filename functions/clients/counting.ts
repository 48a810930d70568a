import {
  type ClientStats,
  type CountedContact,
  countContact,
  countNote,
  EMPTY_STATS,
} from '../../shared/clients/stats.ts';
import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { readItem, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { onCurrent, stale } from '../runtime/versions.ts';
import { cardPartition } from './company-item.ts';
import { statsItem, statsKey } from './stats-item.ts';
import {
  correctionItem,
  correctionPrefix,
  timelineItem,
  timelineKey,
  timelinePrefix,
} from './timeline-item.ts';

/** Counts one entry of one card for one event. */
export interface Counting {
  readonly tenant: VerifiedTenant;
  readonly subject: Subject;
  readonly entryId: string;
  readonly eventId: string;
}

/** The entry was counted before, or is gone: there is nothing to do. */
class Settled extends Error {}

/**
 * Counts a timeline entry in the statistics of its card, once, however often it is asked: the counters and the
 * mark on the entry go into one transaction. What an entry corrects is counted first where its own event has not
 * come yet.
 */
export async function countEntry(table: Table, counting: Counting): Promise<void> {
  try {
    await onCurrent(() => countOnce(table, counting));
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
  }
}

async function countOnce(table: Table, counting: Counting): Promise<void> {
  const { tenant, subject, entryId } = counting;
  const keys = [timelineKey(tenant, subject, entryId), statsKey(tenant, subject)];
  const items = await table.batchGet(keys, { consistent: true });
  const item = items.find(({ kind }) => kind === timelineItem.kind);
  if (!item || item.counted !== undefined) throw new Settled();
  const entry = readItem(timelineItem, item).data;
  const corrected = await correctedEntry(table, counting, entry);
  const stored = items.find(({ kind }) => kind === statsItem.kind);
  // The corrected entry may have been counted just now, after the statistics were read.
  const stats = corrected?.countedNow
    ? await table.get(statsKey(tenant, subject), { consistent: true })
    : stored;
  const before = stats ? readItem(statsItem, stats).data : EMPTY_STATS;
  const after = await counted(table, counting, { before, entry, corrected: corrected?.entry });
  await table.transact([...putStats(counting, stats, after), markCounted(counting)]);
}

async function correctedEntry(table: Table, counting: Counting, entry: TimelineEntry) {
  if (entry.corrects === undefined) return undefined;
  const item = await table.get(timelineKey(counting.tenant, counting.subject, entry.corrects), {
    consistent: true,
  });
  if (!item) return undefined;
  const countedNow = item.counted === undefined;
  if (countedNow) await countEntry(table, { ...counting, entryId: entry.corrects });
  return { entry: readItem(timelineItem, item).data, countedNow };
}

interface Case {
  readonly before: ClientStats;
  readonly entry: TimelineEntry;
  readonly corrected: TimelineEntry | undefined;
}

async function counted(
  table: Table,
  counting: Counting,
  { before, entry, corrected }: Case,
): Promise<ClientStats> {
  if (entry.kind === 'note') {
    return countNote(before, { occurredAt: entry.occurredAt, correction: corrected !== undefined });
  }
  const now = contactOf(entry, counting.subject);
  const was = corrected ? contactOf(corrected, counting.subject) : undefined;
  const lastOtherwise =
    was && was.entryId === before.lastContactId ? await lastContact(table, counting, was.entryId) : undefined;
  return countContact(before, {
    ...(now ? { counted: now } : {}),
    ...(was ? { corrected: was } : {}),
    ...(lastOtherwise ? { lastOtherwise } : {}),
  });
}

/** What an entry counts for on a card: on a person's, only if the person took part. */
function contactOf({ id, occurredAt, contact }: TimelineEntry, subject: Subject): CountedContact | undefined {
  if (!contact) return undefined;
  const tookPart = subject.type === 'company' || contact.contactIds?.includes(subject.id) === true;
  return tookPart ? { entryId: id, channel: contact.channel, occurredAt } : undefined;
}

/** The last contact on a card that is counted and not corrected, leaving one out. */
async function lastContact(
  table: Table,
  { tenant, subject }: Counting,
  without: string,
): Promise<CountedContact | undefined> {
  const pk = cardPartition(tenant, subject);
  const corrections = await table.query({ pk, prefix: correctionPrefix, consistent: true });
  const corrected = new Set(corrections.items.map((item) => readItem(correctionItem, item).data.corrects));
  let page = await table.query({ pk, prefix: timelinePrefix, descending: true, limit: 50, consistent: true });
  for (;;) {
    for (const item of page.items) {
      const entry = readItem(timelineItem, item).data;
      const contact = contactOf(entry, subject);
      if (contact && item.counted !== undefined && entry.id !== without && !corrected.has(entry.id))
        return contact;
    }
    if (!page.last) return undefined;
    page = await table.query({
      pk,
      prefix: timelinePrefix,
      descending: true,
      limit: 50,
      after: page.last,
      consistent: true,
    });
  }
}

function putStats(
  { tenant, subject }: Counting,
  stored: StoredItem | undefined,
  stats: ClientStats,
): Write[] {
  const version = (stored?.version ?? 0) + 1;
  const item = writeItem(statsItem, statsKey(tenant, subject), stats, { version });
  const condition = stored ? { version: version - 1 } : { absent: true as const };
  return [{ op: 'put', item, condition, refused: stale }];
}

const markCounted = ({ tenant, subject, entryId, eventId }: Counting): Write => ({
  op: 'mark',
  key: timelineKey(tenant, subject, entryId),
  attribute: 'counted',
  value: eventId,
  refused: () => new Settled(),
});
