import { documentRemovedV1 } from '../../events/document-removed.v1.ts';
import { mayWithdraw } from '../../shared/access.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { forbidden } from '../../shared/errors.ts';
import { mustStay, writeEntryNow } from '../clients/service.ts';
import { Change } from '../runtime/change.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { stale } from '../runtime/versions.ts';
import { countLess } from './counting.ts';
import { documentKey, documentUploadKey } from './document-item.ts';
import { findDocument } from './finding.ts';

/** Removes a document for good. Its content goes as soon as the table's stream tells that its record is gone. */
export async function remove(
  table: Table,
  context: RequestContext,
  subject: Subject,
  id: string,
): Promise<Answer<undefined>> {
  const { rights, document } = await findDocument(table, context, subject, id, { forChange: true });
  const { tenant } = context.caller;
  const { createdBy, state, fileName } = document.data;
  if (!mayWithdraw(context.caller, rights, createdBy)) {
    throw forbidden(
      'Somebody else attached this document: only they, or who may change the card, may remove it.',
    );
  }
  const guard = { condition: { version: document.version }, refused: stale };
  // What was only announced is on no card yet: there is nothing to tell.
  if (state === 'awaiting-upload') {
    return new Change(context)
      .add({ op: 'delete', key: documentUploadKey(tenant, subject, id), ...guard })
      .commit(table, { status: 204 });
  }
  return new Change(context)
    .add(
      { op: 'delete', key: documentKey(tenant, subject, id), ...guard },
      countLess(tenant, subject),
      mustStay(subject, context),
      writeEntryNow(context, subject, {
        kind: 'document-removed',
        about: { type: 'document', id, name: fileName },
      }),
    )
    .event(documentRemovedV1, { subject, documentId: id })
    .commit(table, { status: 204 });
}
