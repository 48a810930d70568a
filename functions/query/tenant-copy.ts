import type { Key, VerifiedTenant } from '../../shared/table.ts';
import type { StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyChanges } from './applying.ts';
import type { Copy } from './copy.ts';
import { OVERLAP_MS, readFeed, type Watermarks } from './feed.ts';
import { recordOf, removalOf } from './record.ts';

/** A write that the next question must know of: a key as it stands in the table, with the version written. */
export interface WrittenItem {
  readonly key: Key;
  readonly version: number;
}

/**
 * A tenant's copy that follows the feed. It remembers for a while what it has taken in, so that what is read again in the overlap
 * costs nothing.
 */
export class TenantCopy {
  readonly copy: Copy;
  readonly #table: Table;
  readonly #tenant: VerifiedTenant;
  #watermarks: Watermarks;
  /** When it last looked back farther, in milliseconds since 1970. */
  #lookedFar = Date.now();
  /** Keys that were taken in lately, with their versions and where on the feed they stood. */
  readonly #recent = new Map<string, { readonly version: number; readonly feedSk: string }>();

  constructor(copy: Copy, table: Table, tenant: VerifiedTenant, watermarks: Watermarks) {
    this.copy = copy;
    this.#table = table;
    this.#tenant = tenant;
    this.#watermarks = watermarks;
  }

  get watermarks(): Watermarks {
    return this.#watermarks;
  }

  /**
   * Takes in everything that changed since the last time, and what the caller has written in any case.
   *
   * @param signal Ends the reading between two pages; what was taken in stays
   * @throws the signal's reason
   */
  async catchUp(written: readonly WrittenItem[] = [], signal?: AbortSignal): Promise<void> {
    const began = Date.now();
    const looksFar = began - this.#lookedFar >= FAR_EVERY_MS;
    const overlap = looksFar ? FAR_OVERLAP_MS : OVERLAP_MS;
    for await (const pages of readFeed(this.#table, this.#tenant, this.#watermarks, overlap)) {
      signal?.throwIfAborted();
      await this.#take(pages.items);
      this.#watermarks = this.#watermarks.map((known, shard) => pages.watermarks.get(shard) ?? known);
      this.#forget();
    }
    if (looksFar) this.#lookedFar = began;
    await this.#takeWritten(written);
  }

  /**
   * Reads again what may have come late, beyond what each question does: clocks of writers and the lag of an index have no bound.
   *
   * @param since Up to where everything is known to have come
   * @param overlapMs How much later than its own time something may have come
   * @throws the signal's reason
   */
  async reread(since: Watermarks, overlapMs: number, signal?: AbortSignal): Promise<void> {
    for await (const page of readFeed(this.#table, this.#tenant, since, overlapMs)) {
      signal?.throwIfAborted();
      await this.#take(page.items);
    }
  }

  async #takeWritten(written: readonly WrittenItem[]): Promise<void> {
    const missing = written.filter(
      ({ key, version }) => (this.#recent.get(nameOf(key))?.version ?? 0) < version,
    );
    if (missing.length === 0) return;
    const items = await this.#table.batchGet(
      missing.map(({ key }) => key),
      { consistent: true },
    );
    // What is on no feed is no part of the copy, whatever key was brought along.
    await this.#take(items.filter(({ feedSk }) => feedSk !== undefined));
  }

  async #take(items: readonly StoredItem[]): Promise<void> {
    const fresh = items.filter((item) => {
      const known = this.#recent.get(nameOf(item));
      return known === undefined || known.version < versionOf(item);
    });
    if (fresh.length === 0) return;
    await applyChanges(this.copy, {
      records: fresh.flatMap((item) => recordOf(item) ?? []),
      removals: fresh.flatMap((item) => removalOf(item) ?? []),
    });
    for (const item of fresh)
      this.#recent.set(nameOf(item), { version: versionOf(item), feedSk: item.feedSk ?? '' });
  }

  /** Nothing older than the overlap is read again. */
  #forget(): void {
    if (this.#recent.size < MANY) return;
    const oldest = this.#watermarks.flatMap((mark) => Date.parse(mark.split('#', 1)[0] ?? '') || []);
    const limit = new Date(Math.max(0, Math.min(...oldest) - 2 * FAR_OVERLAP_MS)).toISOString();
    for (const [name, { feedSk }] of this.#recent) if (feedSk < limit) this.#recent.delete(name);
  }
}

/** What was held up on its way is looked for this far back, in milliseconds, but not with every question: the parts of a large import are many. */
const FAR_OVERLAP_MS = 60_000;
const FAR_EVERY_MS = 60_000;

/** As many may be remembered without looking for those to forget. */
const MANY = 2_000;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
const versionOf = ({ version }: StoredItem): number => version ?? 1;
