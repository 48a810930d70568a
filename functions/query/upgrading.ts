import { companyItem, contactItem, contactLinkItem, timelineItem } from '../clients/service.ts';
import { type ItemKind, type StoredItem, upgradedData } from '../runtime/table/item.ts';

/** The kinds that can be searched, for what older shapes of them become. */
const KINDS: ReadonlyMap<string, ItemKind> = new Map(
  [companyItem, contactItem, contactLinkItem, timelineItem].map((kind) => [kind.kind, kind]),
);

/**
 * The data of an item in the present shape. They are not parsed: they were when they were written, and a thousand changes have to
 * be taken in the time of a blink.
 *
 * @throws Error when the item is newer than this code
 */
export function upgraded(item: StoredItem): StoredItem['data'] {
  const kind = KINDS.get(item.kind);
  if (kind === undefined) throw new Error(`Items of kind ${item.kind} cannot be searched.`);
  return upgradedData(kind, item);
}
