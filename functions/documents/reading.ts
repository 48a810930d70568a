import type * as z from 'zod';
import type { Subject } from '../../shared/clients/timeline.ts';
import type {
  CardDocument,
  documentsPageSchema,
  documentsQuerySchema,
  downloadSchema,
} from '../../shared/documents/document.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { rightsOnCard } from '../clients/service.ts';
import type { Cursors } from '../runtime/cursor.ts';
import { addressExpiry, type Files } from '../runtime/files/files.ts';
import { cardPartition } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { notUploaded } from './content.ts';
import { documentItem, documentKey, documentPrefix, objectKeyOf } from './document-item.ts';
import { findDocument } from './finding.ts';

type DocumentsQuery = z.output<typeof documentsQuerySchema>;
type DocumentsPage = z.output<typeof documentsPageSchema>;
type Download = z.output<typeof downloadSchema>;

/** Most documents read for one page, before the filter by entry: it may come short, with a cursor to go on. */
const MAX_READ = 500;

/** One page of the documents of a card, newest first. */
export async function list(
  table: Table,
  cursors: Cursors,
  context: RequestContext,
  subject: Subject,
  { cursor, limit, entryId }: DocumentsQuery,
): Promise<DocumentsPage> {
  const bound = JSON.stringify([subject, 'documents', entryId]);
  await rightsOnCard(table, context, subject);
  const after = cursor === undefined ? undefined : await cursors.open(context, bound, cursor);
  const { documents, last } = await collect(table, context, subject, { limit, entryId, after });
  return last === undefined ? { documents } : { documents, next: await cursors.seal(context, bound, last) };
}

interface Wanted {
  readonly limit: number;
  readonly entryId: string | undefined;
  /** Id of the document behind which the page begins. */
  readonly after: string | undefined;
}

async function collect(table: Table, { caller }: RequestContext, subject: Subject, wanted: Wanted) {
  const pk = cardPartition(caller.tenant, subject);
  const documents: CardDocument[] = [];
  let last = wanted.after;
  let read = 0;
  do {
    const after = last === undefined ? {} : { after: documentKey(caller.tenant, subject, last) };
    // Without a filter one request gives the page; with one, it should not take a request per document.
    const limit = wanted.entryId === undefined ? wanted.limit : Math.min(100, MAX_READ - read);
    const page = await table.query({ pk, prefix: documentPrefix, descending: true, limit, ...after });
    read += page.items.length;
    last = undefined;
    for (const [index, item] of page.items.entries()) {
      const document = readItem(documentItem, item).data;
      if (wanted.entryId === undefined || document.entryId === wanted.entryId) documents.push(document);
      const more = index < page.items.length - 1 || page.last !== undefined;
      if (documents.length === wanted.limit && more) return { documents, last: document.id };
      if (index === page.items.length - 1 && page.last !== undefined) last = document.id;
    }
  } while (last !== undefined && read < MAX_READ);
  return { documents, last };
}

/** Rules of the installation for what may be fetched. */
export interface DownloadRules {
  /** Only what a scanner found clean may be fetched. */
  readonly waitForScan: boolean;
}

/**
 * Where the content of a document can be fetched.
 *
 * @throws KartotekaError `document.not-uploaded`, `document.infected`, `document.not-scanned`
 */
export async function download(
  table: Table,
  files: Files,
  context: RequestContext,
  subject: Subject,
  id: string,
  { waitForScan }: DownloadRules,
): Promise<Download> {
  const { data } = (await findDocument(table, context, subject, id)).document;
  if (data.state !== 'stored') throw notUploaded();
  if (data.scan?.verdict === 'infected') {
    throw new KartotekaError(
      'conflict',
      'document.infected',
      'A virus was found in this document: it cannot be fetched.',
    );
  }
  if (waitForScan && data.scan === undefined) {
    throw new KartotekaError(
      'conflict',
      'document.not-scanned',
      'This document is still being scanned for viruses: try again in a minute.',
      { retryAfter: 60 },
    );
  }
  const { caller, now } = context;
  const url = await files.downloadAddress(objectKeyOf(caller.tenant.id, id), data, now);
  return { url, expiresAt: addressExpiry(now) };
}
