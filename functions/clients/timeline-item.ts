import * as z from 'zod';
import { type Subject, type TimelineEntry, timelineEntrySchema } from '../../shared/clients/timeline.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { defineItem, writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { cardPartition } from './company-item.ts';

/**
 * An entry of a chronology. Its id carries the time it happened, so the sort key is the order of events.
 * Schema 2 has more kinds, those of documents; what schema 1 could say is said as before.
 */
export const timelineItem = defineItem({
  kind: 'timeline',
  schema: 2,
  data: timelineEntrySchema,
  upgrades: { 1: (data) => ({ ...data }) },
});

/** Says that an entry was corrected, and by which one: an entry is corrected once, a correction may be corrected again. */
export const correctionItem = defineItem({
  kind: 'correction',
  schema: 1,
  data: z.strictObject({ corrects: ulidSchema, by: ulidSchema }),
});

/** Sort keys of the entries begin with it. */
export const timelinePrefix = 'timeline#';

/** Sort keys of corrections begin with it. */
export const correctionPrefix = 'correction#';

export const timelineKey = (tenant: VerifiedTenant, subject: Subject, entryId: string): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${timelinePrefix}${entryId}`,
});

/** Sort keys of the entries between two ids, both included. */
export const timelineRange = (ids: { min: string; max: string }): { from: string; to: string } => ({
  from: `${timelinePrefix}${ids.min}`,
  to: `${timelinePrefix}${ids.max}`,
});

export const correctionKey = (tenant: VerifiedTenant, subject: Subject, entryId: string): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${correctionPrefix}${entryId}`,
});

/** The write of one entry onto the chronology of a card. */
export const putEntry = (tenant: VerifiedTenant, entry: TimelineEntry): Write => ({
  op: 'put',
  item: writeItem(timelineItem, timelineKey(tenant, entry.subject, entry.id), entry, {
    feed: { tenant, at: entry.recordedAt, id: entry.id },
  }),
});
