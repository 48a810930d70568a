import type { Sight } from '../../shared/access.ts';
import type { ObjectDefinition } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { companion, quoted } from './columns.ts';
import type { Compilation } from './compile-filter.ts';
import { join } from './joining.ts';

type Needs = Pick<Compilation, 'statement' | 'sight'>;

/**
 * What makes a row of an alias one that there is and that the caller may see, as ` AND ...`. The rule is that of `shared/access.ts`; what
 * a record has through others is in the object's row.
 */
export function visible(object: ObjectDefinition, alias: string, compilation: Needs): string {
  return [`${alias}.live`, ...needed(object, alias, compilation), ...seen(object, alias, compilation)]
    .map((condition) => ` AND ${condition}`)
    .join('');
}

/** What the record hangs on has to be there. */
function needed(object: ObjectDefinition, alias: string, { statement, sight }: Needs): string[] {
  return (object.needs ?? []).flatMap((name) => {
    // Whoever is seen through it is asked for its presence there.
    if (!sight.all && object.access.through?.includes(name)) return [];
    return [isThere(object, name, alias, statement)];
  });
}

/** Few records are gone: looking for one among them is quicker than among all that are there. */
function isThere(
  object: ObjectDefinition,
  name: string,
  alias: string,
  statement: Needs['statement'],
): string {
  const relation = relationOf(object, name);
  const column = `${alias}.${quoted(companion(relation.ours ?? ''))}`;
  const gone = statement.alias();
  return `(${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${quoted(relation.to)} AS ${gone} WHERE ${gone}.n = ${column} AND NOT ${gone}.live))`;
}

function relationOf(object: ObjectDefinition, name: string) {
  const relation = object.relations[name];
  if (relation === undefined) throw new Error(`${object.name} have no relation ${name}.`);
  return relation;
}

function seen(object: ObjectDefinition, alias: string, compilation: Needs): string[] {
  const { own, through = [], first } = object.access;
  const { sight, statement } = compilation;
  if (first) return [firstOf(object, through, alias, compilation)];
  if (sight.all) return [];
  const ways = [
    ...(own ? [ownRecord(sight, alias, statement)] : []),
    ...through.map((name) => isSeen(object, name, alias, compilation)),
  ];
  return ways.length === 1 ? ways : [`(${ways.join(' OR ')})`];
}

/** The first relation that leads anywhere decides alone. */
function firstOf(
  object: ObjectDefinition,
  names: readonly string[],
  alias: string,
  compilation: Needs,
): string {
  const cases = names.map((name) => {
    const column = `${alias}.${quoted(companion(relationOf(object, name).ours ?? ''))}`;
    const decides = compilation.sight.all
      ? isThere(object, name, alias, compilation.statement)
      : isSeen(object, name, alias, compilation);
    return { column, decides };
  });
  const [one, ...others] = cases;
  if (one === undefined) return 'FALSE';
  // Written without CASE, in which the engine would not see joins.
  const parts = [
    one.decides,
    ...others.map(({ decides }, index) => {
      const absent = cases.slice(0, index + 1).map(({ column }) => `${column} IS NULL`);
      return `(${[...absent, decides].join(' AND ')})`;
    }),
  ];
  return `(${parts.join(' OR ')})`;
}

function isSeen(object: ObjectDefinition, name: string, alias: string, compilation: Needs): string {
  const relation = relationOf(object, name);
  const related = compilation.statement.alias();
  const rule = visible(OBJECTS[relation.to], related, compilation);
  return `EXISTS (SELECT 1 FROM ${quoted(relation.to)} AS ${related} WHERE ${join(relation, alias, related)}${rule})`;
}

/** `sightOf` of `shared/access.ts`, asked of the owner and team of a row. */
function ownRecord(sight: Sight, alias: string, statement: Needs['statement']): string {
  if (sight.all) return 'TRUE';
  const ways = [`${alias}.owner IN (SELECT unnest(${statement.ids([sight.owner])}))`];
  if (sight.teams.length > 0) ways.push(`${alias}.team IN (SELECT unnest(${statement.ids(sight.teams)}))`);
  if (sight.unassigned) ways.push(`(${alias}.owner IS NULL AND ${alias}.team IS NULL)`);
  return `coalesce(${ways.join(' OR ')}, FALSE)`;
}
