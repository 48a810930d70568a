import type { CardRights } from '../../shared/access.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { CardDocument } from '../../shared/documents/document.ts';
import { notFound } from '../../shared/errors.ts';
import type { Key } from '../../shared/table.ts';
import { rightsOnCard } from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import {
  documentCountItem,
  documentCountKey,
  documentItem,
  documentKey,
  documentUploadItem,
  documentUploadKey,
} from './document-item.ts';

/** A document that the caller sees, with what the caller may do on its card. */
export interface FoundDocument {
  readonly rights: CardRights;
  /** Announced or stored, as its `state` says. */
  readonly document: Stored<CardDocument>;
}

/**
 * A document on the card where it is looked for; an announcement that is over counts as gone, though the table drops it later.
 *
 * @param options.forChange Reads the latest state, which a change has to start from.
 * @throws KartotekaError `document.not-found`, and that of the card
 */
export async function findDocument(
  table: Table,
  context: RequestContext,
  subject: Subject,
  id: string,
  { forChange: consistent = false }: { readonly forChange?: boolean } = {},
): Promise<FoundDocument> {
  const key = documentKey(context.caller.tenant, subject, id);
  const [rights, stored] = await Promise.all([
    rightsOnCard(table, context, subject),
    table.get(key, { consistent }),
  ]);
  if (stored) return { rights, document: readItem(documentItem, stored) };
  // Only announced so far, or written a moment ago and not yet at the replica that answered.
  const { document } = await findEither(table, context, subject, id);
  return { rights, document };
}

/** As `findDocument` for a change, with the counter of the card's documents where there is one: all in one look. */
export async function findForCompletion(
  table: Table,
  context: RequestContext,
  subject: Subject,
  id: string,
): Promise<FoundDocument & { readonly counter: StoredItem | undefined }> {
  const counterKey = documentCountKey(context.caller.tenant, subject);
  const [rights, { document, others }] = await Promise.all([
    rightsOnCard(table, context, subject),
    findEither(table, context, subject, id, [counterKey]),
  ]);
  return { rights, document, counter: others.find(({ kind }) => kind === documentCountItem.kind) };
}

async function findEither(
  table: Table,
  { caller, now }: RequestContext,
  subject: Subject,
  id: string,
  more: readonly Key[] = [],
) {
  const stored = documentKey(caller.tenant, subject, id);
  const announced = documentUploadKey(caller.tenant, subject, id);
  const others = await table.batchGet([stored, announced, ...more], { consistent: true });
  // An announcement becomes a document in one step, but a batch reads one after the other and may miss both.
  const missed = documentIn(others, now) ? undefined : await table.get(stored, { consistent: true });
  const document = documentIn(missed ? [missed] : others, now);
  if (!document) throw notFound('document');
  return { document, others };
}

function documentIn(items: readonly StoredItem[], now: Date): Stored<CardDocument> | undefined {
  const stored = items.find(({ kind }) => kind === documentItem.kind);
  if (stored) return readItem(documentItem, stored);
  const upload = items.find(({ kind }) => kind === documentUploadItem.kind);
  if (!upload || (upload.ttl ?? 0) * 1000 <= now.getTime()) return undefined;
  return readItem(documentUploadItem, upload);
}
