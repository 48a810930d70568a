import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../../../tests/equipment/fault-proxy.ts';
import { refusalOf } from '../../../tests/equipment/request.ts';
import { connect, createTable as createEngineTable } from '../../../tests/equipment/table.ts';
import type { StoredItem } from './item.ts';
import { createTable, MAX_TRANSACTION_ITEMS, type Table } from './table.ts';
import type { Write } from './write.ts';

let name: string;
let table: Table;
const pauses: number[] = [];

beforeAll(async () => {
  ({ name } = await createEngineTable(inject('dynamodbEndpoint'), { stream: false }));
  table = layerOver(inject('dynamodbEndpoint'));
});

const layerOver = (endpoint: string): Table => {
  const { client } = connect(endpoint);
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  return createTable({ client: document, name, pause });
};

async function faulty() {
  const proxy = await startFaultProxy({ target: inject('dynamodbEndpoint') });
  onTestFinished(proxy.stop);
  pauses.length = 0;
  return { proxy, table: layerOver(proxy.endpoint) };
}

const item = (changes: Partial<StoredItem> = {}): StoredItem => ({
  pk: `T#${randomUUID()}`,
  sk: 'card',
  kind: 'thing',
  schema: 1,
  data: {},
  ...changes,
});
const keyOf = ({ pk, sk }: StoredItem) => ({ pk, sk });
const stored = (one: StoredItem) => table.get(keyOf(one), { consistent: true });
const seed = async (changes: Partial<StoredItem> = {}): Promise<StoredItem> => {
  const one = item(changes);
  await table.transact([{ op: 'put', item: one }]);
  return one;
};

/** A refusal that tells which item stood in the way. */
class Refused extends Error {
  readonly current: StoredItem | undefined;
  constructor(current: StoredItem | undefined) {
    super('refused');
    this.current = current;
  }
}
const refused = (current: StoredItem | undefined) => new Refused(current);
const outcome = (write: Write): Promise<unknown> =>
  table.transact([{ ...write, refused }]).then(
    () => 'written',
    (error: unknown) => (error instanceof Refused ? ['refused', error.current] : Promise.reject(error)),
  );

describe('a condition', () => {
  it('"absent" lets only the first in, and shows the second what stands there', async () => {
    const one = item({ data: { n: 1 } });
    expect(await outcome({ op: 'put', item: one, condition: { absent: true } })).toBe('written');
    const other = { ...one, data: { n: 2 } };
    expect(await outcome({ op: 'put', item: other, condition: { absent: true } })).toEqual(['refused', one]);
    expect(await stored(one)).toEqual(one);
  });

  it('"absent or expired" lets another one in after its time, to the second', async () => {
    const one = await seed({ ttl: 1_000 });
    const again = (orExpiredBefore: number): Write => ({
      op: 'put',
      item: { ...one, data: { again: true } },
      condition: { absent: true, orExpiredBefore },
    });
    expect(await outcome(again(1_000))).toEqual(['refused', one]);
    expect(await outcome(again(1_001))).toBe('written');
    const lasting = await seed();
    const over: Write = { op: 'put', item: lasting, condition: { absent: true, orExpiredBefore: 9e9 } };
    expect(await outcome(over)).toEqual(['refused', lasting]);
  });

  it('"absent or" lets in where nothing stands, or what has the given values', async () => {
    const one = item({ data: { n: 'one' } });
    const again = (n: string): Write => ({ op: 'put', item: one, condition: { absentOr: { n } } });
    expect(await outcome(again('one'))).toBe('written');
    expect(await outcome(again('other'))).toEqual(['refused', one]);
    expect(await outcome(again('one'))).toBe('written');
    const bare = await seed({ data: {} });
    expect(await outcome({ op: 'put', item: bare, condition: { absentOr: { n: 'one' } } })).toEqual([
      'refused',
      bare,
    ]);
  });

  it('"version" holds a put, a deletion, a check and a set to the version they started from', async () => {
    const one = await seed({ version: 3, data: { n: 1 } });
    const key = keyOf(one);
    const writes = (version: number): Write[] => [
      { op: 'check', key, condition: { version } },
      { op: 'set', key, attribute: 'n', value: 2, condition: { version } },
      { op: 'put', item: { ...one, version: 3 }, condition: { version } },
      { op: 'delete', key, condition: { version } },
    ];
    for (const write of writes(2)) expect(await outcome(write)).toEqual(['refused', one]);
    for (const write of writes(3)) expect(await outcome(write)).toBe('written');
    expect(await stored(one)).toBeUndefined();
    for (const write of writes(3)) expect(await outcome(write)).toEqual(['refused', undefined]);
  });

  it('"live" is for what is there, not deleted, and as asked', async () => {
    const check = (one: StoredItem, where?: Record<string, string | number | boolean>) =>
      outcome({ op: 'check', key: keyOf(one), condition: { live: true, ...(where ? { where } : {}) } });
    const one = await seed({ data: { active: true, kind: 'a' } });
    expect(await check(one)).toBe('written');
    expect(await check(one, { active: true, kind: 'a' })).toBe('written');
    expect(await check(one, { active: true, kind: 'b' })).toEqual(['refused', one]);
    expect(await check(one, { other: true })).toEqual(['refused', one]);
    const deleted = await seed({ data: { active: true, deletedAt: '2026-11-23T09:30:00.000Z' } });
    expect(await check(deleted)).toEqual(['refused', deleted]);
    expect(await check(item())).toEqual(['refused', undefined]);
  });
});

describe('a write', () => {
  it('"set" sets one attribute and leaves the rest, and the version, alone', async () => {
    const one = await seed({ version: 3, data: { contact: { name: 'old' }, note: 'x' } });
    const value = { name: 'new', phones: undefined };
    await table.transact([{ op: 'set', key: keyOf(one), attribute: 'contact', value }]);
    expect(await stored(one)).toEqual({ ...one, data: { contact: { name: 'new' }, note: 'x' } });
  });

  it('"mark" marks once, and only what is there', async () => {
    const one = await seed();
    const mark = (value: string): Write => ({ op: 'mark', key: keyOf(one), attribute: 'counted', value });
    expect(await outcome(mark('first'))).toBe('written');
    expect(await outcome(mark('second'))).toMatchObject(['refused', { counted: 'first' }]);
    expect(await stored(one)).toEqual({ ...one, counted: 'first' });
    const absent = item();
    const onNothing = outcome({ op: 'mark', key: keyOf(absent), attribute: 'counted', value: 'x' });
    expect(await onNothing).toEqual(['refused', undefined]);
    expect(await stored(absent)).toBeUndefined();
  });

  it('"add" counts up and down, and not beyond its bounds', async () => {
    const one = await seed({ data: { count: 2 } });
    const add = (by: number, atLeast?: number, atMost?: number) =>
      outcome({
        op: 'add',
        key: keyOf(one),
        attribute: 'count',
        by,
        ...(atLeast === undefined ? {} : { atLeast }),
        ...(atMost === undefined ? {} : { atMost }),
      });
    expect(await add(1)).toBe('written');
    expect(await add(-2, 3)).toBe('written');
    expect(await add(-1, 2)).toMatchObject(['refused', { data: { count: 1 } }]);
    expect(await add(1, undefined, 0)).toMatchObject(['refused', { data: { count: 1 } }]);
    expect(await add(1, undefined, 1)).toBe('written');
    expect(await stored(one)).toMatchObject({ data: { count: 2 } });
    const absent = { op: 'add', key: keyOf(item()), attribute: 'count', by: 1, atMost: 9 } as const;
    expect(await outcome(absent)).toEqual(['refused', undefined]);
  });

  it('goes through with all others or not at all; the first refusal speaks', async () => {
    const [present, absent] = [await seed({ data: { n: 1 } }), item()];
    const named = (text: string) => () => new Error(text);
    const writes: Write[] = [
      { op: 'put', item: absent },
      { op: 'check', key: keyOf(present), condition: { version: 9 }, refused: named('first') },
      { op: 'put', item: present, condition: { absent: true }, refused: named('second') },
    ];
    await expect(table.transact(writes)).rejects.toThrow('first');
    expect(await stored(absent)).toBeUndefined();
  });

  it('with a refusal that it does not explain fails with the engine’s own error', async () => {
    const one = await seed();
    await expect(
      table.transact([{ op: 'put', item: one, condition: { absent: true } }]),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  it('takes 100 items at most', async () => {
    const many = (count: number): Write[] =>
      Array.from({ length: count }, () => ({ op: 'put', item: item() }));
    await table.transact(many(MAX_TRANSACTION_ITEMS));
    await expect(table.transact(many(MAX_TRANSACTION_ITEMS + 1))).rejects.toThrow(RangeError);
  });
});

describe('reading', () => {
  it('gets an item, or nothing', async () => {
    const one = await seed({ data: { text: 'Ромашка', list: [1, { a: null }] } });
    expect(await table.get(keyOf(one))).toEqual(one);
    expect(await table.get({ ...keyOf(one), sk: 'other' })).toBeUndefined();
  });

  it('queries a partition by prefix and range, both ways, page by page', async () => {
    const pk = `T#${randomUUID()}`;
    const keys = ['a#1', 'a#2', 'b#1', 'b#2', 'b#3'];
    await table.transact(keys.map((sk) => ({ op: 'put', item: item({ pk, sk }) })));
    const found = async (query: Omit<Parameters<Table['query']>[0], 'pk'>) => {
      const page = await table.query({ pk, ...query });
      return [page.items.map(({ sk }) => sk).join(' '), page.last?.sk];
    };
    expect(await found({})).toEqual(['a#1 a#2 b#1 b#2 b#3', undefined]);
    expect(await found({ prefix: 'b#' })).toEqual(['b#1 b#2 b#3', undefined]);
    expect(await found({ between: { from: 'a#2', to: 'b#2' } })).toEqual(['a#2 b#1 b#2', undefined]);
    expect(await found({ descending: true, limit: 2 })).toEqual(['b#3 b#2', 'b#2']);
    const after = { pk, sk: 'b#2' };
    expect(await found({ descending: true, limit: 2, after, consistent: true })).toEqual(['b#1 a#2', 'a#2']);
    expect(await found({ prefix: 'c' })).toEqual(['', undefined]);
  });

  it('queries an index by its own keys', async () => {
    const feedPk = `T#${randomUUID()}#feed#0`;
    await seed({ feedPk, feedSk: '2', data: { n: 2 } });
    await seed({ feedPk, feedSk: '1', data: { n: 1 } });
    const page = await table.query({ pk: feedPk, index: 'feed', between: { from: '1', to: '2' } });
    expect(page.items.map(({ data }) => data['n'])).toEqual([1, 2]);
  });

  it('gets any number of items at once, and leaves out those that are not there', async () => {
    const pk = `T#${randomUUID()}`;
    const all = Array.from({ length: 120 }, (_, index) => item({ pk, sk: String(index) }));
    for (const some of [all.slice(0, 100), all.slice(100)]) {
      await table.transact(some.map((one) => ({ op: 'put', item: one })));
    }
    const found = await table.batchGet([...all.map(keyOf), { pk, sk: 'none' }], { consistent: true });
    expect(found.map(({ sk }) => Number(sk)).sort((one, other) => one - other)).toEqual(
      all.map((_, index) => index),
    );
    expect(await table.batchGet([])).toEqual([]);
  });
});

describe('another transaction in the way', () => {
  it('is met with more tries, each with a pause, until the work is done once', async () => {
    const { proxy, table: disturbed } = await faulty();
    const counter = await seed({ data: { count: 0 } });
    proxy.rule({ on: 'TransactWriteItems', nth: [1, 2, 3], fault: { kind: 'conflict' } });
    await disturbed.transact([{ op: 'add', key: keyOf(counter), attribute: 'count', by: 1 }]);
    expect(proxy.calls.map(({ fault }) => fault)).toEqual(['conflict', 'conflict', 'conflict', undefined]);
    expect(await stored(counter)).toMatchObject({ data: { count: 1 } });
    expect(pauses).toHaveLength(3);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThan(20 * 2 ** (index + 1));
    }
  });

  it('that stays ends in a coded error, and nothing is written', async () => {
    const { proxy, table: disturbed } = await faulty();
    proxy.rule({ on: 'TransactWriteItems', fault: { kind: 'conflict', at: [1] } });
    const one = item();
    const contended = () => new Error('still running');
    const writes = (guard: object): Write[] => [
      { op: 'put', item: one },
      { op: 'put', item: item(), ...guard },
    ];
    expect(await refusalOf(disturbed.transact(writes({})))).toMatchObject({
      kind: 'unavailable',
      code: 'engine.busy',
      retryAfter: 1,
    });
    expect(proxy.calls).toHaveLength(5);
    await expect(disturbed.transact(writes({ contended }))).rejects.toThrow('still running');
    expect(await stored(one)).toBeUndefined();
  });

  it('hides no refusal: a failed condition is final', async () => {
    const { proxy, table: disturbed } = await faulty();
    const one = await seed();
    const writing = disturbed.transact([{ op: 'put', item: one, condition: { absent: true }, refused }]);
    await expect(writing).rejects.toThrow('refused');
    expect(proxy.calls).toHaveLength(1);
    expect(pauses).toEqual([]);
  });
});

describe('a counter', () => {
  const DEADLINE = { deadlineMs: 1_000 };

  it('begins with what is added, and gives its new value', async () => {
    const one = item({ ttl: 1_800_000_000 });
    expect(await table.count(one, 5, DEADLINE)).toBe(5);
    expect(await table.count({ ...one, ttl: 1_800_000_060 }, 7, DEADLINE)).toBe(12);
    expect(await stored(one)).toEqual({ ...one, ttl: 1_800_000_060, count: 12 });
  });

  it('loses nothing when many add at once, and gives each value once', async () => {
    const one = item();
    const values = await Promise.all(
      Array.from({ length: 200 }, () => table.count(one, 3, { deadlineMs: 10_000 })),
    );
    expect(values.toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 200 }, (_, index) => 3 * (index + 1)),
    );
  });

  it('may count a lost reply twice, and fails where the engine does', async () => {
    const { proxy, table: disturbed } = await faulty();
    const one = item();
    proxy.rule({ on: 'UpdateItem', nth: 1, fault: { kind: 'lostReply' } });
    expect(await disturbed.count(one, 1, DEADLINE)).toBe(2);
    proxy.rule({ on: 'UpdateItem', fault: { kind: 'error500' } });
    await expect(disturbed.count(one, 1, DEADLINE)).rejects.toThrow();
  });

  it('is given up at the deadline', async () => {
    const { proxy, table: disturbed } = await faulty();
    proxy.rule({ on: 'UpdateItem', fault: { kind: 'delay', until: new Promise(() => undefined) } });
    await expect(disturbed.count(item(), 1, { deadlineMs: 50 })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
