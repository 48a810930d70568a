import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { someTenant } from '../../../tests/equipment/request.ts';
import { defineItem, readItem, writeItem } from './item.ts';

const key = { pk: 'p', sk: 's' };
const first = defineItem({ kind: 'thing', schema: 1, data: z.strictObject({ name: z.string() }) });
const third = defineItem({
  kind: 'thing',
  schema: 3,
  data: z.strictObject({ title: z.string(), size: z.int() }),
  upgrades: {
    1: ({ name, ...rest }) => ({ ...rest, title: name }),
    2: (data) => ({ ...data, size: 0 }),
  },
});

describe('an item', () => {
  it('is read as it was written', () => {
    const item = writeItem(first, key, { name: 'a' }, { version: 3, fieldVersions: { name: 2 }, ttl: 5 });
    expect(item).toEqual({
      ...key,
      kind: 'thing',
      schema: 1,
      version: 3,
      fieldVersions: { name: 2 },
      ttl: 5,
      data: { name: 'a' },
    });
    expect(readItem(first, item)).toEqual({
      key,
      version: 3,
      fieldVersions: { name: 2 },
      data: { name: 'a' },
    });
  });

  it('that is never changed has version 1', () => {
    expect(readItem(first, writeItem(first, key, { name: 'a' }))).toMatchObject({
      version: 1,
      fieldVersions: {},
    });
  });

  it('on the feed has the tenant’s key, by time of change, kind and id', () => {
    const tenant = someTenant();
    const feed = { tenant, at: '2026-11-23T09:30:00.000Z', id: 'x' };
    expect(writeItem(first, key, { name: 'a' }, { feed })).toMatchObject({
      feedPk: `T#${tenant.id}#feed#0`,
      feedSk: '2026-11-23T09:30:00.000Z#thing#x',
    });
  });

  it('of an older shape is upgraded step by step', () => {
    expect(readItem(third, writeItem(first, key, { name: 'a' })).data).toEqual({ title: 'a', size: 0 });
    const second = { ...key, kind: 'thing', schema: 2, data: { title: 'b' } };
    expect(readItem(third, second).data).toEqual({ title: 'b', size: 0 });
    const current = { ...key, kind: 'thing', schema: 3, data: { title: 'c', size: 7 } };
    expect(readItem(third, current).data).toEqual({ title: 'c', size: 7 });
  });

  it('that this code cannot know is a fault', () => {
    const item = writeItem(first, key, { name: 'a' });
    expect(() => readItem(first, { ...item, kind: 'other' })).toThrow(/kind thing, found other/);
    expect(() => readItem(first, { ...item, schema: 2 })).toThrow(/schema 2; this code knows 1/);
    const { upgrades: _, ...noUpgrades } = third;
    expect(() => readItem(noUpgrades, item)).toThrow(/No upgrade of thing from schema 1/);
    expect(() => readItem(first, { ...item, data: { name: 1 } })).toThrow(z.ZodError);
    expect(() => readItem(first, { ...item, data: { name: 'a', more: 1 } })).toThrow(z.ZodError);
  });
});
