import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Objects } from './objects.ts';
import { type ReceivedFile, receiveFile } from './received-file.ts';
import { S3Error } from './s3-error.ts';

/** A part as the one who completes an upload names it. */
export interface NamedPart {
  readonly number: number;
  /** With its quotes. */
  readonly etag: string;
}

/** Uploads in parts. Source: Amazon S3 user guide, "Uploading and copying objects using multipart upload". */
export interface Uploads {
  begin(bucket: string, key: string, contentType: string): string;
  /** Keeps a part, in place of an earlier one of its number; gives its ETag. */
  part(uploadId: string, number: number, file: ReceivedFile): Promise<string>;
  /** Makes the parts one object; gives its ETag. */
  complete(uploadId: string, parts: readonly NamedPart[]): Promise<string>;
  abort(uploadId: string): Promise<void>;
  /** Uploads of a bucket that were begun before an instant. */
  begunBefore(bucket: string, instant: Date): readonly string[];
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly content_type: string;
}

interface Part {
  readonly number: number;
  readonly bytes: number;
  readonly md5: string;
  readonly file: string;
}

/** All parts but the last are at least this long. */
const LEAST_BYTES = 5 * 1024 * 1024;

/** Opens the uploads of a state, which has them survive a restart. */
export function openUploads(state: DatabaseSync, objects: Objects): Uploads {
  state.exec(`
    CREATE TABLE IF NOT EXISTS upload (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, content_type TEXT NOT NULL,
      begun INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS upload_part (
      upload TEXT NOT NULL, number INTEGER NOT NULL, bytes INTEGER NOT NULL, md5 TEXT NOT NULL, file TEXT NOT NULL,
      PRIMARY KEY (upload, number)) STRICT`);
  const insert = state.prepare('INSERT INTO upload VALUES (?, ?, ?, ?, ?)');
  const find = state.prepare('SELECT * FROM upload WHERE id = ?');
  const old = state.prepare('SELECT id FROM upload WHERE bucket = ? AND begun < ?');
  const end = state.prepare('DELETE FROM upload WHERE id = ?');
  const keep = state.prepare('INSERT OR REPLACE INTO upload_part VALUES (?, ?, ?, ?, ?)');
  const kept = state.prepare('SELECT * FROM upload_part WHERE upload = ? ORDER BY number');
  const forget = state.prepare('DELETE FROM upload_part WHERE upload = ?');
  const partsOf = (id: string) => kept.all(id) as unknown as Part[];
  const pathOf = ({ file }: Part): string => join(objects.folder, file);
  const uploadOf = (id: string): Upload => {
    const upload = find.get(id) as unknown as Upload | undefined;
    if (upload === undefined) throw noSuchUpload();
    return upload;
  };
  const finish = async (id: string) => {
    const parts = partsOf(id);
    end.run(id);
    forget.run(id);
    await Promise.all(parts.map((part) => rm(pathOf(part), { force: true })));
  };
  return {
    begin: (bucket, key, contentType) => {
      const id = randomUUID();
      insert.run(id, bucket, key, contentType, Date.now());
      return id;
    },
    part: async (id, number, { path, bytes, md5 }) => {
      uploadOf(id);
      const before = partsOf(id).find((part) => part.number === number);
      keep.run(id, number, bytes, md5, basename(path));
      if (before !== undefined) await rm(pathOf(before), { force: true });
      return `"${md5}"`;
    },
    complete: async (id, named) => {
      const { bucket, key, content_type: contentType } = uploadOf(id);
      const parts = chosen(named, partsOf(id));
      const file = await receiveFile(bytesOf(parts.map(pathOf)), objects.folder);
      // Another may have completed or aborted it meanwhile.
      if (find.get(id) === undefined) {
        await rm(file.path, { force: true });
        throw noSuchUpload();
      }
      const etag = `"${digestOf(parts)}-${parts.length}"`;
      await objects.put(bucket, { key, etag, contentType, checksums: {} }, file);
      await finish(id);
      return etag;
    },
    abort: async (id) => {
      uploadOf(id);
      await finish(id);
    },
    begunBefore: (bucket, instant) => old.all(bucket, instant.getTime()).map(({ id }) => String(id)),
  };
}

/** The parts that were named, if they are what was sent. */
function chosen(named: readonly NamedPart[], kept: readonly Part[]): readonly Part[] {
  if (named.length === 0) throw new S3Error(400, 'MalformedXML', 'You must specify at least one part.');
  return named.map(({ number, etag }, index) => {
    const part = kept.find((one) => one.number === number && `"${one.md5}"` === etag);
    if (part === undefined) {
      throw new S3Error(400, 'InvalidPart', 'One or more of the specified parts could not be found.', {
        PartNumber: String(number),
      });
    }
    if (number <= (named[index - 1]?.number ?? 0)) {
      throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    if (index < named.length - 1 && part.bytes < LEAST_BYTES) {
      throw new S3Error(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size.',
      );
    }
    return part;
  });
}

async function* bytesOf(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* createReadStream(path);
}

const digestOf = (parts: readonly Part[]): string =>
  createHash('md5')
    .update(Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex'))))
    .digest('hex');

const noSuchUpload = (): S3Error =>
  new S3Error(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
