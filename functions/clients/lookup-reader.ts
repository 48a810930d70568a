import { forEachAtMost } from '../../shared/at-most.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { readItem, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { type LookupKind, lookupItem, lookupPartition } from './lookup-item.ts';

export interface Lookup {
  readonly kind: LookupKind;
  readonly value: string;
}

/** Lookups asked for at once. */
const AT_A_TIME = 16;

/** Most records of one number, address, INN or name that are looked at: who needs more of them to be told apart is refused. */
const MOST_ALIKE = 5_000;

/** Records in memory at once as they came from the table. */
const RECORDS_AT_A_TIME = 100;

/** Whether more records are alike than are looked at. */
export const isTooMany = (ids: readonly string[]): boolean => ids.length > MOST_ALIKE;

export const lookupName = ({ kind, value }: Lookup): string => `${kind}#${value}`;

/** Reads to which firms, or to which people, many lookups point; each once, and consistently. */
export class LookupReader {
  readonly #table: Table;
  readonly #tenant: VerifiedTenant;
  readonly #type: Subject['type'];
  readonly #ids = new Map<string, readonly string[]>();
  readonly #ofOtherKind = new Set<string>();

  constructor(table: Table, tenant: VerifiedTenant, type: Subject['type']) {
    this.#table = table;
    this.#tenant = tenant;
    this.#type = type;
  }

  /** Those of kind `external`, in one request for 100 of them. */
  async readExternalIds(lookups: readonly Lookup[]): Promise<void> {
    const unread = this.#unread(lookups.filter(({ kind }) => kind === 'external'));
    const keyOf = ({ value }: Lookup): Key => ({
      pk: lookupPartition(this.#tenant, 'external', value),
      sk: 'unique',
    });
    const items = await this.#table.batchGet(unread.map(keyOf), { consistent: true });
    const byPartition = new Map(items.map((item) => [item.pk, readItem(lookupItem, item).data.subject]));
    for (const lookup of unread) {
      const subject = byPartition.get(keyOf(lookup).pk);
      const name = lookupName(lookup);
      if (subject && subject.type !== this.#type) this.#ofOtherKind.add(name);
      this.#ids.set(name, subject?.type === this.#type ? [subject.id] : []);
    }
  }

  /** A query for each of the others. */
  async readOthers(lookups: readonly Lookup[]): Promise<void> {
    await forEachAtMost(AT_A_TIME, this.#unread(lookups), async (lookup) => {
      this.#ids.set(lookupName(lookup), await this.#idsOf(lookup));
    });
  }

  /** Reads the records that were found, some at a time; what is not needed of them is not held. Where too many are alike none are read. */
  async readRecords(
    isWanted: (id: string) => boolean,
    keyOf: (id: string) => Key,
    take: (item: StoredItem) => void,
  ): Promise<void> {
    const ids = [...this.#ids.values()].filter((found) => !isTooMany(found)).flat();
    const keys = [...new Set(ids)].filter(isWanted).map(keyOf);
    for (let start = 0; start < keys.length; start += RECORDS_AT_A_TIME) {
      const some = keys.slice(start, start + RECORDS_AT_A_TIME);
      for (const item of await this.#table.batchGet(some, { consistent: true })) take(item);
    }
  }

  /** To whom a lookup points; nobody where it was not read. */
  ids(name: string): readonly string[] {
    return this.#ids.get(name) ?? [];
  }

  /** Whether an external id belongs to a record of the other type. */
  isOfOtherKind(name: string): boolean {
    return this.#ofOtherKind.has(name);
  }

  /** Page after page, until there are more than are looked at. */
  async #idsOf({ kind, value }: Lookup): Promise<string[]> {
    const ids: string[] = [];
    let after: Key | undefined;
    do {
      const page = await this.#table.query({
        pk: lookupPartition(this.#tenant, kind, value),
        // Firms and people have the same lookups.
        prefix: `${this.#type}#`,
        limit: MOST_ALIKE + 1 - ids.length,
        consistent: true,
        ...(after ? { after } : {}),
      });
      for (const item of page.items) ids.push(readItem(lookupItem, item).data.subject.id);
      after = page.last;
    } while (after && !isTooMany(ids));
    return ids;
  }

  #unread(lookups: readonly Lookup[]): Lookup[] {
    const wanted = new Map(lookups.map((lookup) => [lookupName(lookup), lookup]));
    return [...wanted].filter(([name]) => !this.#ids.has(name)).map(([, lookup]) => lookup);
  }
}
