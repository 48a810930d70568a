import type { Files } from '../../functions/runtime/files/files.ts';
import { CONTENT, DOCUMENT } from '../equipment/document-desk.ts';
import { createMemoryFiles } from '../equipment/memory-files.ts';

/**
 * A bucket that holds the same content wherever one looks, whatever was done before: under faults of the table it is the
 * same for every run. What the store of files does when it fails is tested beside the documents.
 */
const everywhere = (content: Uint8Array, sha256?: string): Files => ({
  ...createMemoryFiles(),
  find: async () => ({
    bytes: content.byteLength,
    etag: '"same"',
    contentType: '',
    ...(sha256 === undefined ? {} : { sha256 }),
  }),
  read: async function* () {
    yield content;
  },
  copy: async () => undefined,
  remove: async () => undefined,
});

export const contentEverywhere = everywhere(CONTENT, DOCUMENT.sha256);

/** A list of clients to be imported. */
export const LIST = Buffer.from('Компания;Телефон\nООО «Ромашка»;84951234567\n');

export const listEverywhere = everywhere(LIST);
