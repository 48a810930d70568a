import * as z from 'zod';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { defineItem, writeItem } from './table/item.ts';
import type { Write } from './table/write.ts';

/** How long a marker stays, in seconds: longer than any snapshot that does not know of it is used. */
const GONE_SECONDS = 40 * 86_400;

/** Tells the columnar copy of a record that was removed outright. What is only marked as deleted needs none. */
export const goneItem = defineItem({
  kind: 'gone',
  schema: 1,
  data: z.strictObject({ kind: z.string(), id: ulidSchema }),
});

/**
 * Leaves a marker on the feed in the place of a record.
 *
 * @param key Where the record stood; the marker lies beside it
 * @param record Kind of its item, and its id
 */
export function markGone(
  tenant: VerifiedTenant,
  key: Key,
  record: { readonly kind: string; readonly id: string },
  now: Date,
): Write {
  const ttl = Math.floor(now.getTime() / 1000) + GONE_SECONDS;
  const feed = { tenant, at: now.toISOString(), id: record.id };
  return {
    op: 'put',
    item: writeItem(goneItem, { pk: key.pk, sk: `gone#${record.kind}#${record.id}` }, record, { ttl, feed }),
  };
}
