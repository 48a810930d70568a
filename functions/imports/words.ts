import { foldName } from '../../shared/clients/name.ts';
import { normaliseEmail } from '../../shared/email.ts';
import type { Words } from '../../shared/imports/row.ts';
import { type DictionaryName, dictionaryNameSchema } from '../../shared/platform/dictionary.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { allOf, dictionaryEntryItem, teamItem, userItem } from '../platform/service.ts';
import {
  dictionaryEntryKey,
  dictionaryPartition,
  inUseName,
  peoplePartition,
  TEAMS,
  teamKey,
  USERS,
  userKey,
} from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';

/** What words of a list stand for, and the keys of all of it: none of it has to be checked again in each transaction. */
export interface Vocabulary {
  readonly words: Words;
  readonly inUse: ReadonlySet<string>;
}

/** Words that mean one thing only; where two are called alike neither is meant. */
class Meanings {
  readonly #ids = new Map<string, string | undefined>();

  add(word: string, id: string): void {
    const folded = foldName(word);
    const known = this.#ids.get(folded);
    this.#ids.set(folded, this.#ids.has(folded) && known !== id ? undefined : id);
  }

  of(word: string): string | undefined {
    return this.#ids.get(foldName(word));
  }
}

/** Reads the dictionaries, users and teams of an organisation that are in use: a few queries, once for each start of the worker. */
export async function readVocabulary(table: Table, tenant: VerifiedTenant): Promise<Vocabulary> {
  const inUse = new Set<string>();
  const entries = new Map<DictionaryName, Meanings>();
  for (const dictionary of dictionaryNameSchema.options) {
    const meanings = new Meanings();
    for (const item of await allOf(table, { pk: dictionaryPartition(tenant, dictionary) })) {
      const { data } = readItem(dictionaryEntryItem, item);
      if (!data.active) continue;
      for (const word of [data.id, data.labels.ru, data.labels.en]) meanings.add(word, data.id);
      inUse.add(inUseName(dictionaryEntryKey(tenant, dictionary, data.id)));
    }
    entries.set(dictionary, meanings);
  }
  const users = new Meanings();
  for (const item of await allOf(table, { pk: peoplePartition(tenant), prefix: USERS })) {
    const { data } = readItem(userItem, item);
    if (!data.active) continue;
    for (const word of [data.email, data.name]) users.add(word, data.id);
    inUse.add(inUseName(userKey(tenant, data.id)));
  }
  const teams = new Meanings();
  for (const item of await allOf(table, { pk: peoplePartition(tenant), prefix: TEAMS })) {
    const { data } = readItem(teamItem, item);
    teams.add(data.name, data.id);
    inUse.add(inUseName(teamKey(tenant, data.id)));
  }
  const userOf = (word: string): string | undefined => {
    const email = normaliseEmail(word);
    return users.of('email' in email ? email.email : word);
  };
  return {
    words: {
      entry: (dictionary, word) => entries.get(dictionary)?.of(word),
      user: userOf,
      team: (word) => teams.of(word),
    },
    inUse,
  };
}
