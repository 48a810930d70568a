import {
  type DictionaryEntry,
  type DictionaryName,
  dictionaryNameSchema,
} from '../../shared/platform/dictionary.ts';
import type { Label } from '../../shared/search/object.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { allOf, dictionaryEntryItem, teamItem, userItem } from '../platform/service.ts';
import { dictionaryPartition, peoplePartition } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';

/** What questions need to know of one user. */
export interface NamedUser {
  readonly name: string;
  readonly teamIds: readonly string[];
  readonly active: boolean;
  readonly zone: string | undefined;
  readonly language: 'ru' | 'en' | undefined;
}

/** The people of a tenant, by their ids. */
export interface People {
  readonly users: ReadonlyMap<string, NamedUser>;
  readonly teams: ReadonlyMap<string, string>;
}

/** A dictionary entry as questions need it. */
export type NamedEntry = Label & Pick<DictionaryEntry, 'costs'>;

/** What a tenant calls its people and the entries of its dictionaries. */
export interface Names {
  people(tenant: VerifiedTenant): Promise<People>;
  /** Labels of a dictionary's entries, by their ids; of lead sources with what they cost. */
  entries(tenant: VerifiedTenant, dictionary: DictionaryName): Promise<ReadonlyMap<string, NamedEntry>>;
}

/** How long names may be remembered, in milliseconds. */
export const NAMES_CACHE_MS = 60_000;
const CACHE_LISTS = 500;

/** Names that are read when they are first needed, and remembered for a minute. */
export function createNames(table: Table, now: () => Date): Names {
  const lists = new Map<string, { readonly list: Promise<unknown>; readonly until: number }>();
  const recall = <T>(key: string, load: () => Promise<T>): Promise<T> => {
    const known = lists.get(key);
    if (known !== undefined && known.until > now().getTime()) return known.list as Promise<T>;
    const list = load();
    if (lists.size >= CACHE_LISTS) lists.clear();
    lists.set(key, { list, until: now().getTime() + NAMES_CACHE_MS });
    // What could not be read is tried again by the next question.
    list.catch(() => lists.delete(key));
    return list;
  };
  return {
    people: (tenant) => recall(`${tenant.id}#people`, () => loadPeople(table, tenant)),
    entries: (tenant, dictionary) =>
      recall(`${tenant.id}#${dictionary}`, () => loadEntries(table, tenant, dictionary)),
  };
}

async function loadPeople(table: Table, tenant: VerifiedTenant): Promise<People> {
  const items = await allOf(table, { pk: peoplePartition(tenant) });
  const users = items
    .filter(({ kind }) => kind === userItem.kind)
    .map((item) => readItem(userItem, item).data);
  const teams = items
    .filter(({ kind }) => kind === teamItem.kind)
    .map((item) => readItem(teamItem, item).data);
  return {
    users: new Map(
      users.map(({ id, name, teamIds, active, zone, language }) => [
        id,
        { name, teamIds, active, zone, language },
      ]),
    ),
    teams: new Map(teams.map(({ id, name }) => [id, name])),
  };
}

async function loadEntries(
  table: Table,
  tenant: VerifiedTenant,
  dictionary: DictionaryName,
): Promise<ReadonlyMap<string, NamedEntry>> {
  const items = await allOf(table, {
    pk: dictionaryPartition(tenant, dictionaryNameSchema.parse(dictionary)),
  });
  return new Map(
    items.map((item) => {
      const { id, labels, costs } = readItem(dictionaryEntryItem, item).data;
      return [id, { ...labels, costs }];
    }),
  );
}
