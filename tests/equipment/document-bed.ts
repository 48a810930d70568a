import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentHandlers, type DocumentDependencies } from '../../functions/documents/handlers.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import { createFiles, type Files } from '../../functions/runtime/files/files.ts';
import { LOCAL_CREDENTIALS } from '../../local/credentials.ts';
import { type ObjectStore, startObjectStore } from '../../local/storage/object-store.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import {
  type AwaitedDocument,
  type CardDocument,
  documentInputSchema,
  documentsQuerySchema,
} from '../../shared/documents/document.ts';
import { type ActOptions, bodyOf, type ClientDesk, createClientDesk } from './client-desk.ts';
import { sha256Of } from './memory-files.ts';
import { createTenantBed, type TenantBed } from './tenant-bed.ts';

type Handlers = ReturnType<typeof createDocumentHandlers>;

/** An organisation whose documents lie in the local runtime's own S3. */
export interface DocumentBed {
  readonly bed: TenantBed;
  readonly clients: ClientDesk;
  readonly files: Files;
  handlers(changes?: Partial<DocumentDependencies>): Handlers;
  announce(
    subject: Subject,
    content: Uint8Array,
    input?: object,
    options?: ActOptions,
  ): Promise<AwaitedDocument>;
  /** Sends content to the address of an announcement, with headers that nobody asked for. @returns the status */
  send(
    document: AwaitedDocument,
    content: Uint8Array,
    more?: Readonly<Record<string, string>>,
  ): Promise<number>;
  complete(subject: Subject, id: string, options?: ActOptions): Promise<CardDocument>;
  /** Announced, sent and completed. */
  attach(subject: Subject, content: Uint8Array, input?: object, options?: ActOptions): Promise<CardDocument>;
  list(subject: Subject, query?: object, options?: ActOptions): Promise<readonly CardDocument[]>;
  stop(): Promise<void>;
}

const BUCKET = 'kartoteka-files';
const REGION = 'eu-central-1';

export async function startDocumentBed(endpoint: string): Promise<DocumentBed> {
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-documents-'));
  const store: ObjectStore = await startObjectStore({
    dataDir: folder,
    region: REGION,
    buckets: [BUCKET],
    queues: [],
  });
  const bed = await createTenantBed(endpoint);
  const files = createFiles({
    bucket: BUCKET,
    region: REGION,
    endpoint: store.endpoint,
    credentials: LOCAL_CREDENTIALS,
  });
  const handlers: DocumentBed['handlers'] = (changes = {}) =>
    createDocumentHandlers({
      table: bed.table,
      cursors: createCursors(bed.table),
      files,
      downloads: { waitForScan: false },
      ...changes,
    });
  return {
    bed,
    clients: createClientDesk(bed),
    files,
    handlers,
    ...deskOf(bed, handlers()),
    stop: async () => {
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function deskOf(bed: TenantBed, documents: Handlers) {
  const none = { query: undefined, body: undefined };
  const as = ({ person = bed.admin, ...request }: ActOptions = {}) => bed.as(person, request);
  const announce: DocumentBed['announce'] = async ({ type, id }, content, input = {}, options) => {
    const body = documentInputSchema.parse({
      fileName: 'Договор.pdf',
      contentType: 'application/pdf',
      bytes: content.byteLength,
      sha256: sha256Of(content),
      ...input,
    });
    const create = type === 'company' ? documents.createCompanyDocument : documents.createContactDocument;
    return bodyOf(await create({ ...none, params: { id }, body }, as(options)));
  };
  const send: DocumentBed['send'] = async ({ upload }, content, more = {}) => {
    const { method, url } = upload;
    const headers = { ...upload.headers, ...more };
    const answer = await fetch(url, { method, headers, body: content as Uint8Array<ArrayBuffer> });
    await answer.arrayBuffer();
    return answer.status;
  };
  const complete: DocumentBed['complete'] = async ({ type, id }, documentId, options) => {
    const run = type === 'company' ? documents.completeCompanyDocument : documents.completeContactDocument;
    return bodyOf(await run({ ...none, params: { id, documentId } }, as(options)));
  };
  return {
    announce,
    send,
    complete,
    attach: (async (subject, content, input, options) => {
      const document = await announce(subject, content, input, options);
      await send(document, content);
      return complete(subject, document.id, options);
    }) satisfies DocumentBed['attach'],
    list: (async ({ type, id }, query = {}, options) => {
      const run = type === 'company' ? documents.listCompanyDocuments : documents.listContactDocuments;
      const parsed = documentsQuerySchema.parse(query);
      return bodyOf(await run({ ...none, params: { id }, query: parsed }, as(options))).documents;
    }) satisfies DocumentBed['list'],
  };
}
