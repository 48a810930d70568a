import { expect, test } from 'vitest';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { rememberReads } from './remembering-table.ts';

const KEY = { pk: 'T#1#card#a', sk: 'card#self' };
const item = (version: number, sk = KEY.sk): StoredItem => ({
  ...KEY,
  sk,
  kind: 'company',
  schema: 1,
  version,
  data: {},
});

/** A table of one partition that counts how often it is asked. */
function countingTable() {
  const stored = new Map<string, StoredItem>();
  const asked = { get: 0, query: 0 };
  let refusing = false;
  const table: Table = {
    get: async ({ sk }) => {
      asked.get += 1;
      return stored.get(sk);
    },
    batchGet: async () => [],
    query: async ({ prefix = '' }) => {
      asked.query += 1;
      return { items: [...stored.values()].filter(({ sk }) => sk.startsWith(prefix)) };
    },
    transact: async (writes) => {
      if (refusing) throw new Error('refused');
      for (const write of writes) if (write.op === 'put') stored.set(write.item.sk, write.item);
    },
    count: () => Promise.reject(new Error('Nothing of the demo is counted.')),
  };
  const refuse = (): void => {
    refusing = true;
  };
  return { table: rememberReads(table), asked, stored, refuse };
}

test('reads once until it writes', async () => {
  const { table, asked } = countingTable();
  await table.transact([{ op: 'put', item: item(1) }]);
  expect([await table.get(KEY), await table.get(KEY), ...(await table.batchGet([KEY]))]).toEqual([
    item(1),
    item(1),
    item(1),
  ]);
  expect((await table.query({ pk: KEY.pk, prefix: 'card' })).items).toEqual([item(1)]);
  expect((await table.query({ pk: KEY.pk, prefix: 'card', consistent: true })).items).toEqual([item(1)]);
  expect(asked).toEqual({ get: 1, query: 1 });

  await table.transact([{ op: 'put', item: item(1, 'timeline#1') }]);
  await table.query({ pk: KEY.pk, prefix: 'card' });
  expect(asked).toEqual({ get: 1, query: 1 });

  await table.transact([{ op: 'put', item: item(2) }]);
  expect(await table.get(KEY)).toEqual(item(2));
  expect((await table.query({ pk: KEY.pk, prefix: 'card' })).items[0]).toEqual(item(2));
  expect(asked).toEqual({ get: 2, query: 2 });
});

test('remembers no absence, no page of another question, and nothing of a refused write', async () => {
  const { table, asked, stored, refuse } = countingTable();
  expect(await table.get(KEY)).toBeUndefined();
  expect((await table.query({ pk: KEY.pk })).items).toEqual([]);
  stored.set(KEY.sk, item(1));
  expect(await table.get(KEY)).toEqual(item(1));
  expect((await table.query({ pk: KEY.pk })).items).toEqual([item(1)]);
  await table.query({ pk: KEY.pk, limit: 1 });
  await table.query({ pk: KEY.pk, limit: 1 });
  expect(asked).toEqual({ get: 2, query: 4 });

  // Somebody else has written it: the check fails, and the next try must read what stands there now.
  stored.set(KEY.sk, item(2));
  refuse();
  await expect(table.transact([{ op: 'check', key: KEY, condition: { version: 1 } }])).rejects.toThrow(
    'refused',
  );
  expect(await table.get(KEY)).toEqual(item(2));
});
