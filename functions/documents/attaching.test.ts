import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Subject } from '../../shared/clients/timeline.ts';
import { type DocumentBed, startDocumentBed } from '../../tests/equipment/document-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { newId } from '../runtime/change.ts';
import type { Files } from '../runtime/files/files.ts';
import type { Table } from '../runtime/table/table.ts';
import { documentCountKey, incomingKeyOf, objectKeyOf } from './document-item.ts';

let documents: DocumentBed;
let company: Subject;

beforeAll(async () => {
  documents = await startDocumentBed(inject('dynamodbEndpoint'));
});
afterAll(() => documents?.stop());

const PDF = Buffer.from('%PDF-1.7\nДоговор поставки\n');
const tenantId = () => documents.bed.tenant.id;
const kindsOf = async (subject: Subject) =>
  (await documents.clients.timeline(subject)).entries.map(({ kind }) => kind);

async function newCompany(): Promise<Subject> {
  company = await documents.clients.company();
  return company;
}

describe('attaching a document', () => {
  it.each(['company', 'contact'] as const)(
    'to a %s puts it on the card, with its entry, and its content where only its id says',
    async (type) => {
      const subject = await documents.clients[type]();
      const announced = await documents.announce(subject, PDF, { description: 'Подписан' });
      expect(announced).toMatchObject({ state: 'awaiting-upload', subject });
      expect(announced.upload).toMatchObject({ method: 'PUT', expiresAt: expect.any(String) });
      expect(announced.upload.url).not.toContain(encodeURIComponent('Договор'));
      expect(await documents.list(subject)).toEqual([]);
      expect(await documents.send(announced, PDF)).toBe(200);
      const stored = await documents.complete(subject, announced.id);
      const { upload: _, ...document } = announced;
      expect(stored).toEqual({ ...document, state: 'stored', storedAt: expect.any(String) });
      expect(await documents.list(subject)).toEqual([stored]);
      expect((await documents.clients.timeline(subject)).entries[0]).toMatchObject({
        kind: 'document-attached',
        about: { type: 'document', id: stored.id, name: 'Договор.pdf' },
      });
      expect(await documents.files.find(objectKeyOf(tenantId(), stored.id))).toMatchObject({
        bytes: PDF.byteLength,
        contentType: 'application/pdf',
      });
      expect(await documents.files.find(incomingKeyOf(tenantId(), stored.id))).toBeUndefined();
    },
  );

  it('twice completes it once', async () => {
    const subject = await newCompany();
    const announced = await documents.announce(subject, PDF);
    await documents.send(announced, PDF);
    const [one, other] = await Promise.all([
      documents.complete(subject, announced.id),
      documents.complete(subject, announced.id),
    ]);
    expect(other).toEqual({ ...one, storedAt: expect.any(String) });
    expect(await documents.complete(subject, announced.id)).toMatchObject({ state: 'stored' });
    expect(await kindsOf(subject)).toEqual(['document-attached', 'created']);
    const { documents: shown } = await documents.clients.card(subject);
    expect(shown).toMatchObject({ count: 1, latest: [{ id: announced.id }] });
  });

  it('overtaken by another completion finds it completed, though what was sent is gone', async () => {
    const subject = await newCompany();
    const announced = await documents.announce(subject, PDF);
    await documents.send(announced, PDF);
    const overtaken: Files = {
      ...documents.files,
      find: async (key) => {
        await documents.complete(subject, announced.id);
        return documents.files.find(key);
      },
    };
    const { completeCompanyDocument } = documents.handlers({ files: overtaken });
    const params = { id: subject.id, documentId: announced.id };
    const answer = await completeCompanyDocument(
      { params, query: undefined, body: undefined },
      documents.bed.as(documents.bed.admin),
    );
    expect(answer).toMatchObject({ status: 200, body: { state: 'stored' } });
    expect((await documents.clients.card(subject)).documents.count).toBe(1);
  });

  it('completed while it is being read is found, though the engine reads one item after the other', async () => {
    const subject = await newCompany();
    const announced = await documents.announce(subject, PDF);
    await documents.send(announced, PDF);
    const { table } = documents.bed;
    const between: Table = {
      ...table,
      batchGet: async ([stored, ...others], options) => {
        const first = stored ? await table.batchGet([stored], options) : [];
        await documents.complete(subject, announced.id);
        return [...first, ...(await table.batchGet(others, options))];
      },
    };
    const { completeCompanyDocument } = documents.handlers({ table: between });
    const params = { id: subject.id, documentId: announced.id };
    const answer = await completeCompanyDocument(
      { params, query: undefined, body: undefined },
      documents.bed.as(documents.bed.admin),
    );
    expect(answer).toMatchObject({ status: 200, body: { id: announced.id, state: 'stored' } });
  });

  it('ten times at once attaches all ten', async () => {
    const subject = await newCompany();
    const contents = Array.from({ length: 10 }, (_, n) => Buffer.from(`%PDF-1.7 ${n}`));
    await Promise.all(contents.map((content) => documents.attach(subject, content)));
    expect(await documents.list(subject)).toHaveLength(10);
    expect((await documents.clients.card(subject)).documents.count).toBe(10);
  });

  it('with the same Idempotency-Key announces it once, and each answer has an address that works', async () => {
    const subject = await newCompany();
    const idempotency = { key: newId(new Date()), fingerprint: 'f'.repeat(43) };
    const first = await documents.announce(subject, PDF, {}, { idempotency, now: new Date() });
    const later = new Date(Date.now() + 60_000);
    const again = await documents.announce(subject, PDF, {}, { idempotency, now: later });
    expect(again.id).toBe(first.id);
    expect(again.upload.url).not.toBe(first.upload.url);
    const item = await documents.bed.table.query({
      pk: `T#${tenantId()}#idempotency#${documents.bed.admin.id}`,
      prefix: idempotency.key,
    });
    expect(JSON.stringify(item)).not.toContain('X-Amz-Signature');
    expect(await documents.send(again, PDF)).toBe(200);
    expect(await documents.complete(subject, first.id)).toMatchObject({ state: 'stored' });
  });

  it('of an entry names an entry of the same card', async () => {
    const [subject, other] = [await newCompany(), await documents.clients.company()];
    const { id: entryId } = await documents.clients.note(subject, { text: 'Прислали договор' });
    const foreign = await documents.clients.note(other, { text: 'Другое' });
    const attached = await documents.attach(subject, PDF, { entryId });
    await documents.attach(subject, Buffer.from('%PDF-1.7 другой'));
    expect(await documents.list(subject, { entryId })).toEqual([attached]);
    for (const unknown of [foreign.id, newId(new Date())]) {
      expect(await refusalOf(documents.announce(subject, PDF, { entryId: unknown }))).toMatchObject({
        issues: [{ pointer: '/entryId', code: 'reference.unknown' }],
      });
    }
  });

  it('is refused where the card is full, before anything is sent', async () => {
    const subject = await newCompany();
    await documents.attach(subject, PDF);
    const key = documentCountKey(documents.bed.tenant, subject);
    await documents.bed.table.transact([{ op: 'add', key, attribute: 'count', by: 4998 }]);
    const announced = [await documents.announce(subject, PDF), await documents.announce(subject, PDF)];
    for (const one of announced) await documents.send(one, PDF);
    await documents.complete(subject, announced[0]?.id ?? '');
    const late = documents.complete(subject, announced[1]?.id ?? '');
    expect(await refusalOf(late)).toMatchObject({ kind: 'conflict', code: 'document.too-many' });
    expect(await refusalOf(documents.announce(subject, PDF))).toMatchObject({ code: 'document.too-many' });
  });
});

describe('what was not sent as announced', () => {
  const completing = (id: string) => refusalOf(documents.complete(company, id));

  it('is not there, and nothing is on the card', async () => {
    const { id } = await documents.announce(await newCompany(), PDF);
    expect(await completing(id)).toMatchObject({ kind: 'conflict', code: 'document.not-uploaded' });
    expect(await kindsOf(company)).toEqual(['created']);
    expect((await documents.clients.card(company)).documents).toEqual({ latest: [], count: 0 });
  });

  it('is not taken by the store where its size or content differ', async () => {
    const announced = await documents.announce(await newCompany(), PDF);
    expect(await documents.send(announced, Buffer.from('%PDF-1.7\nДоговор поставкИ\n'))).toBe(400);
    await expect(documents.send(announced, Buffer.from('%PDF'))).rejects.toThrow();
    expect(await completing(announced.id)).toMatchObject({ code: 'document.not-uploaded' });
  });

  it.each([
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
  ])('is thrown away where %s says it is a PDF', async (_, content) => {
    const announced = await documents.announce(await newCompany(), content);
    expect(await documents.send(announced, content)).toBe(200);
    expect(await completing(announced.id)).toMatchObject({
      kind: 'conflict',
      code: 'document.type-mismatch',
    });
    expect(await documents.files.find(incomingKeyOf(tenantId(), announced.id))).toBeUndefined();
    expect(await documents.files.find(objectKeyOf(tenantId(), announced.id))).toBeUndefined();
    expect(await kindsOf(company)).toEqual(['created']);
    expect(await completing(announced.id)).toMatchObject({ code: 'document.not-uploaded' });
  });

  // The address does not sign the header, and the store keeps it: browsers and `fetch` then show other bytes.
  it.each([gzipSync(PDF), PDF])('is thrown away where it came with an encoding', async (content) => {
    const announced = await documents.announce(await newCompany(), content);
    expect(await documents.send(announced, content, { 'content-encoding': 'gzip' })).toBe(200);
    expect(await completing(announced.id)).toMatchObject({ code: 'document.content-mismatch' });
    expect(await documents.files.find(incomingKeyOf(tenantId(), announced.id))).toBeUndefined();
    expect(await documents.files.find(objectKeyOf(tenantId(), announced.id))).toBeUndefined();
    expect(await kindsOf(company)).toEqual(['created']);
  });

  it('keeps none of what came along with it, though it is sent anew after it was looked at', async () => {
    const subject = await newCompany();
    const announced = await documents.announce(subject, PDF);
    await documents.send(announced, PDF);
    const late: Files = {
      ...documents.files,
      copy: async (...parts) => {
        await documents.send(announced, PDF, { 'content-encoding': 'gzip' });
        await documents.files.copy(...parts);
      },
    };
    const { completeCompanyDocument } = documents.handlers({ files: late });
    const params = { id: subject.id, documentId: announced.id };
    await completeCompanyDocument(
      { params, query: undefined, body: undefined },
      documents.bed.as(documents.bed.admin),
    );
    const stored = await documents.files.find(objectKeyOf(tenantId(), announced.id));
    expect(stored).toMatchObject({ contentType: 'application/pdf', sha256: announced.sha256 });
    expect(stored).not.toHaveProperty('contentEncoding');
  });

  it('is thrown away where the bucket was changed by hand', async () => {
    const announced = await documents.announce(await newCompany(), PDF);
    await documents.files.put(incomingKeyOf(tenantId(), announced.id), Buffer.from('%PDF-2.0'), 'text/html');
    expect(await completing(announced.id)).toMatchObject({ code: 'document.content-mismatch' });
    expect(await documents.files.find(incomingKeyOf(tenantId(), announced.id))).toBeUndefined();
  });

  it('is gone after a day', async () => {
    const announced = await documents.announce(await newCompany(), PDF);
    await documents.send(announced, PDF);
    const now = new Date(Date.now() + 24 * 60 * 60_000 + 1000);
    const late = documents.complete(company, announced.id, { now });
    expect(await refusalOf(late)).toMatchObject({ code: 'document.not-found' });
  });
});
