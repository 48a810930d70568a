import type { Company } from '../../shared/clients/company.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { cardPartition } from './company-item.ts';
import { relationItem, relationPrefix } from './relation-item.ts';

/** Ids of the firms that stand right above one. */
export type ParentsOf = (id: string) => Promise<readonly string[]>;

/** Levels of parents that a firm may have above it: what stands higher could not be looked through for circles. */
const MAX_LEVELS = 20;

/** The parents as they are stored, read consistently. */
export const storedParents =
  (table: Table, tenant: VerifiedTenant): ParentsOf =>
  async (id) => {
    const pk = cardPartition(tenant, { type: 'company', id });
    const ids: string[] = [];
    let after: Key | undefined;
    do {
      const prefix = relationPrefix('parent');
      const page = await table.query({ pk, prefix, consistent: true, ...(after ? { after } : {}) });
      for (const item of page.items) ids.push(readItem(relationItem, item).data.companyId);
      after = page.last;
    } while (after);
    return ids;
  };

/** A firm, those right above it, those above them, and so on; each once. */
async function* levelsFrom(parentsOf: ParentsOf, id: string): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>();
  for (let level = [id]; level.length > 0; ) {
    yield level;
    for (const one of level) seen.add(one);
    const above = await Promise.all(level.map(parentsOf));
    level = [...new Set(above.flat())].filter((one) => !seen.has(one));
  }
}

/** A firm and all above it, as high as they are looked through. */
export async function lineOf(parentsOf: ParentsOf, id: string): Promise<ReadonlySet<string>> {
  const line = new Set<string>();
  let levels = 0;
  for await (const level of levelsFrom(parentsOf, id)) {
    for (const one of level) line.add(one);
    levels += 1;
    if (levels === MAX_LEVELS) break;
  }
  return line;
}

type Named = Pick<Company, 'id' | 'name'>;

/** The child stands above its parent to be. */
export const circle = (parent: Named, child: Named): KartotekaError =>
  new KartotekaError(
    'conflict',
    'relation.cycle',
    `${child.name} stands above ${parent.name} already: a company cannot be its own ancestor.`,
  );

/**
 * A company cannot be its own ancestor. It holds for circles of any length: a line too long to be looked through gets no longer.
 *
 * @throws KartotekaError `relation.cycle`, `relation.too-deep`
 */
export async function requireNoCircle(parentsOf: ParentsOf, parent: Named, child: Named): Promise<void> {
  let levels = 0;
  for await (const level of levelsFrom(parentsOf, parent.id)) {
    if (level.includes(child.id)) throw circle(parent, child);
    levels += 1;
    if (levels > MAX_LEVELS) {
      const message = `More than ${MAX_LEVELS} levels of companies would stand above ${child.name}: give it a parent that stands higher.`;
      throw new KartotekaError('conflict', 'relation.too-deep', message);
    }
  }
}
