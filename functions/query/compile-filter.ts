import type { Sight } from '../../shared/access.ts';
import type { BoundFilter, Test } from '../../shared/search/bound-filter.ts';
import type { FieldDefinition, ObjectDefinition } from '../../shared/search/object.ts';
import type { ResolvedField } from '../../shared/search/objects.ts';
import { companion, enumTypeOf, longTable, quoted } from './columns.ts';
import { visible } from './compile-access.ts';
import { stepTo } from './compile-relation.ts';
import type { Hits } from './full-text.ts';
import { join } from './joining.ts';
import type { Statement } from './sql.ts';

/** What a filter needs beside itself to become a condition. */
export interface Compilation {
  readonly statement: Statement;
  readonly sight: Sight;
  /** What full-text searches within the filter have found: looked up beforehand. */
  readonly hits: Hits;
  /** The tables of frozen selections, by their id: read beforehand. */
  readonly frozen: ReadonlyMap<string, string>;
}

/**
 * A filter as a condition on the rows of an alias. A field without a value passes no test but that for having none; so `not` turns
 * exactly what does not pass into what does.
 */
export function compileFilter(filter: BoundFilter, alias: string, compilation: Compilation): string {
  switch (filter.kind) {
    case 'and':
      return joined(filter.filters, 'AND', 'TRUE', alias, compilation);
    case 'or':
      return joined(filter.filters, 'OR', 'FALSE', alias, compilation);
    case 'not':
      return `NOT coalesce(${compileFilter(filter.filter, alias, compilation)}, FALSE)`;
    case 'some': {
      const related = compilation.statement.alias();
      const where = compileFilter(filter.where, related, compilation);
      const seen = visible(filter.to, related, compilation);
      return `EXISTS (SELECT 1 FROM ${quoted(filter.to.name)} AS ${related} WHERE ${join(filter.relation, alias, related)}${seen} AND ${where})`;
    }
    case 'matches':
      return `${alias}.n IN (${compilation.hits.numbersOf(filter)})`;
    case 'frozen':
      return `${alias}.id IN (SELECT id FROM ${quoted(compilation.frozen.get(filter.selection) ?? '')})`;
    case 'test':
      return onField(filter.field, filter.test, filter.currency, alias, compilation);
  }
}

function joined(
  filters: readonly BoundFilter[],
  word: 'AND' | 'OR',
  none: string,
  alias: string,
  compilation: Compilation,
): string {
  if (filters.length === 0) return none;
  return `(${filters.map((filter) => compileFilter(filter, alias, compilation)).join(` ${word} `)})`;
}

/** A test of a field, also of a related record; one that is not there, or not to be seen, has no values. */
function onField(
  { field, name, steps, object }: ResolvedField,
  test: Test,
  currency: string | undefined,
  alias: string,
  compilation: Compilation,
): string {
  const { statement } = compilation;
  if (steps.length === 0) return ownField(object, name, field, test, currency, alias, statement);
  if (test.is === 'null')
    return `NOT coalesce(${valueThere({ field, name, steps, object }, alias, compilation)}, FALSE)`;
  return throughSteps({ field, name, steps, object }, alias, compilation, (at) =>
    ownField(object, name, field, test, currency, at, statement),
  );
}

const valueThere = (resolved: ResolvedField, alias: string, compilation: Compilation): string =>
  throughSteps(
    resolved,
    alias,
    compilation,
    (at) =>
      `NOT ${ownField(resolved.object, resolved.name, resolved.field, { is: 'null' }, undefined, at, compilation.statement)}`,
  );

function throughSteps(
  { steps }: ResolvedField,
  alias: string,
  compilation: Compilation,
  condition: (alias: string) => string,
): string {
  const path = stepTo(steps, alias, compilation);
  return `EXISTS (SELECT 1 FROM ${path.tables} WHERE ${path.where} AND ${condition(path.last)})`;
}

function ownField(
  object: ObjectDefinition,
  name: string,
  field: FieldDefinition,
  test: Test,
  currency: string | undefined,
  alias: string,
  statement: Statement,
): string {
  if (field.long) return onLongField(object, name, test, alias, statement);
  const own = `${alias}.${quoted(name)}`;
  if (test.is === 'null') return `${own} IS NULL`;
  const column = field.type === 'text' ? `${alias}.${quoted(companion(name))}` : own;
  const condition = field.list
    ? onList(column, test, statement)
    : onValue(object, name, field, column, test, statement);
  if (currency === undefined) return condition;
  return `(${alias}.${quoted(companion(name))} = ${statement.text(currency)} AND ${condition})`;
}

function onLongField(
  { name: object }: ObjectDefinition,
  name: string,
  test: Test,
  alias: string,
  statement: Statement,
): string {
  const long = statement.alias();
  const rows = `SELECT 1 FROM ${quoted(longTable(object))} AS ${long} WHERE ${long}.n = ${alias}.n AND ${long}`;
  if (test.is === 'null') return `NOT EXISTS (${rows}.${quoted(name)} IS NOT NULL)`;
  if (test.is !== 'part') throw new Error(`A long text takes no test "${test.is}".`);
  return `EXISTS (${rows}.${quoted(name)} IS NOT NULL AND ${partOf(`${long}.${quoted(companion(name))}`, test, statement)})`;
}

const PARTS = { anywhere: 'contains', start: 'starts_with', end: 'ends_with' } as const;

const partOf = (column: string, test: Extract<Test, { is: 'part' }>, statement: Statement): string =>
  `${PARTS[test.where]}(${column}, ${statement.text(test.text)})`;

/** Above this many values, a list is cheaper than a word of the statement for each. */
const FEW = 8;

function onValue(
  object: ObjectDefinition,
  name: string,
  field: FieldDefinition,
  column: string,
  test: Test,
  statement: Statement,
): string {
  const value = (one: string | number | boolean) => statement.bound(field, one, enumTypeOf(object, name));
  switch (test.is) {
    case 'among': {
      const [only, another] = test.values;
      if (only === undefined) return 'FALSE';
      if (another === undefined) return `${column} = ${value(only)}`;
      if (field.type === 'id' && test.values.length > FEW)
        return `${column} IN (SELECT unnest(${statement.ids(test.values.map(String))}))`;
      return `${column} IN (${test.values.map(value).join(', ')})`;
    }
    case 'range': {
      const from =
        test.from === undefined ? [] : [`${column} ${test.fromIncluded ? '>=' : '>'} ${value(test.from)}`];
      const to = test.to === undefined ? [] : [`${column} ${test.toIncluded ? '<=' : '<'} ${value(test.to)}`];
      return from.length + to.length === 0 ? `${column} IS NOT NULL` : `(${[...from, ...to].join(' AND ')})`;
    }
    case 'part':
      return partOf(column, test, statement);
    case 'all':
    case 'null':
      throw new Error(`A single value takes no test "${test.is}".`);
  }
}

function onList(column: string, test: Test, statement: Statement): string {
  switch (test.is) {
    case 'among':
      return `list_has_any(${column}, ${statement.texts(test.values.map(String))})`;
    case 'all':
      return `list_has_all(${column}, ${statement.texts(test.values.map(String))})`;
    case 'part':
      return `len(list_filter(${column}, lambda part: ${partOf('part', test, statement)})) > 0`;
    case 'range':
    case 'null':
      throw new Error(`A list takes no test "${test.is}".`);
  }
}
