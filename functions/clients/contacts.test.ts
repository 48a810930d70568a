import { beforeAll, describe, expect, inject, it } from 'vitest';
import { MAX_CHANNELS } from '../../shared/clients/company.ts';
import {
  contactInputSchema,
  contactPatchSchema,
  MAX_LINKS,
  MAX_LINKS_AT_CREATION,
} from '../../shared/clients/contact.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OWN: RequestOptions = { visibility: 'own' };

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;
let other: Person;
let viewer: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  const team = await bed.addTeam('Продажи');
  agent = await bed.addUser('agent', [team]);
  other = await bed.addUser('agent', [team]);
  viewer = await bed.addUser('viewer', [team]);
});

const none = { params: undefined, query: undefined, body: undefined };
const create = async (body: object, person = agent, request: RequestOptions = {}) =>
  bodyOf(
    await bed.clients.createContact(
      { ...none, body: contactInputSchema.parse(body) },
      bed.as(person, request),
    ),
  );
const read = async (id: string, person = agent, request: RequestOptions = {}) =>
  bodyOf(await bed.clients.readContact({ ...none, params: { id } }, bed.as(person, request)));
const change = async (id: string, patch: object, person = agent, request: RequestOptions = {}) =>
  bodyOf(
    await bed.clients.changeContact(
      { ...none, params: { id }, body: contactPatchSchema.parse(patch) },
      bed.as(person, request),
    ),
  );
const remove = (id: string, person = agent, request: RequestOptions = {}) =>
  bed.clients.deleteContact({ ...none, params: { id } }, bed.as(person, request));
const restore = async (id: string, person = agent) =>
  bodyOf(await bed.clients.restoreContact({ ...none, params: { id } }, bed.as(person)));
const hits = async (query: object) =>
  bodyOf(await bed.clients.lookup({ ...none, query }, bed.as(agent))).hits.map(({ id }) => id);
const kinds = async (type: 'company' | 'contact', id: string) =>
  (await desk.timeline({ type, id })).entries.map(({ kind }) => kind);
const seats = (companies: readonly { id: string }[]) => companies.map(({ id }) => ({ companyId: id }));
const companies = (count: number, person = agent) =>
  Promise.all(Array.from({ length: count }, () => desk.company({}, person)));

describe('a contact', () => {
  it('is created with places at companies, normalised, and owned by the caller', async () => {
    const [one, two] = [
      await desk.company({ name: 'Один' }, agent),
      await desk.company({ name: 'Два' }, agent),
    ];
    const made = await create({
      name: ' Иван Петров ',
      phones: ['8 (912) 345-67-89'],
      emails: ['Ivan@Romashka.Example'],
      companies: [
        { companyId: one.id, jobTitle: 'Директор', role: 'decision-maker', influence: 5, primary: true },
        { companyId: two.id, to: '2020-12-31' },
      ],
    });
    expect(made).toMatchObject({
      name: 'Иван Петров',
      phones: [{ number: '+79123456789', kind: 'work', dialable: true }],
      emails: [{ address: 'ivan@romashka.example', kind: 'work' }],
      owner: agent.id,
      team: agent.teamIds[0],
      version: 1,
    });
    const card = await read(made.id);
    expect(card).toMatchObject(made);
    expect(card.companies).toMatchObject([
      { companyId: one.id, companyName: 'Один', contactId: made.id, jobTitle: 'Директор', version: 1 },
      { companyId: two.id, companyName: 'Два', to: '2020-12-31' },
    ]);
    expect(await kinds('contact', made.id)).toEqual(['created']);
    expect(await kinds('company', one.id)).toEqual(['contact-linked', 'created']);
    expect(await hits({ phone: '+79123456789' })).toEqual([made.id]);
    expect(await hits({ email: 'IVAN@romashka.example' })).toEqual([made.id]);
  });

  it('is refused whole where a company is not there, is hidden, deleted or named twice', async () => {
    const [mine, hidden, gone] = [
      await desk.company({}, agent),
      await desk.company({}, other),
      await desk.company({}, agent),
    ];
    await desk.remove(gone);
    const phone = '+7 912 000 00 01';
    const companyIds = [mine.id, hidden.id, gone.id, NOBODY, mine.id];
    const body = { name: 'И', phones: [phone], companies: companyIds.map((companyId) => ({ companyId })) };
    expect(
      (await refusalOf(create(body, agent, OWN))).issues.map(({ pointer, code }) => [pointer, code]),
    ).toEqual([
      ['/companies/1/companyId', 'reference.unknown'],
      ['/companies/2/companyId', 'reference.unknown'],
      ['/companies/3/companyId', 'reference.unknown'],
      ['/companies/4/companyId', 'link.doubled'],
    ]);
    expect(await refusalOf(create({ name: 'И', companies: seats([hidden]) }))).toMatchObject({
      kind: 'forbidden',
    });
    expect(await hits({ phone })).toEqual([]);
    expect(await kinds('company', mine.id)).toEqual(['created']);
  });

  it('shows a change on the cards of all companies at once, past ones too', async () => {
    const [one, two] = [await desk.company({}, agent), await desk.company({}, agent)];
    const made = await create({
      name: 'Анна',
      companies: [{ companyId: one.id }, { companyId: two.id, to: '2020-12-31' }],
    });
    await change(made.id, { name: 'Анна Каренина', phones: ['+7 912 111 22 33'] });
    for (const company of [one, two]) {
      const [link] = (await desk.card(company)).contacts;
      expect(link).toMatchObject({
        version: 1,
        contact: { name: 'Анна Каренина', phones: [{ number: '+79121112233' }], version: 2 },
      });
      const [entry] = (await desk.timeline(company)).entries;
      // Values stand on the person's own card only.
      expect(entry?.changes).toEqual([{ field: 'name' }, { field: 'phones' }]);
      expect(entry).toMatchObject({
        kind: 'contact-changed',
        about: { type: 'contact', id: made.id, name: 'Анна Каренина' },
        changes: [{ field: 'name' }, { field: 'phones' }],
      });
    }
  });

  it('is not written when a patch changes nothing, nor with a name emptied', async () => {
    const made = await create({ name: 'Та же', tags: ['a'] });
    expect(await change(made.id, { name: 'Та же', tags: ['a'] })).toEqual(made);
    expect(await refusalOf(change(made.id, { name: null }))).toMatchObject({
      issues: [{ pointer: '/name', code: 'field.required' }],
    });
    expect(await kinds('contact', made.id)).toEqual(['created']);
  });

  it('may have everything changed at the most companies one may have', async () => {
    const many = await companies(MAX_LINKS);
    const channels = (digit: number) => ({
      phones: Array.from({ length: MAX_CHANNELS }, (_, n) => `+7 912 ${digit}00 00 ${10 + n}`),
      emails: Array.from({ length: MAX_CHANNELS }, (_, n) => `a${digit}-${n}@romashka.example`),
      externalIds: Array.from({ length: 10 }, (_, n) => ({ source: 'crm', id: `${digit}-${n}` })),
    });
    const made = await create({
      name: 'Все',
      ...channels(1),
      companies: seats(many.slice(0, MAX_LINKS_AT_CREATION)),
    });
    const contact = { type: 'contact', id: made.id } as const;
    for (const company of many.slice(MAX_LINKS_AT_CREATION)) await desk.link(company, contact);
    const patch = { ...channels(2), owner: other.id, team: await bed.addTeam('Новая') };
    expect(await change(made.id, patch, bed.admin)).toMatchObject({ version: 2, owner: other.id });
    expect(await hits({ phone: '+7 912 100 00 10' })).toEqual([]);
    expect(await hits({ externalId: 'crm:2-9' })).toEqual([made.id]);
    await remove(made.id, bed.admin);
    await restore(made.id, bed.admin);
    expect(await refusalOf(desk.link(await desk.company(), contact))).toMatchObject({
      code: 'link.too-many',
    });
    expect(contactInputSchema.safeParse({ name: 'Все', companies: seats(many) }).success).toBe(false);
  });
});

describe('versions of a contact', () => {
  it('guard changes and deletion', async () => {
    const made = await create({ name: 'В' });
    await change(made.id, { description: 'один' }, agent, { ifMatch: [1] });
    const stale: RequestOptions = { ifMatch: [1] };
    const mismatch = { code: 'version.mismatch', facts: { currentVersion: 2 } };
    expect(await refusalOf(change(made.id, { name: 'Г' }, agent, stale))).toMatchObject(mismatch);
    expect(await refusalOf(remove(made.id, agent, stale))).toMatchObject(mismatch);
    expect(await refusalOf(change(made.id, { description: 'два', baseVersion: 1 }))).toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['description'] },
    });
    expect(await change(made.id, { name: 'Г', baseVersion: 1 })).toMatchObject({ version: 3 });
  });

  it('lose no change of many writers, and the cards show the last state', async () => {
    const company = await desk.company({}, agent);
    const made = await create({ name: 'М', companies: seats([company]) });
    const patches = [{ firstName: 'a' }, { lastName: 'b' }, { emails: ['c@romashka.example'] }];
    await Promise.all(patches.map((patch) => change(made.id, patch)));
    const now = await read(made.id);
    expect(now).toMatchObject({ version: 4, firstName: 'a', lastName: 'b' });
    const [link] = (await desk.card(company)).contacts;
    expect(link?.contact).toEqual({ name: 'М', emails: now.emails, version: 4 });
  });
});

describe('deleting a contact', () => {
  it('frees the keys and takes the person off the cards; restoring brings all back', async () => {
    const company = await desk.company({}, agent);
    const phone = '+7 912 777 00 11';
    const made = await create({ name: 'У', phones: [phone], companies: seats([company]) });
    await remove(made.id);
    expect(await refusalOf(read(made.id))).toMatchObject({ code: 'contact.not-found' });
    expect(await refusalOf(remove(made.id))).toMatchObject({ kind: 'not-found' });
    expect(await hits({ phone })).toEqual([]);
    expect((await desk.card(company)).contacts).toEqual([]);
    const back = await restore(made.id);
    expect(back).toMatchObject({ version: 3, name: 'У' });
    expect(back).not.toHaveProperty('deletedAt');
    expect(await hits({ phone })).toEqual([made.id]);
    expect((await desk.card(company)).contacts).toMatchObject([{ contact: { name: 'У', version: 3 } }]);
    expect((await desk.card(company)).contacts[0]?.contact).not.toHaveProperty('deletedAt');
    expect(await refusalOf(restore(made.id))).toMatchObject({ code: 'record.not-deleted' });
    expect(await kinds('contact', made.id)).toEqual(['restored', 'deleted', 'created']);
  });

  it('frees the external id, and restoring finds it taken', async () => {
    const external = { externalIds: [{ source: 'crm', id: 'shared' }] };
    const made = await create({ name: 'Первый', ...external });
    expect(await refusalOf(create({ name: 'Второй', ...external }))).toMatchObject({
      code: 'external-id.taken',
      facts: {},
    });
    await remove(made.id);
    await create({ name: 'Второй', ...external });
    expect(await refusalOf(restore(made.id))).toMatchObject({ code: 'external-id.taken' });
  });
});

describe('access to a contact', () => {
  it('comes with the record or with a company the person belongs to', async () => {
    const [mine, theirs] = [await desk.company({}, agent), await desk.company({}, other)];
    const made = await create({ name: 'Д', companies: seats([mine, theirs]) }, bed.admin);
    const stranger = await bed.addUser('agent');
    expect((await read(made.id, agent, OWN)).companies.map(({ companyId }) => companyId)).toEqual([mine.id]);
    expect((await read(made.id, other, OWN)).companies.map(({ companyId }) => companyId)).toEqual([
      theirs.id,
    ]);
    expect(await refusalOf(read(made.id, stranger, OWN))).toMatchObject({ code: 'contact.not-found' });
    expect(await change(made.id, { description: 'x' }, other, OWN)).toMatchObject({ version: 2 });
    expect(await refusalOf(change(made.id, { name: 'x' }, stranger))).toMatchObject({ kind: 'forbidden' });
    expect(await refusalOf(remove(made.id, viewer))).toMatchObject({ kind: 'forbidden' });
    await desk.remove(mine);
    expect(await refusalOf(read(made.id, agent, OWN))).toMatchObject({ code: 'contact.not-found' });
  });

  it('to hand it over is a matter of role', async () => {
    expect(await refusalOf(create({ name: 'П', owner: other.id }))).toMatchObject({ kind: 'forbidden' });
    const made = await create({ name: 'П' });
    expect(await refusalOf(change(made.id, { owner: other.id }))).toMatchObject({ kind: 'forbidden' });
    expect(await refusalOf(change(made.id, { owner: NOBODY }, bed.admin))).toMatchObject({
      issues: [{ pointer: '/owner', code: 'reference.unknown' }],
    });
    expect(await change(made.id, { owner: other.id }, bed.admin)).toMatchObject({ owner: other.id });
  });

  it('ends at the tenant', async () => {
    const elsewhere = await addTenant(bed.endpoint, bed.tableName);
    const made = await create({ name: 'Наш', phones: ['+7 912 555 00 00'] });
    const stranger = elsewhere.as(elsewhere.admin);
    const input = { ...none, params: { id: made.id } };
    expect(await refusalOf(elsewhere.clients.readContact(input, stranger))).toMatchObject({
      kind: 'not-found',
    });
    const query = { phone: '+7 912 555 00 00' };
    expect(bodyOf(await elsewhere.clients.lookup({ ...none, query }, stranger)).hits).toEqual([]);
  });
});
