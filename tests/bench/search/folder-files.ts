import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SnapshotFiles } from '../../../functions/query/snapshot.ts';
import { FileMissing } from '../../../functions/runtime/files/files.ts';

/** A bucket as a folder: what a snapshot takes to read without the way through a store. */
export function createFolderFiles(folder: string): SnapshotFiles {
  const pathOf = async (key: string): Promise<string> => {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    put: async (key, body) => writeFile(await pathOf(key), body),
    putStream: async (key, pieces) => pipeline(pieces, createWriteStream(await pathOf(key))),
    read: (key) => {
      const path = join(folder, key);
      if (!existsSync(path)) throw new FileMissing(key);
      return createReadStream(path, { highWaterMark: 1024 * 1024 });
    },
    remove: (key) => rm(join(folder, key), { force: true }),
  };
}
