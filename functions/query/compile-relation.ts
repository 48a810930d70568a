import type { RelationDefinition } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { quoted } from './columns.ts';
import { visible } from './compile-access.ts';
import type { Compilation } from './compile-filter.ts';
import { join } from './joining.ts';

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
