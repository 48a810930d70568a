import type * as z from 'zod';
import type { FieldVersions } from '../../../shared/patch.ts';
import { feedKey, type Key, type VerifiedTenant } from '../../../shared/table.ts';

/** An item as the table holds it. */
export interface StoredItem extends Key {
  readonly kind: string;
  /** Version of the stored shape; an older one is upgraded when read. */
  readonly schema: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** Version of the record, for optimistic locking; absent on items that are never changed. */
  readonly version?: number;
  /** The version at which each field last changed. */
  readonly fieldVersions?: FieldVersions;
  readonly feedPk?: string;
  readonly feedSk?: string;
  /** Event that has counted this entry; set once by the subscriber of statistics. */
  readonly counted?: string;
  /** A counter beside the data, raised by `Table.count` alone. */
  readonly count?: number;
  /** Seconds since 1970: when the table may drop the item. */
  readonly ttl?: number;
}

/** One kind of item: its name, its stored shape and how older shapes become the present one. */
export interface ItemKind<Data extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly schema: number;
  readonly data: Data;
  /** From a schema version to the next one up. */
  readonly upgrades?: Readonly<
    Record<number, (data: Readonly<Record<string, unknown>>) => Record<string, unknown>>
  >;
}

/** A record read from the table. */
export interface Stored<Data> {
  readonly key: Key;
  readonly version: number;
  readonly fieldVersions: FieldVersions;
  readonly data: Data;
}

export const defineItem = <Data extends z.ZodType>(kind: ItemKind<Data>): ItemKind<Data> => kind;

/**
 * The data of an item in the shape of this code, not parsed.
 *
 * @throws Error when the item is of another kind, or newer than this code
 */
export function upgradedData(kind: ItemKind, item: StoredItem): StoredItem['data'] {
  if (item.kind !== kind.kind) throw new Error(`Expected an item of kind ${kind.kind}, found ${item.kind}.`);
  if (item.schema > kind.schema) {
    throw new Error(
      `An item of kind ${kind.kind} has schema ${item.schema}; this code knows ${kind.schema}.`,
    );
  }
  let data = item.data;
  for (let schema = item.schema; schema < kind.schema; schema += 1) {
    const upgrade = kind.upgrades?.[schema];
    if (!upgrade) throw new Error(`No upgrade of ${kind.kind} from schema ${schema}.`);
    data = upgrade(data);
  }
  return data;
}

/**
 * Reads an item: upgrades an older shape step by step, then parses it.
 *
 * @throws Error when the item is of another kind, or newer than this code, or does not fit its schema: all of
 * them faults of ours, never of the caller.
 */
export function readItem<Data extends z.ZodType>(
  kind: ItemKind<Data>,
  item: StoredItem,
): Stored<z.output<Data>> {
  const data = upgradedData(kind, item);
  return {
    key: { pk: item.pk, sk: item.sk },
    version: item.version ?? 1,
    fieldVersions: item.fieldVersions ?? {},
    data: kind.data.parse(data),
  };
}

interface ItemExtras {
  readonly version?: number;
  readonly fieldVersions?: FieldVersions;
  readonly ttl?: number;
  /** Puts the item on its tenant's `feed` of changes. */
  readonly feed?: { readonly tenant: VerifiedTenant; readonly at: string; readonly id: string };
}

/** Builds an item to be written; `undefined` fields are left out by the table's client. */
export function writeItem<Data extends z.ZodType>(
  kind: ItemKind<Data>,
  key: Key,
  data: z.output<Data>,
  extras: ItemExtras = {},
): StoredItem {
  const { feed, ...rest } = extras;
  return {
    ...key,
    kind: kind.kind,
    schema: kind.schema,
    ...rest,
    ...(feed ? feedKey(feed.tenant, { at: feed.at, kind: kind.kind, id: feed.id }) : {}),
    data: data as Readonly<Record<string, unknown>>,
  };
}
