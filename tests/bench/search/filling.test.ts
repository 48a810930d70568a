import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { applyChanges } from '../../../functions/query/applying.ts';
import { COPY_TABLES, quoted } from '../../../functions/query/columns.ts';
import { type Copy, openCopy } from '../../../functions/query/copy.ts';
import { recordOf } from '../../../functions/query/record.ts';
import { fillCopy } from './filling.ts';
import { madeItems } from './made-items.ts';

const contents = async (copy: Copy): Promise<Record<string, string[]>> => {
  const tables = COPY_TABLES.map(async ({ name }): Promise<[string, string[]]> => {
    const rows = await copy.rows(`SELECT CAST(t AS VARCHAR) FROM ${quoted(name)} AS t ORDER BY ALL`);
    return [name, rows.map(([row]) => String(row))];
  });
  return Object.fromEntries(await Promise.all(tables));
};

it('a base that is filled in is the one that following the feed leads to', async () => {
  const items = [...madeItems({ companies: 60, contacts: 120, entries: 300 })];
  const limits = { memory: '200MB', threads: 1, folder: tmpdir() };
  const [filled, followed] = [await openCopy(limits), await openCopy(limits)];
  await fillCopy(filled, items);
  for (let begin = 0; begin < items.length; begin += 50) {
    const records = items.slice(begin, begin + 50).flatMap((item) => recordOf(item) ?? []);
    await applyChanges(followed, { records, removals: [] });
  }
  const [one, other] = [await contents(filled), await contents(followed)];
  expect(one['companies']).toHaveLength(60);
  expect(one['timeline']).toHaveLength(300);
  expect(one).toEqual(other);
  filled.close();
  followed.close();
});
