import type { DuckDBValue } from '@duckdb/node-api';
import { currencySchema, minorUnits } from '../../shared/currency.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type {
  AskedField,
  BoundAggregate,
  BoundDimension,
  BoundMeasure,
} from '../../shared/search/bound-question.ts';
import { type Cell, MAX_GROUPS } from '../../shared/search/question.ts';
import { companion, quoted } from './columns.ts';
import { type Compilation, compileFilter } from './compile-filter.ts';
import { stepTo } from './compile-relation.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import type { AggregateAnswer, Group, Measured } from './question.ts';
import { moneyOf } from './reading-rows.ts';
import { type Choice, choose } from './searching.ts';
import type { Statement } from './sql.ts';
import { ulidOf } from './uuid.ts';
import { localTime } from './zone-offset.ts';

/** Groups and totals of an aggregate. @throws KartotekaError `aggregate.too-many-groups` */
export async function aggregate(copy: Copy, choice: Choice, asked: BoundAggregate): Promise<AggregateAnswer> {
  const groups = asked.groupBy.length === 0 ? [] : await readGroups(copy, choice, asked);
  const [total] = await readGroups(copy, choice, { ...asked, groupBy: [] });
  return { groups, totals: total?.values ?? [] };
}

async function readGroups(copy: Copy, choice: Choice, asked: BoundAggregate): Promise<Group[]> {
  const { compilation, from, where } = choose(choice);
  const { statement } = compilation;
  const dimensions = await Promise.all(
    asked.groupBy.map((dimension) => dimensionOf(copy, dimension, asked.zone, compilation)),
  );
  const keysOfRow = dimensions.map(({ expression }, index) => `${expression} AS d${index}`);
  const lists = dimensions.flatMap(({ values }) => values ?? []);
  const measured = asked.measures.flatMap((measure, index) => inputsOf(measure, index, compilation));
  const base = statement.common(
    `SELECT ${[...keysOfRow, ...measured, 'o.n'].join(', ')} FROM ${from}${lists.join('')} WHERE ${where}`,
  );
  const tops = asked.groupBy.map((dimension, index) =>
    topOf(dimension, index, asked.measures[0], base, statement),
  );
  const keys = tops.flatMap((top, index) =>
    top === undefined
      ? [`b.d${index} AS d${index}`, `FALSE AS r${index}`]
      : [`CASE WHEN ${top} THEN b.d${index} END AS d${index}`, `NOT (${top}) AS r${index}`],
  );
  const names = asked.groupBy.flatMap((_, index) => [`d${index}`, `r${index}`]);
  const values = asked.measures.map((measure, index) => `${resultOf(measure, index)} AS v${index}`);
  const shown = [
    ...asked.groupBy.flatMap((dimension, index) => [shownKey(dimension, `d${index}`), `r${index}`]),
    ...asked.measures.map((measure, index) => shownValue(measure, `v${index}`)),
  ];
  const order = orderOf(asked);
  const rows = await execute(
    copy,
    statement,
    `SELECT ${shown.join(', ')} FROM (
       SELECT ${[...names, ...values].join(', ')} FROM (SELECT ${[...keys, 'b.*'].join(', ')} FROM ${base} AS b) AS g
       ${names.length === 0 ? '' : `GROUP BY ${names.join(', ')}`}
     )${order} LIMIT ${MAX_GROUPS + 1}`.replaceAll('b.*', exceptKeys(asked)),
  );
  if (rows.length > MAX_GROUPS) throw tooManyGroups();
  return rows.map((row) => groupOf(asked, row));
}

/** Everything of the base but the keys, which were made anew. */
const exceptKeys = ({ groupBy }: BoundAggregate): string =>
  groupBy.length === 0 ? 'b.*' : `b.* EXCLUDE (${groupBy.map((_, index) => `d${index}`).join(', ')})`;

const tooManyGroups = (): KartotekaError =>
  new KartotekaError(
    'malformed',
    'aggregate.too-many-groups',
    `These are more than ${MAX_GROUPS} groups: ask for the "top" of a field, or for longer periods.`,
  );

function column({ name, steps }: AskedField, beside: boolean, compilation: Compilation): string {
  const own = quoted(beside ? companion(name) : name);
  if (steps.length === 0) return `o.${own}`;
  const path = stepTo(steps, 'o', compilation);
  return `(SELECT ${path.last}.${own} FROM ${path.tables} WHERE ${path.where})`;
}

/** The key of a row in one dimension, and what has to be joined for it. */
interface DimensionKey {
  readonly expression: string;
  /** A row for each of several values: joined, so that two lists make pairs. */
  readonly values?: string;
}

async function dimensionOf(
  copy: Copy,
  { field, by }: BoundDimension,
  zone: string,
  compilation: Compilation,
): Promise<DimensionKey> {
  const own = column(field, false, compilation);
  if (by !== undefined) return { expression: await bucketOf(copy, { field, by }, own, zone) };
  if (!field.field.list) return { expression: own };
  const each = compilation.statement.alias();
  const values = ` CROSS JOIN LATERAL (SELECT unnest(coalesce(${own}, [NULL])) AS value) AS ${each}`;
  return { expression: `${each}.value`, values };
}

async function bucketOf(
  copy: Copy,
  { field, by }: { readonly field: AskedField; readonly by: string },
  own: string,
  zone: string,
): Promise<string> {
  if (field.field.type === 'day') return `CAST(date_trunc('${by}', ${own}) AS DATE)`;
  const [[first = null, last = null] = []] = await copy.rows(
    `SELECT epoch_ms(min(${quoted(field.name)})), epoch_ms(max(${quoted(field.name)})) FROM ${quoted(field.object.name)}`,
  );
  if (first === null) return `CAST(${own} AS DATE)`;
  const local = localTime(own, zone, new Date(Number(first)), new Date(Number(last)));
  return `CAST(date_trunc('${by}', ${local}) AS DATE)`;
}

/** What a measure needs of each row: the value, and whether the row counts. */
function inputsOf(
  { measure, field, currency, where }: BoundMeasure,
  index: number,
  compilation: Compilation,
): string[] {
  const counts = compileFilter(where, 'o', compilation);
  const inCurrency =
    field === undefined || currency === undefined
      ? 'TRUE'
      : `${column(field, true, compilation)} = ${compilation.statement.text(currency)}`;
  const value = field === undefined || measure === 'count' ? 'o.n' : column(field, false, compilation);
  return [`${value} AS m${index}`, `coalesce(${counts} AND ${inCurrency}, FALSE) AS f${index}`];
}

function resultOf({ measure, field, currency }: BoundMeasure, index: number): string {
  const filter = `FILTER (f${index})`;
  switch (measure) {
    case 'count':
      return `count(*) ${filter}`;
    case 'distinct':
      return `count(DISTINCT m${index}) ${filter}`;
    case 'avg':
    case 'median':
      // A mean is rounded to what can be paid; the engine's average of decimals is a binary fraction.
      return field?.field.type === 'money'
        ? `CAST(round(${measure}(m${index}) ${filter}, ${placesOf(currency)}) AS DECIMAL(38,4))`
        : `${measure}(m${index}) ${filter}`;
    default:
      return `${measure}(m${index}) ${filter}`;
  }
}

/** Decimal places of a currency. */
const placesOf = (currency = ''): number => minorUnits(currencySchema.parse(currency));

/** Whether a key is among the greatest by the first measure; nothing where all are kept. */
function topOf(
  { top }: BoundDimension,
  index: number,
  measure: BoundMeasure | undefined,
  base: string,
  statement: Statement,
): string | undefined {
  if (top === undefined || measure === undefined) return undefined;
  const greatest = statement.common(
    `SELECT d${index} AS d FROM ${base} GROUP BY d${index} ORDER BY ${resultOf(measure, 0)} DESC NULLS LAST, d${index} LIMIT ${statement.whole(top)}`,
  );
  return `EXISTS (SELECT 1 FROM ${greatest} AS t WHERE t.d IS NOT DISTINCT FROM b.d${index})`;
}

function orderOf({ groupBy, order }: BoundAggregate): string {
  if (groupBy.length === 0) return '';
  const keys = groupBy.map((_, index) => `r${index}, d${index} NULLS LAST`);
  return ` ORDER BY ${order === 'measure' ? ['v0 DESC NULLS LAST', ...keys].join(', ') : keys.join(', ')}`;
}

/** Keys travel as text, but for numbers and flags. */
const shownKey = ({ field }: BoundDimension, name: string): string =>
  ['number', 'boolean'].includes(field.field.type) ? name : `CAST(${name} AS VARCHAR)`;

function shownValue({ measure, field }: BoundMeasure, name: string): string {
  if (measure === 'count' || measure === 'distinct' || field?.field.type === 'number')
    return `CAST(${name} AS DOUBLE)`;
  return field?.field.type === 'instant' ? `epoch_ms(${name})` : `CAST(${name} AS VARCHAR)`;
}

function groupOf({ groupBy, measures }: BoundAggregate, row: readonly DuckDBValue[]): Group {
  const keys = groupBy.map(({ field, by }, index) => {
    const value = keyOf(field, by !== undefined, row[2 * index] ?? null);
    return row[2 * index + 1] === true ? { value: null, rest: true as const } : { value };
  });
  const values = measures.map((measure, index) =>
    measuredOf(measure, row[2 * groupBy.length + index] ?? null),
  );
  return { keys, values };
}

function keyOf({ field }: AskedField, isBucket: boolean, value: DuckDBValue): Cell {
  if (value === null) return null;
  if (field.type === 'number') return Number(value);
  if (field.type === 'boolean') return value === true;
  return field.type === 'id' && !isBucket
    ? ulidOf(BigInt(`0x${String(value).replaceAll('-', '')}`))
    : String(value);
}

function measuredOf({ measure, field, currency }: BoundMeasure, value: DuckDBValue): Measured {
  if (value === null) return null;
  if (measure === 'count' || measure === 'distinct' || field?.field.type === 'number') return Number(value);
  if (field?.field.type === 'money') return moneyOf(String(value), currency ?? '') as Measured;
  return field?.field.type === 'instant' ? new Date(Number(value)).toISOString() : String(value);
}
