import { openSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ReceivedFile } from './received-file.ts';
import { noSuchKey } from './s3-error.ts';

/** What is known of an object besides its bytes. */
export interface ObjectFacts {
  readonly key: string;
  readonly bytes: number;
  /** With its quotes. */
  readonly etag: string;
  readonly contentType: string;
  /** The header `Content-Encoding` as it came; the bytes are kept as they came too. */
  readonly contentEncoding?: string | undefined;
  readonly modified: Date;
  /** What the upload carried, by the header, e.g. `x-amz-checksum-sha256`. */
  readonly checksums: Readonly<Record<string, string>>;
}

export type NewObject = Pick<ObjectFacts, 'key' | 'etag' | 'contentType' | 'contentEncoding' | 'checksums'>;

export interface Page {
  readonly prefix: string;
  /** Keys behind this one. */
  readonly after: string;
  readonly limit: number;
}

/** Objects of the buckets: bytes in files, everything else in the state. Each change is committed before it returns. */
export interface Objects {
  /** Where files are received, before they are objects. */
  readonly folder: string;
  find(bucket: string, key: string): ObjectFacts | undefined;
  /**
   * A file descriptor that stays readable when the object is replaced; whoever opens it closes it.
   * @throws {S3Error} where there is no such object
   */
  open(bucket: string, key: string): number;
  /** Makes a received file the object of a key; what was there goes. */
  put(bucket: string, object: NewObject, file: Pick<ReceivedFile, 'path' | 'bytes'>): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  /** In the order of the keys' bytes. */
  list(bucket: string, page: Page): readonly ObjectFacts[];
}

interface Row {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly content_type: string;
  readonly content_encoding: string | null;
  readonly modified: number;
  readonly checksums: string;
  readonly file: string;
}

/** Opens the objects of a folder and of a state that belongs to it. */
export async function openObjects(state: DatabaseSync, folder: string): Promise<Objects> {
  await mkdir(folder, { recursive: true });
  state.exec(`CREATE TABLE IF NOT EXISTS object (
    bucket TEXT NOT NULL, key TEXT NOT NULL, bytes INTEGER NOT NULL, etag TEXT NOT NULL, content_type TEXT NOT NULL,
    modified INTEGER NOT NULL, checksums TEXT NOT NULL, file TEXT NOT NULL, content_encoding TEXT,
    PRIMARY KEY (bucket, key)) STRICT, WITHOUT ROWID`);
  addEncoding(state);
  const find = state.prepare('SELECT * FROM object WHERE bucket = ? AND key = ?');
  const write = state.prepare('INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = state.prepare('DELETE FROM object WHERE bucket = ? AND key = ?');
  const page = state.prepare(
    'SELECT * FROM object WHERE bucket = ? AND key > ? AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?',
  );
  const rowOf = (bucket: string, key: string) => find.get(bucket, key) as unknown as Row | undefined;
  const pathOf = ({ file }: Row): string => join(folder, file);
  const discard = async (row: Row | undefined) => {
    if (row !== undefined) await rm(pathOf(row), { force: true });
  };
  return {
    folder,
    find: (bucket, key) => {
      const row = rowOf(bucket, key);
      return row === undefined ? undefined : factsOf(row);
    },
    open: (bucket, key) => {
      const row = rowOf(bucket, key);
      if (row === undefined) throw noSuchKey(key);
      // Opened in the same turn: a file is deleted only after its row was replaced.
      return openSync(pathOf(row), 'r');
    },
    put: async (bucket, { key, etag, contentType, contentEncoding, checksums }, { path, bytes }) => {
      const before = rowOf(bucket, key);
      const facts = JSON.stringify(checksums);
      const encoding = contentEncoding ?? null;
      write.run(bucket, key, bytes, etag, contentType, Date.now(), facts, basename(path), encoding);
      await discard(before);
    },
    remove: async (bucket, key) => {
      const before = rowOf(bucket, key);
      remove.run(bucket, key);
      await discard(before);
    },
    list: (bucket, { prefix, after, limit }) =>
      (page.all(bucket, after, prefix, prefix, limit) as unknown as Row[]).map(factsOf),
  };
}

/** A data folder of an earlier version has no column for it. */
function addEncoding(state: DatabaseSync): void {
  const columns = state.prepare('PRAGMA table_info(object)').all();
  if (columns.some(({ name }) => name === 'content_encoding')) return;
  state.exec('ALTER TABLE object ADD COLUMN content_encoding TEXT');
}

const factsOf = (row: Row): ObjectFacts => ({
  key: row.key,
  bytes: row.bytes,
  etag: row.etag,
  contentType: row.content_type,
  contentEncoding: row.content_encoding ?? undefined,
  modified: new Date(row.modified),
  checksums: JSON.parse(row.checksums) as Record<string, string>,
});

/** Deletes files that nothing names: what was being received when the machine stopped. Only before anything is served. */
export async function sweepFiles(state: DatabaseSync, folder: string): Promise<void> {
  const rows = state.prepare('SELECT file FROM object UNION SELECT file FROM upload_part').all();
  const named = new Set(rows.map(({ file }) => String(file)));
  await Promise.all(
    readdirSync(folder)
      .filter((name) => !named.has(name))
      .map((name) => rm(join(folder, name), { force: true })),
  );
}
