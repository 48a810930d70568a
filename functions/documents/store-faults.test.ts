import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import { type DocumentBed, startDocumentBed } from '../../tests/equipment/document-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import type { Files } from '../runtime/files/files.ts';
import { incomingKeyOf, objectKeyOf } from './document-item.ts';

let documents: DocumentBed;
beforeAll(async () => {
  documents = await startDocumentBed(inject('dynamodbEndpoint'));
});
afterAll(() => documents?.stop());

const PDF = Buffer.from('%PDF-1.7\nДоговор поставки\n');
const away = () =>
  new KartotekaError('unavailable', 'engine.unavailable', 'The store is away.', { retryAfter: 2 });

/** The store without one of its requests. */
const without: Readonly<Record<string, (files: Files) => Files>> = {
  find: (files) => ({ ...files, find: () => Promise.reject(away()) }),
  read: (files) => ({
    ...files,
    // biome-ignore lint/correctness/useYield: it fails before its first piece
    read: async function* () {
      throw away();
    },
  }),
  copy: (files) => ({ ...files, copy: () => Promise.reject(away()) }),
  'copy, after it was done': (files) => ({
    ...files,
    copy: async (...parts) => {
      await files.copy(...parts);
      throw away();
    },
  }),
};

async function announced() {
  const company = await documents.clients.company();
  const { id, ...document } = await documents.announce(company, PDF);
  await documents.send({ id, ...document }, PDF);
  const complete = (files: Files) =>
    documents
      .handlers({ files })
      .completeCompanyDocument(
        { params: { id: company.id, documentId: id }, query: undefined, body: undefined },
        documents.bed.as(documents.bed.admin),
      );
  return { company, id, complete };
}

describe('a completion while the store of files fails', () => {
  it.each(Object.keys(without))(
    'in %s leaves nothing on the card, and a repeat completes it',
    async (request) => {
      const { company, id, complete } = await announced();
      const failing = without[request]?.(documents.files) ?? documents.files;
      expect(await refusalOf(complete(failing))).toMatchObject({ code: 'engine.unavailable', retryAfter: 2 });
      expect((await documents.clients.card(company)).documents.count).toBe(0);
      expect((await documents.clients.timeline(company)).entries).toHaveLength(1);
      expect(await complete(documents.files)).toMatchObject({ status: 200, body: { state: 'stored' } });
      expect(await documents.files.find(objectKeyOf(documents.bed.tenant.id, id))).toBeDefined();
      expect((await documents.clients.card(company)).documents.count).toBe(1);
    },
  );

  it('in clearing away what was sent is complete all the same: the bucket forgets it', async () => {
    const { id, complete } = await announced();
    const failing: Files = { ...documents.files, remove: () => Promise.reject(away()) };
    expect(await complete(failing)).toMatchObject({ status: 200, body: { state: 'stored' } });
    expect(await documents.files.find(incomingKeyOf(documents.bed.tenant.id, id))).toBeDefined();
  });
});
