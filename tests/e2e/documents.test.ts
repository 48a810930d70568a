import { randomBytes } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFiles } from '../../functions/runtime/files/files.ts';
import { LOCAL_CREDENTIALS } from '../../local/credentials.ts';
import { eventually } from '../equipment/eventually.ts';
import { connect } from '../equipment/table.ts';
import {
  expectStatus,
  type Organisation,
  type RunningStack,
  type SignedIn,
  startRunningStack,
} from './running-stack.ts';
import { announcementOf, attach, PDF, send } from './sending.ts';

let running: RunningStack;
let organisation: Organisation;
let agent: SignedIn;
let companyId: string;
let card: string;

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('ООО «Ромашка»');
  agent = await organisation.addUser('agent', [await organisation.addTeam('Продажи')]);
});
afterAll(() => running?.stop());

async function newCompany(person = agent): Promise<string> {
  const body = { name: 'Клиент' };
  companyId = (await expectStatus(person.call('POST', '/api/v1/companies', { body }), 201)).body.id;
  card = `/api/v1/companies/${companyId}`;
  return card;
}

/** The bucket of the running stack, past the API. */
function bucket() {
  const files = running.stack.plan
    .ofType('AWS::S3::Bucket')
    .find(({ logicalId }) => logicalId.startsWith('Files'));
  return createFiles({
    bucket: files?.ref ?? '',
    region: 'eu-central-1',
    endpoint: running.stack.endpoints.s3,
    credentials: LOCAL_CREDENTIALS,
  });
}
const contentOf = (id: string) => bucket().find(`documents/${organisation.tenantId}/${id}`);

/** What the bus has carried of a type, as its archive keeps it. */
const published = (type: string): { readonly data: Readonly<Record<string, unknown>> }[] =>
  running.stack.state
    .prepare("SELECT event ->> '$.detail' AS detail FROM bus_archive WHERE event ->> '$.detail-type' = ?")
    .all(type)
    .map(({ detail }) => JSON.parse(String(detail)));

/** Makes the time-to-live of an item lie in the past, and lets the table drop what has expired. */
async function expire(sk: string): Promise<void> {
  await connect(running.stack.endpoints.dynamodb).document.send(
    new UpdateCommand({
      TableName: running.stack.tableName,
      Key: { pk: `T#${organisation.tenantId}#company#${companyId}`, sk },
      UpdateExpression: 'SET #ttl = :past',
      ConditionExpression: 'attribute_exists(#ttl)',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':past': Math.floor(Date.now() / 1000) - 60 },
    }),
  );
  expect(await running.stack.expire()).toBeGreaterThan(0);
}

describe('the way of a document', () => {
  it('is announced, sent, completed, seen on the card and its chronology, and fetched byte for byte', async () => {
    await newCompany();
    const content = Buffer.concat([PDF, randomBytes(3 * 1024 * 1024)]);
    const body = { ...announcementOf(content), description: 'Подписан обеими сторонами' };
    const created = await expectStatus(agent.call('POST', `${card}/documents`, { body }), 201);
    const { id, upload } = created.body;
    expect(created.headers.get('location')).toBe(`${card}/documents/${id}`);
    expect(await send(upload, content)).toBe(200);
    await expectStatus(agent.call('POST', `${card}/documents/${id}/complete`), 200);

    const { body: opened } = await expectStatus(agent.call('GET', `${card}/card`), 200);
    expect(opened.documents).toMatchObject({
      count: 1,
      latest: [{ id, state: 'stored', fileName: 'Договор № 12.pdf', bytes: content.byteLength }],
    });
    expect(opened.timeline.entries[0]).toMatchObject({
      kind: 'document-attached',
      about: { type: 'document', id, name: 'Договор № 12.pdf' },
    });
    const { body: listed } = await expectStatus(agent.call('GET', `${card}/documents`), 200);
    expect(listed.documents).toEqual(opened.documents.latest);

    const { body: download } = await expectStatus(agent.call('GET', `${card}/documents/${id}/download`), 200);
    const fetched = await fetch(download.url);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(content)).toBe(true);
    expect(fetched.headers.get('content-disposition')).toContain('attachment');
  });

  it('of a person is seen with the person', async () => {
    const made = await expectStatus(agent.call('POST', '/api/v1/contacts', { body: { name: 'Мария' } }), 201);
    const id = await attach(agent, `/api/v1/contacts/${made.body.id}`);
    const { body } = await expectStatus(agent.call('GET', `/api/v1/contacts/${made.body.id}`), 200);
    expect(body.documents).toMatchObject({ count: 1, latest: [{ id }] });
  });

  it('ends for a lie about its type, and for content that was not announced', async () => {
    await newCompany();
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    const { body: lie } = await expectStatus(
      agent.call('POST', `${card}/documents`, { body: announcementOf(page) }),
      201,
    );
    expect(await send(lie.upload, page)).toBe(200);
    const complete = await agent.call('POST', `${card}/documents/${lie.id}/complete`);
    expect([complete.status, complete.body.code]).toEqual([409, 'document.type-mismatch']);
    const { body: other } = await expectStatus(
      agent.call('POST', `${card}/documents`, { body: announcementOf(PDF) }),
      201,
    );
    expect(await send(other.upload, Buffer.from('%PDF-1.7\nДоговор поставки № 13\n'))).toBe(400);
    expect(await send({ ...other.upload, url: other.upload.url.replace('incoming/', '') }, PDF)).toBe(403);
    const early = await agent.call('POST', `${card}/documents/${other.id}/complete`);
    expect([early.status, early.body.code]).toEqual([409, 'document.not-uploaded']);
    expect((await agent.call('GET', `${card}/card`)).body.documents.count).toBe(0);
  });

  it.each([
    ['../../etc/passwd.pdf', 'file-name.separator'],
    ['договор.pdf.exe', 'file-name.extension'],
    ['con.pdf', 'file-name.reserved'],
    ['договор\u202efdp.exe', 'text.control-character'],
  ])('begins with no trick like %j', async (fileName, code) => {
    await newCompany();
    const refused = await agent.call('POST', `${card}/documents`, {
      body: { ...announcementOf(PDF), fileName },
    });
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/fileName', code })],
    ]);
  });
});

describe('a virus scanner', () => {
  it('is told of each document, and what it found keeps others from it', async () => {
    await newCompany();
    const id = await attach(agent, card);
    const told = await eventually(() => {
      const event = published('document.uploaded.v1').find(({ data }) => data['documentId'] === id);
      return event ?? expect.fail('The bus has not carried the event yet.');
    });
    expect(told.data).toEqual({
      subject: { type: 'company', id: companyId },
      documentId: id,
      objectKey: `documents/${organisation.tenantId}/${id}`,
    });
    const infected = { body: { verdict: 'infected', scanner: 'ClamAV 1.4' } };
    expect((await agent.call('PUT', `${card}/documents/${id}/verdict`, infected)).status).toBe(403);
    await expectStatus(organisation.admin.call('PUT', `${card}/documents/${id}/verdict`, infected), 200);
    const refused = await agent.call('GET', `${card}/documents/${id}/download`);
    expect([refused.status, refused.body.code]).toEqual([409, 'document.infected']);
  });
});

describe('what is gone', () => {
  it('takes its content along: a removed document', async () => {
    await newCompany();
    const id = await attach(agent, card);
    expect(await contentOf(id)).toBeDefined();
    await expectStatus(agent.call('DELETE', `${card}/documents/${id}`), 204);
    await eventually(async () => expect(await contentOf(id)).toBeUndefined());
  });

  it('takes its content along: a card whose time to be restored is over', async () => {
    await newCompany();
    const id = await attach(agent, card);
    await expectStatus(agent.call('DELETE', card), 204);
    expect((await agent.call('GET', `${card}/documents/${id}/download`)).status).toBe(404);
    expect(await contentOf(id)).toBeDefined();
    await expire('card');
    await eventually(async () => expect(await contentOf(id)).toBeUndefined());
  });

  it('takes its content along: an upload that nobody completed', async () => {
    await newCompany();
    const { body } = await expectStatus(
      agent.call('POST', `${card}/documents`, { body: announcementOf(PDF) }),
      201,
    );
    expect(await send(body.upload, PDF)).toBe(200);
    const incoming = `documents/incoming/${organisation.tenantId}/${body.id}`;
    expect(await bucket().find(incoming)).toBeDefined();
    await expire(`upload#${body.id}`);
    await eventually(async () => expect(await bucket().find(incoming)).toBeUndefined());
    const late = await agent.call('POST', `${card}/documents/${body.id}/complete`);
    expect([late.status, late.body.code]).toEqual([404, 'document.not-found']);
  });
});
