import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shapeOf } from '../docs/json-schema.ts';
import { storedShapes } from '../docs/stored-shapes.ts';
import { ITEM_KINDS } from './item-kinds.ts';
import { defineItem, readItem, writeItem } from './runtime/table/item.ts';

describe('what is stored', () => {
  it.each(Object.entries(storedShapes()))('%s is the shape the code reads and writes', (path, schema) => {
    const remedy =
      'The stored shape has changed: bump `schema`, add an upgrade function, run `npm run docs`.';
    expect(existsSync(path), `${path} is new: run \`npm run docs\`.`).toBe(true);
    expect(shapeOf(schema), remedy).toEqual(shapeOf(JSON.parse(readFileSync(path, 'utf8'))));
  });

  it('has its shape of every schema version on record', () => {
    const wanted = ITEM_KINDS.flatMap(({ item }) =>
      Array.from({ length: item.schema }, (_, index) => `${item.kind}.v${index + 1}.json`),
    );
    expect(readdirSync('docs/stored-shapes').toSorted()).toEqual(wanted.toSorted());
  });

  it('is listed completely', () => {
    const defined = execFileSync(
      'git',
      ['grep', '--untracked', '-hoE', '= defineItem\\(', '--', 'functions/*.ts', ':!*.test.ts'],
      { encoding: 'utf8' },
    );
    expect(ITEM_KINDS).toHaveLength(defined.trim().split('\n').length);
    expect(new Set(ITEM_KINDS.map(({ item }) => item.kind)).size).toBe(ITEM_KINDS.length);
  });

  it('has an upgrade from every earlier schema version', () => {
    for (const { item } of ITEM_KINDS) {
      for (let version = 1; version < item.schema; version += 1)
        expect(item.upgrades?.[version], item.kind).toBeTypeOf('function');
    }
  });
});

describe('an item of an older shape', () => {
  const kind = defineItem({
    kind: 'sample',
    schema: 3,
    data: z.strictObject({ fullName: z.string(), active: z.boolean() }),
    upgrades: {
      1: ({ name }) => ({ fullName: name }),
      2: (data) => ({ ...data, active: true }),
    },
  });
  const key = { pk: 'p', sk: 's' };

  it('is upgraded step by step when read', () => {
    expect(readItem(kind, { ...key, kind: 'sample', schema: 1, data: { name: 'Анна' } }).data).toEqual({
      fullName: 'Анна',
      active: true,
    });
    expect(readItem(kind, writeItem(kind, key, { fullName: 'Анна', active: false })).data.active).toBe(false);
  });

  it('is refused when it is of another kind, newer than the code, or not of its shape', () => {
    expect(() => readItem(kind, { ...key, kind: 'other', schema: 3, data: {} })).toThrow('kind');
    expect(() => readItem(kind, { ...key, kind: 'sample', schema: 4, data: {} })).toThrow('knows 3');
    expect(() =>
      readItem(kind, { ...key, kind: 'sample', schema: 3, data: { fullName: 5, active: true } }),
    ).toThrow();
  });
});
