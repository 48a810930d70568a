import type { createDocumentHandlers } from '../../functions/documents/handlers.ts';
import type { RequestContext } from '../../functions/runtime/request.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { DocumentInput } from '../../shared/documents/document.ts';
import { type MemoryFiles, sha256Of } from './memory-files.ts';

/** A small file that begins as a PDF does. */
export const CONTENT = Buffer.from('%PDF-1.7\nДоговор № 12\n');

/** The announcement of `CONTENT`. */
export const DOCUMENT: DocumentInput = {
  fileName: 'Договор № 12.pdf',
  contentType: 'application/pdf',
  bytes: CONTENT.byteLength,
  sha256: sha256Of(CONTENT),
};

/** What people do with documents, in one call each. */
export interface DocumentDesk {
  /** Announces the document and sends its content. @returns its id */
  announce(subject: Subject): Promise<string>;
  /** Puts the document on a card. @returns its id */
  attach(subject: Subject): Promise<string>;
}

export function createDocumentDesk(
  documents: ReturnType<typeof createDocumentHandlers>,
  files: MemoryFiles,
  context: () => RequestContext,
): DocumentDesk {
  const announce = async ({ type, id }: Subject): Promise<string> => {
    const create = type === 'company' ? documents.createCompanyDocument : documents.createContactDocument;
    const { body } = await create({ params: { id }, query: undefined, body: DOCUMENT }, context());
    if (!body) throw new Error('The answer has no body.');
    const key = decodeURIComponent(new URL(body.upload.url).pathname.slice(1));
    await files.put(key, CONTENT, DOCUMENT.contentType);
    return body.id;
  };
  return {
    announce,
    attach: async (subject) => {
      const documentId = await announce(subject);
      const complete =
        subject.type === 'company' ? documents.completeCompanyDocument : documents.completeContactDocument;
      await complete(
        { params: { id: subject.id, documentId }, query: undefined, body: undefined },
        context(),
      );
      return documentId;
    },
  };
}
