import type { ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { blank } from './applying.ts';
import { companion, quoted } from './columns.ts';
import type { Copy } from './copy.ts';
import { REMOVED_VERSION } from './record.ts';
import { ulidOf } from './uuid.ts';
import { timestampOf } from './values.ts';

/** How long a deleted card can be restored; then nothing of it is kept anywhere. */
const RESTORABLE_MS = 30 * 86_400_000;

const CARDS: readonly ObjectName[] = ['companies', 'contacts'];

/** Removes what is left of cards that were deleted so long ago that nobody can restore them, chronologies and all. */
export async function forgetDeleted(copy: Copy, now: Date): Promise<void> {
  const limit = timestampOf(new Date(now.getTime() - RESTORABLE_MS).toISOString());
  await copy.atomically(async () => {
    for (const name of CARDS) {
      const gone = await placesOf(
        copy,
        name,
        `NOT live AND version BETWEEN 1 AND ${REMOVED_VERSION - 1} AND "updatedAt" < $1`,
        [limit],
      );
      if (gone.length === 0) continue;
      await forgetRelated(
        copy,
        name,
        gone.map(({ n }) => n),
      );
      await blank(copy, OBJECTS[name], gone);
    }
  });
}

/** Entries and places go with the card that they stand on; an entry of a company is kept when one of its people goes. */
async function forgetRelated(copy: Copy, name: ObjectName, numbers: readonly number[]): Promise<void> {
  for (const relation of Object.values(OBJECTS[name].relations)) {
    if (relation.theirs === undefined) continue;
    const column = quoted(companion(relation.theirs));
    const { repeats } = OBJECTS[relation.to];
    const own = repeats === undefined || relation.repeated ? '' : ` AND NOT ${quoted(repeats)}`;
    const list = numbers.join(', ');
    const places = await placesOf(
      copy,
      relation.to,
      `${column} IN (${list})${own} AND version < ${REMOVED_VERSION}`,
    );
    await blank(copy, OBJECTS[relation.to], places);
  }
}

async function placesOf(
  copy: Copy,
  name: ObjectName,
  where: string,
  values: Parameters<Copy['rows']>[1] = [],
): Promise<{ id: string; n: number }[]> {
  const rows = await copy.rows(`SELECT n, CAST(id AS VARCHAR) FROM ${quoted(name)} WHERE ${where}`, values);
  return rows.map(([n, id]) => ({ n: Number(n), id: ulidOf(BigInt(`0x${String(id).replaceAll('-', '')}`)) }));
}
