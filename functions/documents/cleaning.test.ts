import { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { Key } from '../../shared/table.ts';
import { type DocumentBed, startDocumentBed } from '../../tests/equipment/document-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createPurge } from '../clients/purging.ts';
import type { Files } from '../runtime/files/files.ts';
import { CARD, cardPartition } from '../runtime/references.ts';
import { documentKey, documentUploadKey, incomingKeyOf, objectKeyOf } from './document-item.ts';

let documents: DocumentBed;
let company: Subject;

const PDF = Buffer.from('%PDF-1.7\nДоговор поставки\n');
const logger = new Logger({ logLevel: 'SILENT' });

beforeAll(async () => {
  documents = await startDocumentBed(inject('dynamodbEndpoint'));
});
afterAll(() => documents?.stop());
beforeEach(async () => {
  company = await documents.clients.company();
});

const removed = ({ pk, sk }: Key, SequenceNumber = '1'): DynamoDBRecord => ({
  eventName: 'REMOVE',
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber },
});
const purge = (records: DynamoDBRecord[], files: Files = documents.files) =>
  createPurge({ table: documents.bed.table, files, logger })({ Records: records });

const tenant = () => documents.bed.tenant;
const contentOf = (id: string) => documents.files.find(objectKeyOf(tenant().id, id));
const sentFor = (id: string) => documents.files.find(incomingKeyOf(tenant().id, id));
const drop = (key: Key) => documents.bed.table.transact([{ op: 'delete', key }]);

describe('the content of a document', () => {
  it('goes when its record is gone, and a repeat is harmless', async () => {
    const { id } = await documents.attach(company, PDF);
    const key = documentKey(tenant(), company, id);
    await drop(key);
    expect(await purge([removed(key)])).toEqual({ batchItemFailures: [] });
    expect(await contentOf(id)).toBeUndefined();
    expect(await purge([removed(key), removed(key)])).toEqual({ batchItemFailures: [] });
  });

  it('stays when its announcement went because it was completed', async () => {
    const { id } = await documents.attach(company, PDF);
    await purge([removed(documentUploadKey(tenant(), company, id))]);
    expect(await contentOf(id)).toBeDefined();
  });

  it('goes when its announcement was never completed, wherever it lies by then', async () => {
    const announced = await documents.announce(company, PDF);
    await documents.send(announced, PDF);
    const { id } = announced;
    const { etag = '' } = (await sentFor(id)) ?? {};
    // As a completion leaves it that is cut off between the copy and the record.
    await documents.files.copy(incomingKeyOf(tenant().id, id), objectKeyOf(tenant().id, id), {
      etag,
      contentType: 'application/pdf',
    });
    const key = documentUploadKey(tenant(), company, id);
    await drop(key);
    await purge([removed(key)]);
    expect([await sentFor(id), await contentOf(id)]).toEqual([undefined, undefined]);
  });

  it('goes with its card: the purge of the card takes the records, and their records the content', async () => {
    const { id } = await documents.attach(company, PDF);
    const announced = await documents.announce(company, PDF);
    await documents.send(announced, PDF);
    await documents.clients.remove(company);
    await drop({ pk: cardPartition(tenant(), company), sk: CARD });
    await purge([removed({ pk: cardPartition(tenant(), company), sk: CARD })]);
    const { items } = await documents.bed.table.query({
      pk: cardPartition(tenant(), company),
      consistent: true,
    });
    expect(items).toEqual([]);
    await purge([
      removed(documentKey(tenant(), company, id)),
      removed(documentUploadKey(tenant(), company, announced.id)),
    ]);
    expect([await contentOf(id), await sentFor(announced.id)]).toEqual([undefined, undefined]);
  });

  it('that the store does not remove now is tried again, and the others go', async () => {
    const [one, other] = [await documents.attach(company, PDF), await documents.attach(company, PDF)];
    const stuck: Files = {
      ...documents.files,
      remove: (key) =>
        key.endsWith(one.id) ? Promise.reject(new Error('The store is away.')) : documents.files.remove(key),
    };
    const keys = [one, other].map(({ id }) => documentKey(tenant(), company, id));
    for (const key of keys) await drop(key);
    const records = keys.map((key, index) => removed(key, String(index + 7)));
    expect(await purge(records, stuck)).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(await contentOf(other.id)).toBeUndefined();
    await purge(records);
    expect(await contentOf(one.id)).toBeUndefined();
  });

  it('is not left behind where its announcement is removed while it is taken in', async () => {
    const announced = await documents.announce(company, PDF);
    await documents.send(announced, PDF);
    const key = documentUploadKey(tenant(), company, announced.id);
    const removing: Files = {
      ...documents.files,
      copy: async (...parts) => {
        await drop(key);
        await purge([removed(key)]);
        await documents.files.put(parts[0], PDF, 'application/pdf');
        await documents.files.copy(...parts);
      },
    };
    const completing = documents
      .handlers({ files: removing })
      .completeCompanyDocument(
        { params: { id: company.id, documentId: announced.id }, query: undefined, body: undefined },
        documents.bed.as(documents.bed.admin),
      );
    expect(await refusalOf(completing)).toMatchObject({ code: 'document.not-found' });
    expect(await contentOf(announced.id)).toBeUndefined();
  });
});
