import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { FileMissing, type Files } from '../runtime/files/files.ts';
import { COPY_SHAPE, COPY_TABLES, type CopyTable, quoted } from './columns.ts';
import type { Copy } from './copy.ts';
import type { Watermarks } from './feed.ts';

const fileSchema = z.strictObject({
  table: z.string(),
  key: z.string(),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
});

/** What a snapshot consists of; it is written last, so that what it names is there. */
const manifestSchema = z.strictObject({
  shape: z.string(),
  at: z.iso.datetime(),
  watermarks: z.array(z.string()),
  files: z.array(fileSchema),
  /** Objects of the snapshot before, which somebody may still be reading. */
  before: z.array(z.string()),
});
export type Manifest = z.output<typeof manifestSchema>;

/** What of a bucket snapshots need. */
export type SnapshotFiles = Pick<Files, 'put' | 'putStream' | 'read' | 'remove'>;

/** Where snapshots lie, and through which folder they pass on their way. */
export interface SnapshotPlace {
  readonly files: SnapshotFiles;
  readonly tenantId: string;
  readonly folder: string;
}

/** Why a snapshot cannot be used: it is made anew from the feed, never served. */
export class SnapshotUnusable extends Error {
  override readonly name = 'SnapshotUnusable';
}

/** The shape of this code's copies. */
export const SHAPE = createHash('sha256').update(COPY_SHAPE).digest('base64url');

/** Everything of a tenant that lies beside its documents. */
export const folderOf = ({ tenantId }: SnapshotPlace): string => `snapshots/${tenantId}`;
const manifestKey = (place: SnapshotPlace): string => `${folderOf(place)}/current.json`;

/**
 * Keeps a copy as Parquet files, one for each table. The one before is removed when the next is made.
 *
 * @param at When the copy was in this state: names the snapshot
 */
export async function saveSnapshot(
  copy: Copy,
  place: SnapshotPlace,
  state: { readonly watermarks: Watermarks; readonly at: Date },
): Promise<Manifest> {
  const before = await readManifest(place).catch(() => undefined);
  const name = `${state.at.getTime().toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
  const files: Manifest['files'] = [];
  for (const table of COPY_TABLES) files.push(await saveTable(copy, place, table, name));
  const manifest: Manifest = {
    shape: SHAPE,
    at: state.at.toISOString(),
    watermarks: [...state.watermarks],
    files,
    before: before?.files.map(({ key }) => key) ?? [],
  };
  await place.files.put(manifestKey(place), Buffer.from(JSON.stringify(manifest)), 'application/json');
  for (const key of before?.before ?? []) await place.files.remove(key);
  return manifest;
}

async function saveTable(copy: Copy, place: SnapshotPlace, table: CopyTable, name: string) {
  const path = join(place.folder, `${name}-${fileNameOf(table.name)}`);
  const key = `${folderOf(place)}/${name}/${fileNameOf(table.name)}`;
  try {
    await copy.run(
      `COPY (SELECT * FROM ${quoted(table.name)} ORDER BY ${table.order}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    const [[rows] = []] = await copy.rows(`SELECT count(*) FROM ${quoted(table.name)}`);
    const [sha256, { size }] = [await hashOf(path), await stat(path)];
    await place.files.putStream(key, createReadStream(path), 'application/vnd.apache.parquet');
    return { table: table.name, key, rows: Number(rows), bytes: size, sha256 };
  } finally {
    await rm(path, { force: true });
  }
}

const fileNameOf = (table: string): string => `${table.replaceAll('$', '-')}.parquet`;

/** SHA-256 of a file, in base64url. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64url');
}

/** What the newest snapshot consists of; nothing where there is none. @throws SnapshotUnusable */
export async function readManifest(place: SnapshotPlace): Promise<Manifest | undefined> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of place.files.read(manifestKey(place), {})) chunks.push(chunk);
  } catch (error) {
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    throw new SnapshotUnusable('Its list of files cannot be read.');
  }
}

/** Files that are fetched at once. */
const AT_ONCE = 4;

/**
 * Fills an empty copy from a snapshot.
 *
 * @throws SnapshotUnusable where a file is missing, or not as it was written; the copy may hold a part of it then
 */
export async function loadSnapshot(copy: Copy, place: SnapshotPlace, manifest: Manifest): Promise<void> {
  if (manifest.shape !== SHAPE) throw new SnapshotUnusable('It is of another shape.');
  const waiting = COPY_TABLES.map((table) => {
    const file = manifest.files.find((found) => found.table === table.name);
    if (file === undefined) throw new SnapshotUnusable(`It has no file of ${table.name}.`);
    return { table, file };
  }).sort((one, other) => other.file.bytes - one.file.bytes);
  let failed: { readonly error: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !failed; next = waiting.shift())
      await loadTable(copy, place, next.table, next.file).catch((error: unknown) => {
        failed ??= { error };
      });
  };
  // All have ended before it fails: a copy that is closed under a statement takes the process with it.
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failed) throw failed.error;
}

async function loadTable(
  copy: Copy,
  place: SnapshotPlace,
  table: CopyTable,
  file: Manifest['files'][number],
): Promise<void> {
  const path = join(place.folder, `load-${crypto.randomUUID()}.parquet`);
  try {
    if ((await fetchFile(place, file.key, path)) !== file.sha256)
      throw new SnapshotUnusable(`The file of ${table.name} is not as it was written.`);
    const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
    await copy.run(
      `INSERT INTO ${quoted(table.name)} (${columns}) SELECT ${columns} FROM read_parquet('${path.replaceAll("'", "''")}')`,
    );
    const [[rows] = []] = await copy.rows(`SELECT count(*) FROM ${quoted(table.name)}`);
    if (Number(rows) !== file.rows) throw new SnapshotUnusable(`The file of ${table.name} lacks rows.`);
  } catch (error) {
    if (error instanceof FileMissing) throw new SnapshotUnusable(`The file of ${table.name} is gone.`);
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

/** Brings an object to a file. @returns its SHA-256 in base64url @throws FileMissing */
export async function fetchFile({ files }: SnapshotPlace, key: string, path: string): Promise<string> {
  const hash = createHash('sha256');
  const pieces = async function* () {
    for await (const piece of files.read(key, {})) {
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(pieces, createWriteStream(path));
  return hash.digest('base64url');
}
