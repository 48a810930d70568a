import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Role } from '../../shared/access.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { type DocumentBed, startDocumentBed } from '../../tests/equipment/document-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { addTenant, type Person } from '../../tests/equipment/tenant-bed.ts';
import { objectKeyOf } from './document-item.ts';

let documents: DocumentBed;
let people: Readonly<Record<Role, Person>>;
let company: Subject;

const PDF = Buffer.from('%PDF-1.7\nДоговор поставки\n');

beforeAll(async () => {
  documents = await startDocumentBed(inject('dynamodbEndpoint'));
  const { bed } = documents;
  const team = await bed.addTeam('Продажи');
  people = {
    admin: bed.admin,
    manager: await bed.addUser('manager', [team]),
    agent: await bed.addUser('agent', [team]),
    viewer: await bed.addUser('viewer', [team]),
  };
});
afterAll(() => documents?.stop());
beforeEach(async () => {
  company = await documents.clients.company({}, people.admin);
});

const at = (subject: Subject, documentId: string) => ({
  params: { id: subject.id, documentId },
  query: undefined,
  body: undefined,
});
const as = (person: Person, request = {}) => documents.bed.as(person, request);
const remove = (id: string, person = people.admin) =>
  documents.handlers().removeCompanyDocument(at(company, id), as(person));
const judge = (id: string, verdict: 'clean' | 'infected', scanner?: string, person: Person = people.admin) =>
  documents.handlers().judgeCompanyDocument({ ...at(company, id), body: { verdict, scanner } }, as(person));
const download = async (id: string, waitForScan = false) =>
  bodyOf(
    await documents
      .handlers({ downloads: { waitForScan } })
      .downloadCompanyDocument(at(company, id), as(people.viewer)),
  );

describe('a document', () => {
  it('is fetched as an attachment under its name, byte for byte', async () => {
    const { id } = await documents.attach(company, PDF, { fileName: 'Договор № 12 "Ромашка".pdf' });
    const { url, expiresAt } = await download(id);
    const answer = await fetch(url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(PDF)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[ -~]+"; filename\*=UTF-8''/,
    );
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(14 * 60_000);
    expect((await fetch(url.replace(id, id.replace(/.$/, '0')))).status).toBe(403);
  });

  it('is shown on the card, the latest ten and how many there are', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1)
      ids.unshift((await documents.attach(company, Buffer.from(`%PDF- ${n}`))).id);
    const { documents: shown } = await documents.clients.card(company);
    expect([shown.count, shown.latest.map(({ id }) => id)]).toEqual([12, ids.slice(0, 10)]);
  });

  it('is listed page by page', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1)
      ids.unshift((await documents.attach(company, Buffer.from(`%PDF- ${n}`))).id);
    const list = (cursor?: string) =>
      documents
        .handlers()
        .listCompanyDocuments(
          { params: { id: company.id }, query: { limit: 2, cursor }, body: undefined },
          as(people.viewer),
        );
    const pages: string[][] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = bodyOf(await list(cursor));
      pages.push(page.documents.map(({ id }) => id));
      cursor = page.next;
    }
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  it('removed is gone from list, card and count, and stands on the chronology as removed', async () => {
    const [{ id }, kept] = [
      await documents.attach(company, PDF),
      await documents.attach(company, Buffer.from('%PDF-')),
    ];
    await remove(id);
    expect(await documents.list(company)).toEqual([kept]);
    expect((await documents.clients.card(company)).documents).toEqual({ latest: [kept], count: 1 });
    expect((await documents.clients.timeline(company)).entries[0]).toMatchObject({
      kind: 'document-removed',
      about: { type: 'document', id, name: 'Договор.pdf' },
    });
    expect(await refusalOf(remove(id))).toMatchObject({ code: 'document.not-found' });
    expect(await refusalOf(download(id))).toMatchObject({ code: 'document.not-found' });
  });

  it('only announced is removed without a trace, and cannot be fetched or judged', async () => {
    const { id } = await documents.announce(company, PDF);
    expect(await refusalOf(download(id))).toMatchObject({ code: 'document.not-uploaded' });
    expect(await refusalOf(judge(id, 'clean'))).toMatchObject({ code: 'document.not-uploaded' });
    await remove(id);
    expect(await refusalOf(documents.complete(company, id))).toMatchObject({ code: 'document.not-found' });
    expect((await documents.clients.timeline(company)).entries).toHaveLength(1);
  });

  it('goes out of reach with its card, and comes back with it', async () => {
    const { id } = await documents.attach(company, PDF);
    const { id: awaited } = await documents.announce(company, PDF);
    await documents.clients.remove(company);
    const refused: readonly (() => Promise<unknown>)[] = [
      () => download(id),
      () => remove(id),
      () => judge(id, 'clean'),
      () => documents.list(company),
      () => documents.complete(company, awaited),
      () => documents.announce(company, PDF),
    ];
    for (const act of refused) expect(await refusalOf(act())).toMatchObject({ code: 'company.not-found' });
    const restore = { params: { id: company.id }, query: undefined, body: undefined };
    await documents.bed.clients.restoreCompany(restore, as(people.admin));
    expect((await fetch((await download(id)).url)).status).toBe(200);
  });

  it('of one card is not found on another', async () => {
    const { id } = await documents.attach(company, PDF);
    company = await documents.clients.company();
    expect(await refusalOf(download(id))).toMatchObject({ code: 'document.not-found' });
    expect(await refusalOf(documents.complete(company, id))).toMatchObject({ code: 'document.not-found' });
    expect(await documents.files.find(objectKeyOf(documents.bed.tenant.id, id))).toBeDefined();
  });

  it('of one organisation is none to another', async () => {
    const { id } = await documents.attach(company, PDF);
    const other = await addTenant(documents.bed.endpoint, documents.bed.tableName);
    const { readCompanyDocument } = documents.handlers();
    const reading = readCompanyDocument(at(company, id), other.as(other.admin));
    expect(await refusalOf(reading)).toMatchObject({ code: 'company.not-found' });
  });
});

describe('the verdict of a scanner', () => {
  it('is kept, and the same said again changes nothing', async () => {
    const { id } = await documents.attach(company, PDF);
    const first = bodyOf(await judge(id, 'clean', 'ClamAV 1.4'));
    expect(first.scan).toMatchObject({ verdict: 'clean', scanner: 'ClamAV 1.4' });
    expect(bodyOf(await judge(id, 'clean', 'ClamAV 1.4'))).toEqual(first);
    expect((await download(id)).url).toContain(id);
  });

  it('of a virus keeps it from everybody, and stands on the chronology once', async () => {
    const { id } = await documents.attach(company, PDF);
    await judge(id, 'infected');
    await judge(id, 'infected', 'another');
    expect(await refusalOf(download(id))).toMatchObject({ kind: 'conflict', code: 'document.infected' });
    const kinds = (await documents.clients.timeline(company)).entries.map(({ kind }) => kind);
    expect(kinds).toEqual(['document-infected', 'document-attached', 'created']);
    await judge(id, 'clean');
    expect((await download(id)).url).toContain(id);
  });

  it('of a virus is taken back only by who found it', async () => {
    const { id } = await documents.attach(company, PDF);
    const other = await documents.bed.addUser('admin');
    await judge(id, 'clean', undefined, other);
    await judge(id, 'infected');
    const refused = { kind: 'conflict', code: 'document.found-infected' };
    expect(await refusalOf(judge(id, 'clean', undefined, other))).toMatchObject(refused);
    // Finding it too gives nobody the right to say that there is none.
    await judge(id, 'infected', 'another', other);
    expect(await refusalOf(judge(id, 'clean', 'another', other))).toMatchObject(refused);
    expect(await refusalOf(download(id))).toMatchObject({ code: 'document.infected' });
    expect(bodyOf(await judge(id, 'clean')).scan).toMatchObject({ verdict: 'clean', by: people.admin.id });
    expect((await download(id)).url).toContain(id);
  });

  it('is waited for where the installation says so', async () => {
    const { id } = await documents.attach(company, PDF);
    expect(await refusalOf(download(id, true))).toMatchObject({
      kind: 'conflict',
      code: 'document.not-scanned',
      retryAfter: 60,
    });
    await judge(id, 'clean');
    expect((await download(id, true)).url).toContain(id);
  });
});

describe('who may what', () => {
  it('whoever sees a card may attach to it, viewers excepted', async () => {
    for (const person of [people.admin, people.manager, people.agent]) {
      expect(await documents.attach(company, PDF, {}, { person })).toMatchObject({ createdBy: person.id });
    }
    const viewing = documents.announce(company, PDF, {}, { person: people.viewer });
    expect(await refusalOf(viewing)).toMatchObject({ code: 'access.forbidden' });
    const hidden = documents.announce(company, PDF, {}, { person: people.agent, visibility: 'own' });
    expect(await refusalOf(hidden)).toMatchObject({ code: 'company.not-found' });
  });

  it('only who announced it, or may change the card, completes it', async () => {
    const announced = await documents.announce(company, PDF);
    await documents.send(announced, PDF);
    const another = documents.complete(company, announced.id, { person: people.agent });
    expect(await refusalOf(another)).toMatchObject({ code: 'access.forbidden' });
    expect(await documents.complete(company, announced.id)).toMatchObject({ state: 'stored' });
  });

  it('whoever attached it, or may change the card, removes it', async () => {
    const [theirs, own] = [
      await documents.attach(company, PDF, {}, { person: people.manager }),
      await documents.attach(company, PDF, {}, { person: people.agent }),
    ];
    expect(await refusalOf(remove(theirs.id, people.agent))).toMatchObject({ code: 'access.forbidden' });
    await remove(own.id, people.agent);
    await remove(theirs.id, people.admin);
    expect(await documents.list(company)).toEqual([]);
  });

  it('a person’s documents follow the companies of the person', async () => {
    const person = await documents.clients.contact({}, people.admin);
    const own = await documents.clients.company({}, people.agent);
    const seen = { person: people.agent, visibility: 'own' as const };
    expect(await refusalOf(documents.list(person, {}, seen))).toMatchObject({ code: 'contact.not-found' });
    await documents.clients.link(own, person);
    const { id } = await documents.attach(person, PDF, {}, seen);
    const theirs = await documents.attach(person, PDF);
    expect((await documents.list(person, {}, seen)).map((one) => one.id)).toEqual([theirs.id, id]);
    const { removeContactDocument } = documents.handlers();
    await removeContactDocument(at(person, theirs.id), as(people.agent, { visibility: 'own' }));
    expect(await documents.list(person)).toHaveLength(1);
  });
});
