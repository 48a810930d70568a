import { INTEGER, LIST, listValue, UUID } from '@duckdb/node-api';
import type { ObjectDefinition, ObjectName, RelationDefinition } from '../../shared/search/object.ts';
import { OBJECT_NAMES, OBJECTS } from '../../shared/search/objects.ts';
import { companion, derivedFieldsOf, enumTypeOf, quoted } from './columns.ts';
import type { Copy } from './copy.ts';
import type { CopyRecord } from './record.ts';
import { uuidOf } from './values.ts';

/**
 * Reckons again what depends on changed records: which of them were set right by others, and the reckoned fields of the records
 * they belong to.
 */
export async function deriveAgain(
  copy: Copy,
  changed: readonly CopyRecord[],
  numberOf: (object: ObjectName, id: string) => number | undefined,
): Promise<void> {
  for (const name of OBJECT_NAMES) {
    const object = OBJECTS[name];
    const own = changed.filter(({ object: of }) => of === name);
    if (own.length > 0 && object.corrects !== undefined) await markCorrected(copy, object, own);
  }
  for (const name of OBJECT_NAMES) {
    const object = OBJECTS[name];
    for (const relation of Object.values(object.relations)) {
      const { theirs } = relation;
      if (theirs === undefined) continue;
      const ids = changed.flatMap(({ object: of, values }) =>
        of === relation.to ? ((values[theirs] as string | undefined) ?? []) : [],
      );
      const numbers = [...new Set(ids)].flatMap((id) => numberOf(name, id) ?? []);
      if (numbers.length > 0) await reckon(copy, object, relation, numbers);
    }
  }
}

/** An entry that another one sets right is marked, whichever of the two came first. */
async function markCorrected(
  copy: Copy,
  object: ObjectDefinition,
  changed: readonly CopyRecord[],
): Promise<void> {
  const { corrects = '' } = object;
  const correcting = changed.flatMap(({ values }) => (values[corrects] as string | undefined) ?? []);
  const table = quoted(object.name);
  const mark = (ids: readonly string[], also: string) =>
    copy.connection.run(
      `UPDATE ${table} SET corrected = true WHERE id IN (SELECT unnest($1)) AND NOT corrected ${also}`,
      [listValue(ids.map(uuidOf))],
      [LIST(UUID)],
    );
  if (correcting.length > 0) await mark(correcting, '');
  // Corrections are few: those that came earlier than what they correct are looked up among them alone.
  const column = quoted(corrects);
  await mark(
    changed.map(({ id }) => id),
    `AND id IN (SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL)`,
  );
}

async function reckon(
  copy: Copy,
  object: ObjectDefinition,
  relation: RelationDefinition,
  numbers: readonly number[],
): Promise<void> {
  const fields = derivedFieldsOf(object).filter(
    ([, { derived }]) => object.relations[derived?.relation ?? ''] === relation,
  );
  if (fields.length === 0) return;
  const measures = fields.map(([name, { derived }]) => {
    const of = derived?.measure === 'max' ? `max(r.${quoted(derived.field ?? '')}` : 'count(r.n';
    const where = OBJECTS[relation.to];
    const { field = '', is = '' } = derived?.where ?? {};
    const code = `'${is}'::${enumTypeOf(where, field) ?? 'VARCHAR'}`;
    return `${of}) FILTER (r.${quoted(field)} = ${code}) AS ${quoted(name)}`;
  });
  const assignments = fields.map(([name]) => `${quoted(name)} = reckoned.${quoted(name)}`);
  await copy.connection.run(
    `UPDATE ${quoted(object.name)} AS o SET ${assignments.join(', ')} FROM (
       SELECT p.n, ${measures.join(', ')}
       FROM (SELECT unnest($1) AS n) AS p LEFT JOIN ${quoted(relation.to)} AS r
         ON r.${quoted(companion(relation.theirs ?? ''))} = p.n AND r.live${standing(relation)}
       GROUP BY p.n
     ) AS reckoned WHERE o.n = reckoned.n`,
    [listValue([...numbers])],
    [LIST(INTEGER)],
  );
}

/** What was set right, and what repeats another record, does not count. */
function standing(relation: RelationDefinition): string {
  const { corrects, repeats } = OBJECTS[relation.to];
  const uncorrected = corrects === undefined ? '' : ' AND NOT r.corrected';
  return repeats === undefined || relation.repeated
    ? uncorrected
    : `${uncorrected} AND NOT r.${quoted(repeats)}`;
}
