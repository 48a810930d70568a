import type { ObjectDefinition } from '../../shared/search/object.ts';
import { quoted } from './columns.ts';
import { visible } from './compile-access.ts';
import type { Compilation } from './compile-filter.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { Statement } from './sql.ts';
import { ulidOf } from './uuid.ts';

/** The names of records, by their ids, as far as the asker may see them: without the search that they would be to find otherwise. */
export async function nameRecords(
  copy: Copy,
  object: ObjectDefinition,
  sight: Compilation['sight'],
  ids: readonly string[],
): Promise<[id: string, name: string][]> {
  const statement = new Statement();
  const found = await execute(
    copy,
    statement,
    `SELECT CAST(o.id AS VARCHAR), o.name FROM ${quoted(object.name)} AS o
     WHERE o.id IN (SELECT unnest(${statement.ids(ids)}))${visible(object, 'o', { statement, sight })}`,
  );
  return found.map(([id, name]) => [ulidOf(BigInt(`0x${String(id).replaceAll('-', '')}`)), String(name)]);
}
