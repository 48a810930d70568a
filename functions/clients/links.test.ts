import { beforeAll, describe, expect, inject, it } from 'vitest';
import { contactLinkInputSchema, linkPatchSchema, MAX_LINKS } from '../../shared/clients/contact.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;
let other: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
  other = await bed.addUser('agent');
});

const none = { params: undefined, query: undefined, body: undefined };
const link = async (
  company: Subject,
  contactId: string,
  fields: object = {},
  person = agent,
  request: RequestOptions = {},
) => {
  const body = contactLinkInputSchema.parse({ contactId, ...fields });
  const input = { ...none, params: { id: company.id }, body };
  return bodyOf(await bed.clients.linkContact(input, bed.as(person, request)));
};
const change = async (
  company: Subject,
  linkId: string,
  patch: object,
  person = agent,
  request: RequestOptions = {},
) => {
  const input = { ...none, params: { id: company.id, linkId }, body: linkPatchSchema.parse(patch) };
  return bodyOf(await bed.clients.changeContactLink(input, bed.as(person, request)));
};
const unlink = (company: Subject, linkId: string, person = agent, request: RequestOptions = {}) =>
  bed.clients.unlinkContact({ ...none, params: { id: company.id, linkId } }, bed.as(person, request));
const onCompany = async (company: Subject) => (await desk.card(company)).contacts;
const onContact = async ({ id }: Subject) =>
  bodyOf(await bed.clients.readContact({ ...none, params: { id } }, bed.as(bed.admin))).companies;
const latest = async (subject: Subject) => (await desk.timeline(subject)).entries[0];
const pair = async (): Promise<[Subject, Subject]> => [
  await desk.company({ name: 'Фирма' }, agent),
  await desk.contact({ name: 'Иван' }, agent),
];

describe('a link', () => {
  it('stands on both cards with all it says, and on both chronologies', async () => {
    const [company, contact] = await pair();
    const fields = {
      jobTitle: 'Директор',
      role: 'champion',
      influence: 4,
      primary: true,
      from: '2026-01-01',
    };
    const made = await link(company, contact.id, fields);
    expect(made).toMatchObject({ ...fields, companyId: company.id, contactId: contact.id, version: 1 });
    expect(await onCompany(company)).toEqual([made]);
    const { contact: _, ...place } = made;
    expect(await onContact(contact)).toEqual([{ ...place, companyName: 'Фирма' }]);
    expect(await latest(company)).toMatchObject({
      kind: 'contact-linked',
      about: { type: 'contact', id: contact.id, name: 'Иван' },
    });
    expect(await latest(contact)).toMatchObject({
      kind: 'contact-linked',
      about: { type: 'company', id: company.id, name: 'Фирма' },
    });
  });

  it('may be one of several between the same two: past roles are kept', async () => {
    const [company, contact] = await pair();
    await link(company, contact.id, { jobTitle: 'Менеджер', to: '2020-12-31' });
    await link(company, contact.id, { jobTitle: 'Директор', from: '2021-01-01' });
    expect((await onCompany(company)).map(({ jobTitle }) => jobTitle)).toEqual(['Директор', 'Менеджер']);
    expect(await onContact(contact)).toHaveLength(2);
  });

  it('needs a person who is there and visible, and a company that may be changed', async () => {
    const [company, contact] = await pair();
    const hidden = await desk.contact({}, other);
    const gone = await desk.contact({}, agent);
    await desk.remove(gone);
    for (const id of [hidden.id, gone.id, NOBODY]) {
      expect(await refusalOf(link(company, id, {}, agent, { visibility: 'own' }))).toMatchObject({
        issues: [{ pointer: '/contactId', code: 'reference.unknown' }],
      });
    }
    expect(await refusalOf(link(company, contact.id, {}, other))).toMatchObject({ kind: 'forbidden' });
    const unknown = { type: 'company', id: NOBODY } as const;
    expect(await refusalOf(link(unknown, contact.id))).toMatchObject({ code: 'company.not-found' });
    expect(await onCompany(company)).toEqual([]);
  });

  it('is one of so many at most', async () => {
    const [company, contact] = await pair();
    for (let made = 0; made < MAX_LINKS; made += 1) await link(company, contact.id);
    expect(await refusalOf(link(company, contact.id))).toMatchObject({
      kind: 'conflict',
      code: 'link.too-many',
    });
    expect(await onContact(contact)).toHaveLength(MAX_LINKS);
  });

  it('made while the person changes shows the changed person', async () => {
    const [company, contact] = await pair();
    const rename = (name: string) =>
      bed.clients.changeContact({ ...none, params: { id: contact.id }, body: { name } }, bed.as(agent));
    await Promise.all([rename('А'), link(company, contact.id), rename('Б'), link(company, contact.id)]);
    const { body } = await bed.clients.readContact({ ...none, params: { id: contact.id } }, bed.as(agent));
    const summary = { name: body?.name, version: body?.version };
    expect((await onCompany(company)).map((one) => one.contact)).toEqual([summary, summary]);
  });
});

describe('a change of a link', () => {
  it('stands on both cards and chronologies, with old and new values', async () => {
    const [company, contact] = await pair();
    const made = await link(company, contact.id, { jobTitle: 'Менеджер', note: 'x' });
    const changed = await change(company, made.id, { jobTitle: 'Директор', note: null, to: '2026-06-30' });
    expect(changed).toMatchObject({ jobTitle: 'Директор', to: '2026-06-30', version: 2 });
    expect(changed).not.toHaveProperty('note');
    expect(await onCompany(company)).toEqual([changed]);
    expect(await onContact(contact)).toMatchObject([{ jobTitle: 'Директор', to: '2026-06-30', version: 2 }]);
    const changes = [
      { field: 'jobTitle', from: 'Менеджер', to: 'Директор' },
      { field: 'note', from: 'x' },
      { field: 'to', to: '2026-06-30' },
    ];
    for (const subject of [company, contact]) {
      expect(await latest(subject)).toMatchObject({ kind: 'contact-link-changed', changes });
    }
  });

  it('that changes nothing writes nothing', async () => {
    const [company, contact] = await pair();
    const made = await link(company, contact.id, { influence: 3 });
    expect(await change(company, made.id, { influence: 3, note: null })).toEqual(made);
    expect(await latest(company)).toMatchObject({ kind: 'contact-linked' });
  });

  it('keeps the dates in order, whichever of them it names', async () => {
    const [company, contact] = await pair();
    const made = await link(company, contact.id, { from: '2026-02-01' });
    expect(await refusalOf(change(company, made.id, { to: '2026-01-31' }))).toMatchObject({
      issues: [{ pointer: '/to', code: 'link.dates-reversed' }],
    });
    expect(await change(company, made.id, { to: '2026-01-31', from: '2026-01-01' })).toMatchObject({
      version: 2,
    });
  });

  it('is held to the version of the link, which a change of the person leaves alone', async () => {
    const [company, contact] = await pair();
    const made = await link(company, contact.id);
    await bed.clients.changeContact(
      { ...none, params: { id: contact.id }, body: { name: 'Новое' } },
      bed.as(agent),
    );
    expect(await change(company, made.id, { influence: 1 }, agent, { ifMatch: [1] })).toMatchObject({
      version: 2,
      contact: { name: 'Новое', version: 2 },
    });
    expect(
      await refusalOf(change(company, made.id, { influence: 2 }, agent, { ifMatch: [1] })),
    ).toMatchObject({
      code: 'version.mismatch',
      facts: { currentVersion: 2 },
    });
  });

  it('is lost in no race with changes of the person', async () => {
    const [company, contact] = await pair();
    const made = await link(company, contact.id);
    await Promise.all([
      change(company, made.id, { jobTitle: 'Директор' }),
      bed.clients.changeContact(
        { ...none, params: { id: contact.id }, body: { name: 'Новое' } },
        bed.as(agent),
      ),
      change(company, made.id, { influence: 5 }),
    ]);
    expect(await onCompany(company)).toMatchObject([
      { jobTitle: 'Директор', influence: 5, version: 3, contact: { name: 'Новое', version: 2 } },
    ]);
    expect(await onContact(contact)).toMatchObject([{ jobTitle: 'Директор', influence: 5, version: 3 }]);
  });
});

describe('removing a link', () => {
  it('takes it off both cards, and leaves both chronologies', async () => {
    const [company, contact] = await pair();
    const [made, kept] = [await link(company, contact.id), await link(company, contact.id)];
    expect(await refusalOf(unlink(company, made.id, agent, { ifMatch: [2] }))).toMatchObject({
      code: 'version.mismatch',
    });
    await unlink(company, made.id, agent, { ifMatch: [1] });
    expect((await onCompany(company)).map(({ id }) => id)).toEqual([kept.id]);
    expect((await onContact(contact)).map(({ id }) => id)).toEqual([kept.id]);
    for (const subject of [company, contact]) {
      expect(await latest(subject)).toMatchObject({ kind: 'contact-unlinked' });
    }
  });

  it('that is not there, is of another company or of one that may not be changed is refused', async () => {
    const [[company, contact], [foreign]] = [await pair(), await pair()];
    const made = await link(company, contact.id);
    for (const work of [
      () => unlink(foreign, made.id),
      () => unlink(company, NOBODY),
      () => change(foreign, made.id, {}),
    ]) {
      expect(await refusalOf(work())).toMatchObject({ kind: 'not-found', code: 'link.not-found' });
    }
    expect(await refusalOf(unlink(company, made.id, other))).toMatchObject({ kind: 'forbidden' });
    await unlink(company, made.id);
    expect(await refusalOf(unlink(company, made.id))).toMatchObject({ code: 'link.not-found' });
  });
});
