import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRequestedV1 } from '../../events/import-requested.v1.ts';
import { createImportHandlers } from '../../functions/imports/handlers.ts';
import { importSubscriptions } from '../../functions/imports/working.ts';
import { EVENT_SHARDS, eventItem, eventPartition } from '../../functions/runtime/change.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Received } from '../../functions/runtime/event.ts';
import { createFiles, type Files } from '../../functions/runtime/files/files.ts';
import { readItem } from '../../functions/runtime/table/item.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { LOCAL_CREDENTIALS } from '../../local/credentials.ts';
import { startObjectStore } from '../../local/storage/object-store.ts';
import { dryRunInputSchema, importInputSchema } from '../../shared/imports/import.ts';
import { quiet } from '../capacity/runs.ts';
import { bodyOf } from './client-desk.ts';
import type { TenantBed } from './tenant-bed.ts';

type Handlers = ReturnType<typeof createImportHandlers>;
type ImportView = NonNullable<Awaited<ReturnType<Handlers['readImport']>>['body']>;

const BUCKET = 'kartoteka-files';
const REGION = 'eu-central-1';
const none = { params: undefined, query: undefined, body: undefined };

/** Files of a test, in a store of its own. */
export interface FileStore {
  readonly files: Files;
  stop(): Promise<void>;
}

/** Starts a store of files and gives the product's access to it. */
export async function startFileStore(): Promise<FileStore> {
  process.env['AWS_ACCESS_KEY_ID'] = LOCAL_CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = LOCAL_CREDENTIALS.secretAccessKey;
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-import-'));
  const store = await startObjectStore({ dataDir: folder, region: REGION, buckets: [BUCKET], queues: [] });
  return {
    files: createFiles({ bucket: BUCKET, region: REGION, endpoint: store.endpoint }),
    stop: async () => {
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface WorkerOptions {
  /** Milliseconds that each worker has; 15 minutes by default. */
  readonly remaining?: () => number;
  readonly table?: Table;
  readonly now?: () => Date;
}

/** Imports of an organisation, by its administrator. */
export interface ImportBed {
  readonly handlers: Handlers;
  /** Begins an import and sends its file. @returns its id */
  send(csv: string | Uint8Array, fileName?: string): Promise<string>;
  /** Asks for a dry run, and lets it be worked on. */
  check(id: string, body?: object, options?: WorkerOptions): Promise<ImportView>;
  /** Asks for the run, and lets it be worked on. */
  run(id: string, options?: WorkerOptions): Promise<ImportView>;
  /** All in one. */
  bringIn(csv: string | Uint8Array, body?: object): Promise<ImportView>;
  read(id: string): Promise<ImportView>;
  /** The refused rows, as the file says. */
  rejected(id: string): Promise<string>;
  /** Works on what was asked for and is not done, each event once, until nothing is left. @returns how many workers it took */
  work(options?: WorkerOptions): Promise<number>;
  /** Gives an event to a worker again. */
  again(options?: WorkerOptions): Promise<void>;
}

export function createImportBed(bed: TenantBed, files: Files): ImportBed {
  const { table, tenant, admin } = bed;
  const handlers = createImportHandlers({ table, files, cursors: createCursors(table) });
  const done = new Set<string>();
  let latest: Received<typeof importRequestedV1.sample> | undefined;

  const handle = async (
    event: Received<typeof importRequestedV1.sample>,
    { remaining = () => 900_000, ...options }: WorkerOptions,
  ): Promise<void> => {
    const worker = { table, files, logger: quiet, now: () => new Date(), pause: async () => undefined };
    const [subscription] = importSubscriptions({ ...worker, ...options });
    await subscription?.handle({ ...event, remaining });
  };

  const requested = async () => {
    // A test's clock may be ahead, over midnight too.
    const days = [-1, 0, 1].map((day) => new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10));
    const partitions = days.flatMap((day) =>
      Array.from({ length: EVENT_SHARDS }, (_, shard) => eventPartition(tenant, day, shard)),
    );
    const pages = await Promise.all(partitions.map((pk) => table.query({ pk, consistent: true })));
    return pages
      .flatMap(({ items }) => items.map((item) => readItem(eventItem, item).data))
      .filter(({ type, id }) => type === importRequestedV1.type && !done.has(id));
  };

  const work: ImportBed['work'] = async (options = {}) => {
    let workers = 0;
    for (let open = await requested(); open.length > 0; open = await requested()) {
      for (const { id, occurredAt, actor, correlationId, data } of open) {
        done.add(id);
        workers += 1;
        const parsed = importRequestedV1.data.parse(data);
        latest = { id, tenant, occurredAt, actor, correlationId, data: parsed, remaining: () => 900_000 };
        await handle(latest, options);
      }
    }
    return workers;
  };

  const read: ImportBed['read'] = async (id) =>
    bodyOf(await handlers.readImport({ ...none, params: { id } }, bed.as(admin)));
  const check: ImportBed['check'] = async (id, body = {}, options) => {
    const input = { ...none, params: { id }, body: dryRunInputSchema.parse(body) };
    await handlers.dryRunImport(input, bed.as(admin));
    await work(options);
    return read(id);
  };
  const run: ImportBed['run'] = async (id, options) => {
    await handlers.runImport({ ...none, params: { id } }, bed.as(admin));
    await work(options);
    return read(id);
  };
  const send: ImportBed['send'] = async (csv, fileName = 'клиенты.csv') => {
    const content = typeof csv === 'string' ? Buffer.from(csv) : csv;
    const sha256 = createHash('sha256').update(content).digest('base64');
    const body = importInputSchema.parse({ fileName, bytes: content.byteLength, sha256 });
    const { id, upload } = bodyOf(await handlers.createImport({ ...none, body }, bed.as(admin)));
    const { method, url, headers } = upload;
    const answer = await fetch(url, { method, headers, body: content as Uint8Array<ArrayBuffer> });
    if (!answer.ok) throw new Error(`The file was refused: ${answer.status} ${await answer.text()}`);
    return id;
  };
  return {
    handlers,
    send,
    check,
    run,
    read,
    work,
    bringIn: async (csv, body) => {
      const id = await send(csv);
      await check(id, body);
      return run(id);
    },
    rejected: async (id) => {
      const { url } = bodyOf(await handlers.readRejectedRows({ ...none, params: { id } }, bed.as(admin)));
      // As bytes: `text` would take the mark of the encoding away.
      return Buffer.from(await (await fetch(url)).arrayBuffer()).toString();
    },
    again: async (options = {}) => {
      if (latest) await handle(latest, options);
    },
  };
}
