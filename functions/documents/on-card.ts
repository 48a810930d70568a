import type { Subject } from '../../shared/clients/timeline.ts';
import { CARD_DOCUMENTS, type CardDocuments } from '../../shared/documents/document.ts';
import { cardPartition } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { countOf } from './counting.ts';
import { documentCountItem, documentItem, documentPrefix } from './document-item.ts';

/**
 * The documents that a card opens with: one request, and none where the card has no documents.
 *
 * @param card What was read of the card: sort keys that begin with `card`.
 */
export async function documentsOnCard(
  table: Table,
  { caller }: RequestContext,
  subject: Subject,
  card: readonly StoredItem[],
): Promise<CardDocuments> {
  const count = countOf(card.find(({ kind }) => kind === documentCountItem.kind));
  if (count === 0) return { latest: [], count };
  const pk = cardPartition(caller.tenant, subject);
  const { items } = await table.query({
    pk,
    prefix: documentPrefix,
    descending: true,
    limit: CARD_DOCUMENTS,
  });
  return { latest: items.map((item) => readItem(documentItem, item).data), count };
}
