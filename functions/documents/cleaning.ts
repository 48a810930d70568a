import type { Key } from '../../shared/table.ts';
import type { Files } from '../runtime/files/files.ts';
import type { Table } from '../runtime/table/table.ts';
import { documentPrefix, documentUploadPrefix, incomingKeyOf, objectKeyOf } from './document-item.ts';

export interface CleaningDependencies {
  readonly table: Table;
  readonly files: Files;
}

/** Whether an item is the record of a document, announced or stored. */
export const isDocument = ({ sk }: Pick<Key, 'sk'>): boolean =>
  sk.startsWith(documentPrefix) || sk.startsWith(documentUploadPrefix);

/**
 * Removes the content of a document whose record is gone, whoever removed it: a person, the end of an announcement, or the
 * purge of its card. An announcement is also gone when it was completed: then the document is there, and its content stays.
 * Removing what is gone changes nothing, so a repeat is harmless.
 *
 * @returns whether there was anything to remove
 */
export async function removeContent(
  { table, files }: CleaningDependencies,
  { pk, sk }: Key,
): Promise<boolean> {
  const [, tenantId = ''] = pk.split('#');
  const id = sk.slice(sk.indexOf('#') + 1);
  if (sk.startsWith(documentUploadPrefix)) {
    const completed = await table.get({ pk, sk: `${documentPrefix}${id}` }, { consistent: true });
    if (completed) return false;
    await files.remove(incomingKeyOf(tenantId, id));
  }
  await files.remove(objectKeyOf(tenantId, id));
  return true;
}
