import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, sightOf } from '../../shared/access.ts';
import { bindFilter } from '../../shared/search/bind-filter.ts';
import type { BoundFilter } from '../../shared/search/bound-filter.ts';
import type { ObjectName } from '../../shared/search/object.ts';
import { OBJECT_NAMES, OBJECTS } from '../../shared/search/objects.ts';
import { PlainSearch } from '../../tests/equipment/plain-search.ts';
import { actor, filterOf } from '../../tests/equipment/search-questions.ts';
import { NOW, TEAMS, USERS, world } from '../../tests/equipment/search-world.ts';
import { applyChanges } from './applying.ts';
import { COPY_TABLES, quoted } from './columns.ts';
import { type Copy, openCopy } from './copy.ts';
import { execute } from './executing.ts';
import { recordOf } from './record.ts';
import { choose, prepareChoice } from './searching.ts';
import { ulidOf } from './uuid.ts';

let copy: Copy;

beforeAll(async () => {
  copy = await openCopy({ memory: '500MB', threads: 1, folder: tmpdir() });
});
afterAll(() => copy.close());

const MEMBERS = new Map([
  [TEAMS[0] ?? '', [USERS[0] ?? '', USERS[1] ?? '']],
  [TEAMS[1] ?? '', [USERS[2] ?? '']],
]);

const bind = (object: ObjectName, filter: Parameters<typeof bindFilter>[1], { userId, teamIds }: Actor) =>
  bindFilter(OBJECTS[object], filter, {
    now: NOW,
    zone: 'Europe/Berlin',
    userId,
    teamIds,
    members: MEMBERS,
    selections: new Map(),
  });

async function found(object: ObjectName, filter: BoundFilter, who: Actor): Promise<string[]> {
  const choice = await prepareChoice(
    copy,
    { object: OBJECTS[object], sight: sightOf(who), typos: false, filter },
    { frozen: new Map() },
  );
  const { compilation, from, where } = choose(choice);
  const rows = await execute(copy, compilation.statement, `SELECT o.id FROM ${from} WHERE ${where}`);
  return rows.map(([id]) => ulidOf((id as { toUint128(): bigint }).toUint128())).sort();
}

async function empty(): Promise<void> {
  for (const { name } of COPY_TABLES) await copy.run(`DELETE FROM ${quoted(name)}`);
}

const question = fc
  .constantFrom(...OBJECT_NAMES)
  .chain((object) => fc.tuple(fc.constant(object), filterOf(object)));

describe('a filter', () => {
  it('finds what it finds record by record, for whoever asks', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.array(fc.tuple(question, actor), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 10 }),
        async (items, questions, batch) => {
          await empty();
          const records = items.flatMap((item) => recordOf(item) ?? []);
          for (let start = 0; start < records.length; start += batch)
            await applyChanges(copy, { records: records.slice(start, start + batch), removals: [] });
          for (const [[object, filter], who] of questions) {
            const { bound, faults } = bind(object, filter, who);
            expect(faults).toEqual([]);
            const plain = new PlainSearch(records, who).find(object, bound);
            expect(await found(object, bound, who), JSON.stringify({ object, filter, who })).toEqual(plain);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
