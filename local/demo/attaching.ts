import { createHash } from 'node:crypto';
import { incomingKeyOf } from '../../functions/documents/document-item.ts';
import { createDocumentHandlers } from '../../functions/documents/handlers.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Files } from '../../functions/runtime/files/files.ts';
import type { Answer, RequestContext } from '../../functions/runtime/request.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { documentInputSchema } from '../../shared/documents/document.ts';
import type { DemoDocument } from './model.ts';

type File = Pick<DemoDocument, 'fileName' | 'contentType' | 'content'> & { readonly entryId: string };

/** Attaches a document to a company's card. */
export type Attach = (companyId: string, file: File, context: RequestContext) => Promise<Answer>;

/** The three steps of a document in one, each of which a repeat does not do again. */
export function createAttach(table: Table, files: Files): Attach {
  const documents = createDocumentHandlers({
    table,
    cursors: createCursors(table),
    files,
    downloads: { waitForScan: false },
  });
  return async (companyId, { content, ...named }, context) => {
    const body = documentInputSchema.parse({
      ...named,
      bytes: content.byteLength,
      sha256: createHash('sha256').update(content).digest('base64'),
    });
    const { idempotency, ...rest } = context;
    const announcing: RequestContext = {
      ...rest,
      ...(idempotency ? { idempotency: { ...idempotency, key: `${idempotency.key}-announced` } } : {}),
    };
    const card = { params: { id: companyId }, query: undefined, body };
    const documentId = (await documents.createCompanyDocument(card, announcing)).body?.id ?? '';
    await files.put(incomingKeyOf(context.caller.tenant.id, documentId), content, body.contentType);
    const params = { id: companyId, documentId };
    return documents.completeCompanyDocument({ params, query: undefined, body: undefined }, context);
  };
}
