import type { DuckDBValue } from '@duckdb/node-api';
import { minorUnits } from '../../shared/currency.ts';
import { moneySchema } from '../../shared/money.ts';
import type { AskedField, BoundSearch } from '../../shared/search/bound-question.ts';
import type { FieldDefinition } from '../../shared/search/object.ts';
import type { Cell, Row } from '../../shared/search/question.ts';
import { companion, longTable, quoted } from './columns.ts';
import type { Compilation } from './compile-filter.ts';
import { stepTo } from './compile-relation.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { Statement } from './sql.ts';
import { ulidOf } from './uuid.ts';

/** Columns that show a field, and how they become one value of an answer. */
export interface ShownField {
  readonly columns: readonly string[];
  readonly cell: (values: readonly DuckDBValue[]) => Cell;
}

/** How a field of the rows of an alias is shown. What belongs to a record that is not to be seen is empty. */
export function showField(
  { field, name, steps, object }: AskedField,
  alias: string,
  compilation: Pick<Compilation, 'statement' | 'sight'>,
): ShownField {
  const of = (at: string): string[] => {
    const table = field.long
      ? `(SELECT l.${quoted(name)} FROM ${quoted(longTable(object.name))} AS l WHERE l.n = ${at}.n)`
      : `${at}.${quoted(name)}`;
    return expressions(field, table, `${at}.${quoted(companion(name))}`);
  };
  if (steps.length === 0) return { columns: of(alias), cell: cellOf(field) };
  // Each column by itself: a subquery gives one.
  const count = of(alias).length;
  const columns = Array.from({ length: count }, (_, index) => {
    const path = stepTo(steps, alias, compilation);
    return `(SELECT ${of(path.last)[index]} FROM ${path.tables} WHERE ${path.where})`;
  });
  return { columns, cell: cellOf(field) };
}

/** Values travel as the plainest type that holds them whole. */
function expressions(field: FieldDefinition, own: string, beside: string): string[] {
  switch (field.type) {
    case 'money':
      return [`CAST(${own} AS VARCHAR)`, beside];
    case 'instant':
      return [`epoch_ms(${own})`];
    case 'day':
    case 'id':
      return [field.list ? `CAST(${own} AS VARCHAR[])` : `CAST(${own} AS VARCHAR)`];
    case 'code':
      return [field.list ? own : `CAST(${own} AS VARCHAR)`];
    default:
      return [own];
  }
}

const cellOf =
  (field: FieldDefinition) =>
  ([value = null, beside]: readonly DuckDBValue[]): Cell => {
    if (value === null) return null;
    if (field.list) return (value as { readonly items: readonly DuckDBValue[] }).items.map(String);
    switch (field.type) {
      case 'money':
        return moneyOf(String(value), String(beside));
      case 'instant':
        return new Date(Number(value)).toISOString();
      case 'id':
        return ulidOf(BigInt(`0x${String(value).replaceAll('-', '')}`));
      case 'number':
        return Number(value);
      case 'boolean':
        return value === true;
      default:
        return String(value);
    }
  };

/** The column has four decimal places; an answer has those of the currency. */
export function moneyOf(amount: string, currency: string): Cell {
  const parsed = moneySchema.shape.currency.parse(currency);
  const places = minorUnits(parsed);
  const [whole = '0', fraction = ''] = amount.split('.');
  const kept = fraction.padEnd(places, '0').slice(0, places);
  return { amount: places === 0 ? whole : `${whole}.${kept}`, currency: parsed };
}

/** So many rows are named one by one: then the engine reads the other columns only where one of them lies. */
const FEW = 100;

/** The rows of a page, in its order, with the fields that were asked for. */
export async function readRows(
  copy: Copy,
  search: Pick<BoundSearch, 'object' | 'sight' | 'fields'>,
  numbers: readonly number[],
): Promise<Row[]> {
  if (numbers.length === 0) return [];
  const statement = new Statement();
  const shown = search.fields.map((field) => showField(field, 'o', { statement, sight: search.sight }));
  const columns = ['o.n', 'CAST(o.id AS VARCHAR)', ...shown.flatMap((field) => field.columns)];
  const among =
    numbers.length <= FEW
      ? numbers.map((n) => statement.whole(n)).join(', ')
      : `SELECT unnest(${statement.wholes(numbers)})`;
  const found = await execute(
    copy,
    statement,
    `SELECT ${columns.join(', ')} FROM ${quoted(search.object.name)} AS o WHERE o.n IN (${among})`,
  );
  const byNumber = new Map(
    found.map(([n, id, ...values]) => [Number(n), rowOf(search.fields, shown, String(id), values)]),
  );
  return numbers.flatMap((n) => {
    const row = byNumber.get(n);
    return row === undefined ? [] : [row];
  });
}

/** One row of an answer from the values of its columns. */
export function rowOf(
  fields: readonly AskedField[],
  shown: readonly ShownField[],
  id: string,
  values: readonly DuckDBValue[],
): Row {
  const row: Row = { id: ulidOf(BigInt(`0x${id.replaceAll('-', '')}`)) };
  let at = 0;
  for (const [index, { columns, cell }] of shown.entries()) {
    const path = fields[index]?.path ?? '';
    const own = values.slice(at, at + columns.length);
    at += columns.length;
    if (path !== 'id') row[path] = cell(own);
  }
  return row;
}
