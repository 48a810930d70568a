import type { RelationDefinition } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { companion, quoted } from './columns.ts';

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
