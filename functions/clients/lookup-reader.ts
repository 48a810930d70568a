import { forEachAtMost } from '../../shared/at-most.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { type LookupKind, lookupItem, lookupPartition } from './lookup-item.ts';

export interface Lookup {
  readonly kind: LookupKind;
  readonly value: string;
}

/** Lookups asked for at once. */
const AT_A_TIME = 16;

/** Most records of one number, address, INN or name that are looked at: with more of them a person has to choose anyway. */
const MOST_ALIKE = 25;

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
      const { items } = await this.#table.query({
        pk: lookupPartition(this.#tenant, lookup.kind, lookup.value),
        // Firms and people have the same lookups.
        prefix: `${this.#type}#`,
        limit: MOST_ALIKE,
        consistent: true,
      });
      const ids = items.map((item) => readItem(lookupItem, item).data.subject.id);
      this.#ids.set(lookupName(lookup), ids);
    });
  }

  /** To whom a lookup points; nobody where it was not read. */
  ids(name: string): readonly string[] {
    return this.#ids.get(name) ?? [];
  }

  /** Whether an external id belongs to a record of the other type. */
  isOfOtherKind(name: string): boolean {
    return this.#ofOtherKind.has(name);
  }

  /** Everybody to whom a lookup points. */
  found(): ReadonlySet<string> {
    return new Set([...this.#ids.values()].flat());
  }

  #unread(lookups: readonly Lookup[]): Lookup[] {
    const wanted = new Map(lookups.map((lookup) => [lookupName(lookup), lookup]));
    return [...wanted].filter(([name]) => !this.#ids.has(name)).map(([, lookup]) => lookup);
  }
}
