import type { Subject } from '../../shared/clients/timeline.ts';
import {
  type AwaitedDocument,
  type CardDocument,
  type DocumentInput,
  MAX_DOCUMENTS,
  UPLOAD_SECONDS,
} from '../../shared/documents/document.ts';
import { forbidden } from '../../shared/errors.ts';
import { mustBeLive, mustStay, rightsOnCard, timelineKey } from '../clients/service.ts';
import { Change, newId, replayAfter } from '../runtime/change.ts';
import { addressExpiry, type Files } from '../runtime/files/files.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { countOf, tooMany } from './counting.ts';
import { documentCountKey, documentUploadItem, documentUploadKey, incomingKeyOf } from './document-item.ts';

const COLLECTIONS = { company: 'companies', contact: 'contacts' } as const;

/**
 * Announces a document and gives the address to send its content to. The record is there before the address is, so that no
 * content can come without one; what never comes is forgotten in a day.
 *
 * The stored answer for a repeat is the document alone: each answer gets an address of its own, which is no secret to keep.
 */
export async function announce(
  table: Table,
  files: Files,
  context: RequestContext,
  subject: Subject,
  body: DocumentInput,
): Promise<Answer<AwaitedDocument>> {
  try {
    return await withAddress(files, context, await record(table, context, subject, body));
  } catch (error) {
    // The runtime would repeat the stored answer as it is.
    const replay = await replayAfter(error, table, context);
    if (replay) return withAddress(files, context, replay as Answer<CardDocument>);
    throw error;
  }
}

async function record(
  table: Table,
  context: RequestContext,
  subject: Subject,
  body: DocumentInput,
): Promise<Answer<CardDocument>> {
  const { tenant, userId } = context.caller;
  const [rights, counter] = await Promise.all([
    rightsOnCard(table, context, subject),
    table.get(documentCountKey(tenant, subject)),
  ]);
  if (!rights.mayNote) throw forbidden('You may read this card but not attach anything to it.');
  if (countOf(counter) >= MAX_DOCUMENTS) throw tooMany();
  const document: CardDocument = {
    ...body,
    id: newId(context.now),
    subject,
    state: 'awaiting-upload',
    createdAt: context.now.toISOString(),
    createdBy: userId,
  };
  return new Change(context)
    .add(putUpload(context, document), mustStay(subject, context))
    .add(...entryCheck(context, document))
    .commit(table, {
      status: 201,
      body: document,
      location: `/${COLLECTIONS[subject.type]}/${subject.id}/documents/${document.id}`,
    });
}

function putUpload({ caller, now }: RequestContext, document: CardDocument): Write {
  const key = documentUploadKey(caller.tenant, document.subject, document.id);
  const ttl = Math.floor(now.getTime() / 1000) + UPLOAD_SECONDS;
  const item = writeItem(documentUploadItem, key, document, { version: 1, ttl });
  return { op: 'put', item, condition: { absent: true } };
}

/** The entry that it is to belong to stands on the same card. Entries are never removed but with their card. */
const entryCheck = ({ caller }: RequestContext, { subject, entryId }: CardDocument): Write[] =>
  entryId === undefined
    ? []
    : [mustBeLive('/entryId', 'entry on this card', timelineKey(caller.tenant, subject, entryId))];

async function withAddress(
  files: Files,
  { caller, now }: RequestContext,
  answer: Answer<CardDocument>,
): Promise<Answer<AwaitedDocument>> {
  const { body: document } = answer;
  if (!document) throw new Error('The stored answer has no document.');
  const { url, headers } = await files.uploadAddress(
    incomingKeyOf(caller.tenant.id, document.id),
    document,
    now,
  );
  const upload = { method: 'PUT' as const, url, headers: { ...headers }, expiresAt: addressExpiry(now) };
  return { ...answer, body: { ...document, upload } };
}
