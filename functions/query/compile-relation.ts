import type { RelationDefinition } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { companion, quoted } from './columns.ts';
import { visible } from './compile-access.ts';
import type { Compilation } from './compile-filter.ts';

/** How the rows of a relation join: those of `related` that belong to a row of `alias`. */
export function join(
  { to, ours, theirs, repeated }: RelationDefinition,
  alias: string,
  related: string,
): string {
  if (ours !== undefined) return `${related}.n = ${alias}.${quoted(companion(ours))}`;
  const own = `${related}.${quoted(companion(theirs ?? ''))} = ${alias}.n`;
  const { repeats } = OBJECTS[to];
  return repeats === undefined || repeated ? own : `${own} AND NOT ${related}.${quoted(repeats)}`;
}

/** Tables and their conditions on the way from a row to a record that relations to one lead to. */
export interface Steps {
  readonly tables: string;
  readonly where: string;
  /** Alias of the record at the end. */
  readonly last: string;
}

/** The way from a row to the record that a path ends at, for whoever may see it: relations to one, from the row on. */
export function stepTo(
  relations: readonly RelationDefinition[],
  alias: string,
  compilation: Pick<Compilation, 'statement' | 'sight'>,
): Steps {
  let from = alias;
  const parts = relations.map((relation) => {
    const related = compilation.statement.alias();
    const where = `${join(relation, from, related)}${visible(OBJECTS[relation.to], related, compilation)}`;
    from = related;
    return { table: `${quoted(relation.to)} AS ${related}`, where };
  });
  return {
    tables: parts.map(({ table }) => table).join(', '),
    where: parts.map(({ where }) => where).join(' AND '),
    last: from,
  };
}
