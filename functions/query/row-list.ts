import type { FrozenCards } from '../../shared/search/bind-filter.ts';
import type { BoundSearch } from '../../shared/search/bound-question.ts';
import type { ObjectDefinition } from '../../shared/search/object.ts';
import type { Row } from '../../shared/search/question.ts';
import { quoted } from './columns.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { keepFile, listsOf } from './frozen.ts';
import { orderBy } from './ordering.ts';
import type { ListedAnswer } from './question.ts';
import { readRows } from './reading-rows.ts';
import { type Choice, choose, keysOf, shownRows } from './searching.ts';
import type { SnapshotPlace } from './snapshot.ts';
import { Statement } from './sql.ts';

/** What the rows of one answer may have together, in bytes: what is around them goes into Lambda's 6 MB, too. */
const ROWS_BYTES = 5_000_000;

/**
 * Keeps the ids of the rows of a search with their places in its order, from 1 on. Whoever goes through millions of rows has them found and
 * put in order once, and not for each page.
 */
export async function keepList(
  copy: Copy,
  place: SnapshotPlace,
  choice: Choice,
  search: BoundSearch,
): Promise<FrozenCards> {
  const chosen = choose(choice);
  const { statement } = chosen.compilation;
  const keys = keysOf(chosen, search);
  const names = keys.map((_, index) => `k${index}`);
  const columns = keys.map(({ expression }, index) => `${expression} AS ${names[index]}`);
  const ids = `SELECT CAST(row_number() OVER (ORDER BY ${orderBy(keys, names)}) AS INTEGER) AS place, id
    FROM (SELECT o.id AS id, ${columns.join(', ')} FROM ${chosen.from} WHERE ${chosen.where})`;
  return keepFile(copy, place, listsOf(place), { statement, ids });
}

/**
 * What the table of a list has: each place with the number of its row in this copy, by which it is joined several times as fast. What the
 * copy has not heard of yet keeps its id.
 */
export const placedRows = (object: ObjectDefinition, file: string): string =>
  `SELECT f.place, o.n, CASE WHEN o.n IS NULL THEN f.id END AS id
   FROM ${file} AS f LEFT JOIN ${quoted(object.name)} AS o ON o.id = f.id ORDER BY f.place`;

/** Which rows of a list: those of so many places. */
export interface ListPart {
  readonly from: number;
  readonly limit: number;
  /** Places of the list in all. */
  readonly count: number;
}

/**
 * The next rows of a list, as many as go into one answer, without those that were deleted since or that the asker may not see by now.
 *
 * @param list The table of the list
 */
export async function readList(
  copy: Copy,
  list: string,
  search: BoundSearch,
  { from, limit, count }: ListPart,
): Promise<ListedAnswer> {
  const statement = new Statement();
  const shown = shownRows(search.object, { statement, sight: search.sight });
  const object = quoted(search.object.name);
  const part = statement.common(
    `SELECT * FROM ${quoted(list)} WHERE place BETWEEN ${statement.whole(from)} AND ${statement.whole(from + limit - 1)}`,
  );
  const found = await execute(
    copy,
    statement,
    `SELECT f.place, o.n FROM (
       SELECT place, n FROM ${part} WHERE n IS NOT NULL
       UNION ALL SELECT p.place, late.n FROM ${part} AS p JOIN ${object} AS late ON late.id = p.id
     ) AS f JOIN ${object} AS o ON o.n = f.n WHERE ${shown} ORDER BY f.place`,
  );
  const rows = await readRows(
    copy,
    search,
    found.map(([, n]) => Number(n)),
  );
  const fitting = howManyFit(rows);
  const cutAt = found[fitting]?.[0];
  const next = cutAt === undefined ? from + limit : Number(cutAt);
  return { rows: rows.slice(0, fitting), ...(next > count ? {} : { next }) };
}

/** One at least: what is too large by itself is told as such. */
function howManyFit(rows: readonly Row[]): number {
  let bytes = 0;
  const over = rows.findIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > ROWS_BYTES;
  });
  return over < 0 ? rows.length : Math.max(1, over);
}
