import { createHash } from 'node:crypto';
import {
  type FileFacts,
  FileMissing,
  FileReplaced,
  type Files,
} from '../../functions/runtime/files/files.ts';

/** A bucket in memory, for tests of what is done with files; the files themselves are tested on the local S3. */
export interface MemoryFiles extends Files {
  /** What lies in it, by key. */
  readonly objects: Map<string, { readonly body: Uint8Array; readonly contentType: string }>;
}

export const sha256Of = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64');

export function createMemoryFiles(): MemoryFiles {
  const objects: MemoryFiles['objects'] = new Map();
  const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;
  const existing = (key: string, etag?: string) => {
    const object = objects.get(key);
    if (!object) throw new FileMissing(key);
    if (etag !== undefined && etagOf(object.body) !== etag) throw new FileReplaced(key);
    return object;
  };
  const factsOf = ({ body, contentType }: ReturnType<typeof existing>): FileFacts => ({
    bytes: body.byteLength,
    etag: etagOf(body),
    contentType,
    sha256: sha256Of(body),
  });
  return {
    objects,
    uploadAddress: async (key, { contentType, bytes, sha256 }, from = new Date()) => ({
      url: `https://files.example/${key}?from=${from.toISOString()}`,
      headers: {
        'content-type': contentType,
        'content-length': String(bytes),
        ...(sha256 === undefined ? {} : { 'x-amz-checksum-sha256': sha256 }),
      },
    }),
    downloadAddress: async (key, { fileName }, from = new Date()) =>
      `https://files.example/${key}?name=${encodeURIComponent(fileName)}&from=${from.toISOString()}`,
    find: async (key) => {
      const object = objects.get(key);
      return object ? factsOf(object) : undefined;
    },
    read: async function* (key, { etag, from = 0, to = Number.MAX_SAFE_INTEGER }) {
      yield existing(key, etag).body.subarray(from, to + 1);
    },
    put: async (key, body, contentType) => void objects.set(key, { body, contentType }),
    putStream: async (key, pieces, contentType) => {
      const held: Uint8Array[] = [];
      for await (const piece of pieces) held.push(piece);
      objects.set(key, { body: Buffer.concat(held), contentType });
    },
    copy: async (from, to, { etag, contentType }) =>
      void objects.set(to, { ...existing(from, etag), contentType }),
    remove: async (key) => void objects.delete(key),
  };
}
