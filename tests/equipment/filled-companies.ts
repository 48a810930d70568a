import { companyItem, companyKey } from '../../functions/clients/company-item.ts';
import { newId } from '../../functions/runtime/change.ts';
import { writeItem } from '../../functions/runtime/table/item.ts';
import type { Person, TenantBed } from './tenant-bed.ts';

/** Many companies, written past the handlers: it would take minutes. @returns their ids */
export async function fillCompanies(
  { table, tenant }: TenantBed,
  owner: Pick<Person, 'id'>,
  called: readonly string[],
  more: object,
): Promise<string[]> {
  const now = new Date();
  const at = now.toISOString();
  const ids: string[] = [];
  const items = called.map((name) => {
    const id = newId(now);
    ids.push(id);
    const data = {
      id,
      name,
      kind: 'company' as const,
      status: 'prospect' as const,
      leadSource: 'exhibition',
      owner: owner.id,
      ...more,
      createdAt: at,
      createdBy: owner.id,
      updatedAt: at,
      updatedBy: owner.id,
    };
    const key = companyKey(tenant, id);
    return writeItem(companyItem, key, data as never, { version: 1, feed: { tenant, at, id } });
  });
  for (let start = 0; start < items.length; start += 100)
    await table.transact(items.slice(start, start + 100).map((item) => ({ op: 'put', item }) as const));
  return ids;
}
