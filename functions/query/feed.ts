import { tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import type { StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';

/** How far the feed was read: for each shard the place of the newest change that was seen. */
export type Watermarks = readonly string[];

/** Nothing was read yet. */
export const unread = (tenant: VerifiedTenant): Watermarks =>
  Array.from({ length: tenant.feedShards }, () => '');

/**
 * How far back a reader looks again, in milliseconds: clocks of writers differ, and the index follows a write after a moment. What
 * comes later still is found when the copy is reconciled.
 */
export const OVERLAP_MS = 10_000;

/** The end of every time, in the order of sort keys. */
const END = '~';

/** A part of what changed. */
export interface FeedPage {
  readonly items: readonly StoredItem[];
  /** Where this shard was read to. */
  readonly shard: number;
  readonly watermark: string;
}

/**
 * Everything on the feed since the watermarks, and once more what lies shortly before them, page by page; shards are read side by
 * side.
 */
export async function* readFeed(
  table: Table,
  tenant: VerifiedTenant,
  since: Watermarks,
  overlapMs = OVERLAP_MS,
): AsyncGenerator<FeedPage> {
  const shards = Array.from({ length: tenant.feedShards }, (_, shard) =>
    readShard(table, tenant, shard, { watermark: since[shard] ?? '', overlapMs }),
  );
  // The first pages of all shards are asked for at once; most questions find no second one.
  const first = shards.map((shard) => shard.next());
  for (const [index, page] of first.entries()) {
    let step = await page;
    while (!step.done) {
      yield step.value;
      step = (await shards[index]?.next()) ?? { done: true, value: undefined };
    }
  }
}

async function* readShard(
  table: Table,
  tenant: VerifiedTenant,
  shard: number,
  { watermark, overlapMs }: { readonly watermark: string; readonly overlapMs: number },
): AsyncGenerator<FeedPage> {
  const pk = tenantPartition(tenant, 'feed', String(shard));
  let at = watermark;
  const range = { from: overlapping(watermark, overlapMs), to: END };
  let page = await table.query({ pk, index: 'feed', between: range });
  for (;;) {
    const newest = page.items.at(-1)?.feedSk;
    if (newest !== undefined && newest > at) at = newest;
    if (page.items.length > 0) yield { items: page.items, shard, watermark: at };
    if (page.last === undefined) return;
    page = await table.query({ pk, index: 'feed', between: range, after: page.last });
  }
}

/** The sort key from which a reader begins who has read up to a watermark: keys begin with an instant. */
function overlapping(watermark: string, overlapMs: number): string {
  if (watermark === '') return ' ';
  const [instant = ''] = watermark.split('#', 1);
  return new Date(Date.parse(instant) - overlapMs).toISOString();
}
