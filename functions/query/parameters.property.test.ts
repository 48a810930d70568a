import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindAggregate, bindSearch } from '../../shared/search/bind-question.ts';
import type { Filter } from '../../shared/search/filter.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { aggregateInputSchema, searchInputSchema } from '../../shared/search/question.ts';
import { aggregate } from './aggregating.ts';
import { type Copy, openCopy } from './copy.ts';
import { countRows, findPage, prepareChoice } from './searching.ts';

let copy: Copy;
/** Every statement that reached the engine. */
let statements: string[] = [];

beforeAll(async () => {
  const opened = await openCopy({ memory: '200MB', threads: 1, folder: tmpdir() });
  const connection = new Proxy(opened.connection, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]): unknown => {
        if (typeof parameters[0] === 'string') statements.push(parameters[0]);
        return Reflect.apply(member, target, parameters);
      };
    },
  });
  copy = {
    ...opened,
    connection,
    rows: (sql, values = []) => {
      statements.push(sql);
      return opened.rows(sql, values);
    },
    run: (sql, values = []) => {
      statements.push(sql);
      return opened.run(sql, values);
    },
  };
});
afterAll(() => copy.close());

const context = {
  actor: { userId: '01KA8GRPVV6SVV3FQB8BXVDDT5', role: 'agent', teamIds: [], visibility: 'team' },
  userId: '01KA8GRPVV6SVV3FQB8BXVDDT5',
  teamIds: [],
  now: new Date('2026-11-23T10:00:00Z'),
  zone: 'Europe/Moscow',
  currency: 'RUB',
  members: new Map(),
  selections: new Map(),
} as const;

/** What has ended statements before. */
const HOSTILE = [
  `'`,
  `''`,
  `"`,
  `\\'`,
  `$1`,
  `$$`,
  `;`,
  `--`,
  `/*`,
  `%`,
  `_`,
  `\\`,
  '\u0000',
  `') OR 1=1 --`,
];
const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 5 }), fc.constantFrom('а', 'ё', 'x1')),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => `q${parts.join('')}`);

/** A tree with a place for each of some texts. */
const shape = fc.array(
  fc.record({
    field: fc.constantFrom('name', 'inn', 'phones', 'tags', 'leadSource', 'description'),
    op: fc.constantFrom('eq', 'contains', 'startsWith', 'endsWith', 'containsAny', 'in'),
    around: fc.constantFrom('plain', 'not', 'relation'),
  }),
  { minLength: 1, maxLength: 5 },
);

const filled = (
  places: readonly { field: string; op: string; around: string }[],
  texts: readonly string[],
): Filter => ({
  and: places.map(({ field, op, around }, index) => {
    const text = texts[index] ?? '';
    const value = ['containsAny', 'in'].includes(op) ? [text, `${text}'`] : text;
    const leaf = { field, op, value } as Filter;
    if (around === 'not') return { not: leaf };
    return around === 'relation'
      ? { relation: 'places', some: { field: 'jobTitle', op: 'contains', value: text } }
      : leaf;
  }),
});

/** The texts of the statements that answer a question; nothing where it was refused. */
async function asked(filter: Filter, q: string): Promise<readonly string[] | undefined> {
  const search = bindSearch(
    OBJECTS.companies,
    searchInputSchema.parse({ filter, q, notes: { within: { last: 1, unit: 'year' } } }),
    context,
  );
  const chart = bindAggregate(
    OBJECTS.companies,
    aggregateInputSchema.parse({
      filter,
      groupBy: [{ field: 'leadSource', top: 2 }],
      measures: [{ measure: 'count', where: filter }],
    }),
    context,
  );
  if (search.faults !== undefined || chart.faults !== undefined) return undefined;
  statements = [];
  const choice = await prepareChoice(copy, search.bound, { frozen: new Map() });
  await countRows(copy, choice);
  await findPage(copy, choice, search.bound);
  const measured = chart.bound.measures.map(({ where }) => where);
  await aggregate(copy, await prepareChoice(copy, chart.bound, { frozen: new Map(), measured }), chart.bound);
  return statements;
}

describe('what people write', () => {
  it('reaches the engine as a parameter and never in the text of a statement', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(shape, fc.array(hostile, { minLength: 6, maxLength: 6 }), async (places, texts) => {
        const harmless = texts.map((_, index) => `qwe${index}`);
        const one = await asked(filled(places, texts), 'qwerty');
        const other = await asked(filled(places, harmless), 'qwerty');
        if (one === undefined || other === undefined) return;
        compared += 1;
        expect(one.length).toBeGreaterThan(2);
        expect(one).toEqual(other);
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it('nor do words that are typed', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (q) => {
        const texts = (await asked({ and: [] }, q)) ?? [];
        expect(texts.length).toBeGreaterThan(2);
        for (const text of texts) expect(text).not.toContain(q);
        // Nothing in quotes but names of ours, and words of the rules.
        for (const [literal = ''] of texts.join(' ').matchAll(/'[^']*'/g))
          expect(literal).toMatch(/^'([a-z%\\]*|[JSCTUA])'$/);
      }),
      { numRuns: 100 },
    );
  });
});
