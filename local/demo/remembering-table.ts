import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Page, Table } from '../../functions/runtime/table/table.ts';
import type { Write } from '../../functions/runtime/table/write.ts';
import type { Key } from '../../shared/table.ts';

/**
 * A table that remembers what it has read until it writes it: a history of a hundred entries reads its card and its
 * people once, not a hundred times. Right only while nobody else writes those items, as with a tenant in the making.
 */
export function rememberReads(table: Table): Table {
  const items = new Map<string, Promise<StoredItem | undefined>>();
  const pages = new Map<string, Map<string, Promise<Page>>>();

  const get: Table['get'] = (key, options) => {
    const name = nameOf(key);
    const known = items.get(name);
    if (known) return known;
    const read = table.get(key, options);
    items.set(name, read);
    // What is not there may come; what failed may succeed.
    read.then(
      (item) => item === undefined && items.delete(name),
      () => items.delete(name),
    );
    return read;
  };
  const forget = (writes: readonly Write[]): void => {
    for (const write of writes) {
      const { pk, sk } = write.op === 'put' ? write.item : write.key;
      items.delete(nameOf({ pk, sk }));
      for (const prefix of pages.get(pk)?.keys() ?? [])
        if (sk.startsWith(prefix)) pages.get(pk)?.delete(prefix);
    }
  };
  return {
    get,
    batchGet: async (keys, options) => {
      const found = await Promise.all(keys.map((key) => get(key, options)));
      return found.filter((item) => item !== undefined);
    },
    query: (input) => {
      const { pk, prefix = '', consistent: _, ...special } = input;
      if (Object.keys(special).length > 0) return table.query(input);
      const ofPartition = pages.get(pk) ?? new Map<string, Promise<Page>>();
      pages.set(pk, ofPartition);
      const known = ofPartition.get(prefix);
      if (known) return known;
      const page = table.query(input);
      ofPartition.set(prefix, page);
      // An empty page is no news: it may have been asked for before it was written.
      page.then(
        (read) => read.items.length === 0 && ofPartition.delete(prefix),
        () => ofPartition.delete(prefix),
      );
      return page;
    },
    transact: async (writes) => {
      try {
        await table.transact(writes);
        forget(writes.filter(({ op }) => op !== 'check'));
      } catch (error) {
        // A check may have failed because of what was remembered.
        forget(writes);
        throw error;
      }
    },
    count: table.count,
  };
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
