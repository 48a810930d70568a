import type { Subject } from '../../shared/clients/timeline.ts';
import { MAX_DOCUMENTS } from '../../shared/documents/document.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { readItem, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { stale } from '../runtime/versions.ts';
import { documentCountItem, documentCountKey } from './document-item.ts';

export const countOf = (counter: StoredItem | undefined): number =>
  counter ? readItem(documentCountItem, counter).data.count : 0;

export const tooMany = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'document.too-many',
    `A card holds ${MAX_DOCUMENTS} documents: remove some that are no longer needed.`,
  );

/**
 * Counts one document more on a card. Added up by the engine and not under a version, so that a person who drops ten files on
 * a card at once gets all ten.
 *
 * @throws (in the transaction) KartotekaError `document.too-many`
 */
export function countMore(tenant: VerifiedTenant, subject: Subject, counter: StoredItem | undefined): Write {
  const key = documentCountKey(tenant, subject);
  if (!counter) {
    const item = writeItem(documentCountItem, key, { count: 1 });
    return { op: 'put', item, condition: { absent: true }, refused: stale };
  }
  const refused = (current: StoredItem | undefined): Error => (current ? tooMany() : stale(current));
  return { op: 'add', key, attribute: 'count', by: 1, atMost: MAX_DOCUMENTS - 1, refused };
}

/** Counts one document less. */
export const countLess = (tenant: VerifiedTenant, subject: Subject): Write => ({
  op: 'add',
  key: documentCountKey(tenant, subject),
  attribute: 'count',
  by: -1,
  atLeast: 1,
});
