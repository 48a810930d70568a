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

/** A page of one shard. */
interface ShardPage {
  readonly items: readonly StoredItem[];
  readonly watermark: string;
}

/** A part of what changed, of all shards that have more. */
export interface FeedPages {
  readonly items: readonly StoredItem[];
  /** Where shards were read to, by their numbers. */
  readonly watermarks: ReadonlyMap<number, string>;
}

/**
 * Everything on the feed since the watermarks, and once more what lies shortly before them, page by page of all shards side by side. The
 * next pages are asked for while these are taken in; most questions find none.
 */
export async function* readFeed(
  table: Table,
  tenant: VerifiedTenant,
  since: Watermarks,
  overlapMs = OVERLAP_MS,
): AsyncGenerator<FeedPages> {
  const shards = Array.from({ length: tenant.feedShards }, (_, shard) =>
    readShard(table, tenant, shard, { watermark: since[shard] ?? '', overlapMs }),
  );
  let coming = shards.map((shard) => shard.next());
  for (;;) {
    const steps = await Promise.all(coming);
    const pages = [...steps.entries()].flatMap(([shard, step]) =>
      step.done ? [] : [{ shard, page: step.value }],
    );
    if (pages.length === 0) return;
    coming = steps.map((step, shard) =>
      step.done ? Promise.resolve(step) : (shards[shard]?.next() ?? Promise.resolve(step)),
    );
    // Whoever stops reading does not wait for them.
    for (const next of coming) next.catch(() => undefined);
    yield {
      items: pages.flatMap(({ page }) => page.items),
      watermarks: new Map(pages.map(({ shard, page }) => [shard, page.watermark])),
    };
  }
}

async function* readShard(
  table: Table,
  tenant: VerifiedTenant,
  shard: number,
  { watermark, overlapMs }: { readonly watermark: string; readonly overlapMs: number },
): AsyncGenerator<ShardPage> {
  const pk = tenantPartition(tenant, 'feed', String(shard));
  let at = watermark;
  const range = { from: overlapping(watermark, overlapMs), to: END };
  let page = await table.query({ pk, index: 'feed', between: range });
  for (;;) {
    const newest = page.items.at(-1)?.feedSk;
    if (newest !== undefined && newest > at) at = earlier(newest, new Date().toISOString());
    if (page.items.length > 0) yield { items: page.items, watermark: at };
    if (page.last === undefined) return;
    page = await table.query({ pk, index: 'feed', between: range, after: page.last });
  }
}

/** A writer whose clock is fast does not make a reader pass over what others write until then. */
const earlier = (newest: string, now: string): string => (newest < now ? newest : now);

/** The sort key from which a reader begins who has read up to a watermark: keys begin with an instant. */
function overlapping(watermark: string, overlapMs: number): string {
  if (watermark === '') return ' ';
  const [instant = ''] = watermark.split('#', 1);
  return new Date(Date.parse(instant) - overlapMs).toISOString();
}
