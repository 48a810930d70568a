import type { BoundFilter } from '../../shared/search/bound-filter.ts';
import type { BoundChoice, BoundSearch } from '../../shared/search/bound-question.ts';
import type { Row } from '../../shared/search/question.ts';
import { quoted } from './columns.ts';
import { visible } from './compile-access.ts';
import { type Compilation, compileFilter } from './compile-filter.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { keepHits } from './finding-text.ts';
import { type Hits, readHits } from './full-text.ts';
import { comesAfter, ID_KEY, naturalOrder, orderBy, RANK_KEY, type SortKey, sortKeys } from './ordering.ts';
import { readRows } from './reading-rows.ts';
import { readSearch } from './reading-text.ts';
import { Statement } from './sql.ts';

/** The rows of a question's choice: what `FROM` and `WHERE` say of the alias `o`, and `h` where there are hits with ranks. */
export interface Chosen {
  readonly compilation: Compilation;
  readonly from: string;
  readonly where: string;
  readonly ranked: boolean;
}

const HITS = 'hits';
const CHOSEN = 'chosen';

/** Everything of a choice that is looked up once for all of a question's statements. */
export interface Choice {
  readonly bound: BoundChoice;
  readonly hits: Hits;
  readonly frozen: ReadonlyMap<string, string>;
  /** The table of the hits of its full-text search, where it has one. */
  readonly found: string | undefined;
  /** How many rows it has, where their numbers lie in a table of their own. */
  readonly kept: number | undefined;
}

/** What a choice is made ready with. */
export interface Prepared {
  /** The tables of the frozen selections that it names, by their ids. */
  readonly frozen: ReadonlyMap<string, string>;
  /** Filters of measures: what they look for is looked up, too. */
  readonly measured?: readonly BoundFilter[];
}

/**
 * Looks up what a choice needs. Where it has a filter or a full-text search, the numbers of its rows are kept in a table until the question is answered:
 * they are counted, shown and put into groups without being looked for again.
 */
export async function prepareChoice(
  copy: Copy,
  bound: BoundChoice,
  { frozen, measured = [] }: Prepared,
): Promise<Choice> {
  const hits = await readHits(copy, [bound.filter, ...measured], bound);
  const found =
    bound.q === undefined
      ? undefined
      : await keepHits(copy, HITS, await readSearch(copy, bound.object, bound.q, bound), bound.sight);
  const choice: Choice = { bound, hits, frozen, found, kept: undefined };
  if (found === undefined && isEverything(bound.filter)) return choice;
  const { compilation, from, where } = choose(choice);
  // The engine says how many rows it has put into the table.
  const [[kept] = []] = await execute(
    copy,
    compilation.statement,
    `CREATE OR REPLACE TEMP TABLE ${CHOSEN} AS SELECT o.n${found === undefined ? '' : ', h.rank'} FROM ${from} WHERE ${where}`,
  );
  copy.passing.add(CHOSEN);
  return { ...choice, kept: Number(kept) };
}

const isEverything = (filter: BoundFilter): boolean => filter.kind === 'and' && filter.filters.length === 0;

/** The choice as part of a new statement. */
export function choose({ bound, hits, frozen, found, kept }: Choice): Chosen {
  const { object, sight, filter } = bound;
  const statement = new Statement();
  const compilation: Compilation = { statement, sight, hits, frozen };
  const ranked = found !== undefined;
  const table = `${quoted(object.name)} AS o`;
  if (kept !== undefined)
    return { compilation, ranked, from: `${CHOSEN} AS h JOIN ${table} ON o.n = h.n`, where: 'TRUE' };
  return {
    compilation,
    ranked,
    from: ranked ? `${found} AS h JOIN ${table} ON o.n = h.n` : table,
    where: `${shownRows(object, compilation)} AND ${compileFilter(filter, 'o', compilation)}`,
  };
}

/** What makes a row of `o` one that answers show to the asker. */
export function shownRows(
  object: BoundChoice['object'],
  compilation: Pick<Compilation, 'statement' | 'sight'>,
): string {
  const unrepeated = object.repeats === undefined ? '' : ` AND NOT o.${quoted(object.repeats)}`;
  return `TRUE${visible(object, 'o', compilation)}${unrepeated}`;
}

/** How many rows a choice has, exactly. */
export async function countRows(copy: Copy, choice: Choice): Promise<number> {
  if (choice.kept !== undefined) return choice.kept;
  const { compilation, from, where } = choose(choice);
  const [[count] = []] = await execute(
    copy,
    compilation.statement,
    `SELECT count(*) FROM ${from} WHERE ${where}`,
  );
  return Number(count);
}

/** What the rows of a choice are put in order by. */
export function keysOf({ ranked, compilation }: Chosen, { sort, object }: BoundSearch): SortKey[] {
  return [
    ...(ranked && sort === undefined ? [RANK_KEY] : []),
    ...sortKeys(sort ?? naturalOrder(object), 'o', compilation),
    ID_KEY,
  ];
}

/** A page of rows. */
export interface FoundPage {
  readonly rows: readonly Row[];
  /** The sort keys of the last row, where more rows follow. */
  readonly last?: readonly (string | null)[];
}

/**
 * One page of a search: rows that stay as they are while somebody pages through appear exactly once.
 *
 * @param begin The sort keys of the row after which the page begins
 */
export async function findPage(
  copy: Copy,
  choice: Choice,
  search: BoundSearch,
  begin?: readonly (string | null)[],
): Promise<FoundPage> {
  const chosen = choose(choice);
  const { from, where } = chosen;
  const { statement } = chosen.compilation;
  const keys = keysOf(chosen, search);
  const names = keys.map((_, index) => `k${index}`);
  const columns = keys.map(({ expression }, index) => `${expression} AS ${names[index]}`);
  const after = begin === undefined ? '' : ` WHERE ${comesAfter(keys, names, begin, statement)}`;
  const shown = names.map((name) => `CAST(${name} AS VARCHAR)`);
  const found = await execute(
    copy,
    statement,
    `SELECT n, ${shown.join(', ')} FROM (
       SELECT * FROM (SELECT o.n, ${columns.join(', ')} FROM ${from} WHERE ${where})${after}
       ORDER BY ${orderBy(keys, names)} LIMIT ${statement.whole(search.limit + 1)}
     ) ORDER BY ${orderBy(keys, names)}`,
  );
  const page = found.slice(0, search.limit);
  const numbers = page.map(([n]) => Number(n));
  const rows = await readRows(copy, search, numbers);
  const last = page
    .at(-1)
    ?.slice(1)
    .map((key) => (key === null ? null : String(key)));
  return found.length > search.limit && last !== undefined ? { rows, last } : { rows };
}
