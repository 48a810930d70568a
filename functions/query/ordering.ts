import type { BoundSort } from '../../shared/search/bound-question.ts';
import type { ObjectDefinition } from '../../shared/search/object.ts';
import type { ResolvedField } from '../../shared/search/objects.ts';
import { AMOUNT, companion, enumTypeOf, quoted } from './columns.ts';
import type { Compilation } from './compile-filter.ts';
import { stepTo } from './compile-relation.ts';
import type { Statement } from './sql.ts';

/** What rows are put in order by, one after the other; the id decides last, so that no two are equal. */
export interface SortKey {
  readonly expression: string;
  readonly type: string;
  readonly direction: 'ascending' | 'descending';
  readonly nulls: 'first' | 'last';
}

const TYPES = {
  text: 'VARCHAR',
  code: 'VARCHAR',
  number: 'DOUBLE',
  money: AMOUNT,
  instant: 'TIMESTAMP',
  day: 'DATE',
  boolean: 'BOOLEAN',
  id: 'UUID',
} as const;

/** The keys of an order, for the rows of an alias. */
export function sortKeys(
  sorts: readonly BoundSort[],
  alias: string,
  compilation: Pick<Compilation, 'statement' | 'sight'>,
): SortKey[] {
  return sorts.map(({ field, direction, nulls }) => ({
    expression: expressionOf(field, alias, compilation),
    type: enumTypeOf(field.object, field.name) ?? TYPES[field.field.type],
    direction,
    nulls,
  }));
}

/** Where nothing else is asked for: what fits best first, then the order of the object. */
export const RANK_KEY: SortKey = {
  expression: 'h.rank',
  type: 'INTEGER',
  direction: 'ascending',
  nulls: 'last',
};

/** The last key of every order: the same in each copy, whichever answers the next page. Numbers of rows are a copy's own. */
export const ID_KEY: SortKey = {
  expression: 'o.id',
  type: 'UUID',
  direction: 'ascending',
  nulls: 'last',
};

/** The order of an object, as it would be asked for. */
export const naturalOrder = ({ order, fields, ...object }: ObjectDefinition): BoundSort[] => {
  const field = fields[order.field];
  if (field === undefined) throw new Error(`${object.name} have no field ${order.field} to be in order by.`);
  const resolved = { field, name: order.field, steps: [], object: { ...object, order, fields } };
  return [{ field: resolved, direction: order.direction, nulls: 'last' }];
};

function expressionOf(
  { field, name, steps }: ResolvedField,
  alias: string,
  compilation: Pick<Compilation, 'statement' | 'sight'>,
): string {
  const column = quoted(field.type === 'text' ? companion(name) : name);
  if (steps.length === 0) return `${alias}.${column}`;
  const path = stepTo(steps, alias, compilation);
  return `(SELECT ${path.last}.${column} FROM ${path.tables} WHERE ${path.where})`;
}

export const orderBy = (keys: readonly SortKey[], names: readonly string[]): string =>
  keys
    .map(
      ({ direction, nulls }, index) =>
        `${names[index]} ${direction === 'ascending' ? 'ASC' : 'DESC'} NULLS ${nulls === 'first' ? 'FIRST' : 'LAST'}`,
    )
    .join(', ');

/**
 * The rows that come after a row with the given keys, as a condition.
 *
 * @param after Text of each key's value, `null` where the row had none
 */
export function comesAfter(
  keys: readonly SortKey[],
  names: readonly string[],
  after: readonly (string | null)[],
  statement: Statement,
): string {
  const ways = keys.map((_, index) => {
    const equal = keys
      .slice(0, index)
      .map((key, at) => sameAs(key, names[at] ?? '', after[at] ?? null, statement));
    return `(${[...equal, beyond(keys[index] as SortKey, names[index] ?? '', after[index] ?? null, statement)].join(' AND ')})`;
  });
  return `(${ways.join(' OR ')})`;
}

const boundIn = ({ type }: SortKey, value: string, statement: Statement): string =>
  `CAST(${statement.text(value)} AS ${type})`;

const sameAs = (key: SortKey, name: string, value: string | null, statement: Statement): string =>
  value === null ? `${name} IS NULL` : `${name} = ${boundIn(key, value, statement)}`;

function beyond(key: SortKey, name: string, value: string | null, statement: Statement): string {
  if (value === null) return key.nulls === 'first' ? `${name} IS NOT NULL` : 'FALSE';
  const further = `${name} ${key.direction === 'ascending' ? '>' : '<'} ${boundIn(key, value, statement)}`;
  return key.nulls === 'last' ? `(${further} OR ${name} IS NULL)` : further;
}
