import { documentUploadedV1 } from '../../events/document-uploaded.v1.ts';
import { mayWithdraw } from '../../shared/access.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { CardDocument } from '../../shared/documents/document.ts';
import { forbidden, KartotekaError } from '../../shared/errors.ts';
import { mustStay, writeEntryNow } from '../clients/service.ts';
import { Change, findReplay } from '../runtime/change.ts';
import type { Files } from '../runtime/files/files.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, stale } from '../runtime/versions.ts';
import { takeIn } from './content.ts';
import { countMore } from './counting.ts';
import { documentUploadKey, incomingKeyOf, objectKeyOf } from './document-item.ts';
import { putDocument } from './document-writes.ts';
import { type FoundDocument, findForCompletion } from './finding.ts';

interface Completing {
  readonly table: Table;
  readonly files: Files;
  readonly context: RequestContext;
  readonly subject: Subject;
  readonly id: string;
}

/**
 * Makes an announced document one of the card. Its content is in its place before the record says so: cut off in between, a
 * repeat goes on, and what nobody repeats goes with the announcement.
 */
export async function complete(completing: Completing): Promise<Answer<CardDocument>> {
  const { table, files, context, subject, id } = completing;
  const tenantId = context.caller.tenant.id;
  let taken = false;
  try {
    return await onCurrent(async () => {
      const found = await findForCompletion(table, context, subject, id);
      requireOwnOrChangeable(context, found);
      const { data } = found.document;
      if (data.state === 'stored') return (await storedAnswer(completing)) ?? { status: 200, body: data };
      if (!taken) await takeInUnlessOvertaken(completing, data);
      taken = true;
      const answer = await store(completing, found);
      // The bucket forgets it anyway.
      await files.remove(incomingKeyOf(tenantId, id)).catch(() => undefined);
      return answer;
    });
  } catch (error) {
    // Somebody removed the announcement meanwhile: whoever cleans up after it may have come too early.
    if (taken && error instanceof KartotekaError && error.code === 'document.not-found') {
      await files.remove(objectKeyOf(tenantId, id));
    }
    throw error;
  }
}

/** A repeat gets the answer of its first run, as everywhere. */
const storedAnswer = async ({ table, context }: Completing): Promise<Answer<CardDocument> | undefined> =>
  (await findReplay(table, context)) as Answer<CardDocument> | undefined;

/** Another call may complete the document, and clear away what was sent, before this one has looked at it. */
async function takeInUnlessOvertaken(
  { table, files, context, subject, id }: Completing,
  announced: CardDocument,
): Promise<void> {
  try {
    await takeIn(files, context.caller.tenant.id, announced);
  } catch (error) {
    if (!(error instanceof KartotekaError && error.code === 'document.not-uploaded')) throw error;
    const { document } = await findForCompletion(table, context, subject, id);
    throw document.data.state === 'stored' ? stale(undefined) : error;
  }
}

function requireOwnOrChangeable({ caller }: RequestContext, { rights, document }: FoundDocument): void {
  if (mayWithdraw(caller, rights, document.data.createdBy)) return;
  throw forbidden(
    'Somebody else began to attach this document: only they, or who may change the card, may complete it.',
  );
}

function store(
  { table, context, subject, id }: Completing,
  { document, counter }: Awaited<ReturnType<typeof findForCompletion>>,
): Promise<Answer<CardDocument>> {
  const { tenant } = context.caller;
  const data: CardDocument = { ...document.data, state: 'stored', storedAt: context.now.toISOString() };
  return new Change(context)
    .add(
      {
        op: 'delete',
        key: documentUploadKey(tenant, subject, id),
        condition: { version: document.version },
        refused: stale,
      },
      putDocument(context, data, 1),
      countMore(tenant, subject, counter),
      mustStay(subject, context),
      writeEntryNow(context, subject, {
        kind: 'document-attached',
        about: { type: 'document', id, name: data.fileName },
      }),
    )
    .event(documentUploadedV1, { subject, documentId: id, objectKey: objectKeyOf(tenant.id, id) })
    .commit(table, { status: 200, body: data });
}
