import type { Files } from '../../functions/runtime/files/files.ts';
import { CONTENT, DOCUMENT } from '../equipment/document-desk.ts';
import { createMemoryFiles } from '../equipment/memory-files.ts';

/**
 * A bucket that holds the same content wherever one looks, whatever was done before: under faults of the table it is the
 * same for every run. What the store of files does when it fails is tested beside the documents.
 */
export const contentEverywhere: Files = {
  ...createMemoryFiles(),
  find: async () => ({ bytes: CONTENT.byteLength, sha256: DOCUMENT.sha256, etag: '"same"', contentType: '' }),
  read: async function* () {
    yield CONTENT;
  },
  copy: async () => undefined,
  remove: async () => undefined,
};
