import type { StoredItem } from '../runtime/table/item.ts';
import type { QueryInput, Table } from '../runtime/table/table.ts';

/** All items of a small list, page after page: what a tenant keeps here is counted in hundreds. */
export async function allOf(table: Table, query: QueryInput): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let page = await table.query(query);
  items.push(...page.items);
  while (page.last) {
    page = await table.query({ ...query, after: page.last });
    items.push(...page.items);
  }
  return items;
}
