import type * as z from 'zod';
import { documentScannedV1 } from '../../events/document-scanned.v1.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { CardDocument, verdictInputSchema } from '../../shared/documents/document.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { mustStay, writeEntryNow } from '../clients/service.ts';
import { Change } from '../runtime/change.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { notUploaded } from './content.ts';
import { putDocument } from './document-writes.ts';
import { findDocument } from './finding.ts';

type VerdictInput = z.output<typeof verdictInputSchema>;

/**
 * Keeps what a scanner says. The same said again changes nothing; a later verdict takes the place of an earlier one.
 *
 * @throws KartotekaError `document.not-uploaded`, `document.found-infected`
 */
export async function judge(
  table: Table,
  context: RequestContext,
  subject: Subject,
  id: string,
  { verdict, scanner }: VerdictInput,
): Promise<Answer<CardDocument>> {
  const { document } = await findDocument(table, context, subject, id, { forChange: true });
  const { data, version } = document;
  if (data.state !== 'stored') throw notUploaded();
  if (data.scan?.verdict === verdict && data.scan.scanner === scanner) return { status: 200, body: data };
  const by = judgeOf(data, verdict, context.caller.userId);
  const said = scanner === undefined ? { verdict } : { verdict, scanner };
  const scan = { ...said, by, at: context.now.toISOString() };
  const judged: CardDocument = { ...data, scan };
  const about = { type: 'document' as const, id, name: data.fileName };
  const becameInfected = verdict === 'infected' && data.scan?.verdict !== 'infected';
  return new Change(context)
    .add(putDocument(context, judged, version + 1), mustStay(subject, context))
    .add(...(becameInfected ? [writeEntryNow(context, subject, { kind: 'document-infected', about })] : []))
    .event(documentScannedV1, { subject, documentId: id, verdict })
    .commit(table, { status: 200, body: judged });
}

/**
 * Who answers for a verdict. A virus stays with who found it first: nobody else may say that there is none, not even by finding
 * it too.
 */
function judgeOf({ scan }: CardDocument, verdict: VerdictInput['verdict'], userId: string): string {
  if (scan?.verdict !== 'infected' || scan.by === undefined) return userId;
  if (verdict === 'infected' || scan.by === userId) return scan.by;
  throw new KartotekaError(
    'conflict',
    'document.found-infected',
    'Another user found a virus in the document: only that one may report that it is clean.',
  );
}
