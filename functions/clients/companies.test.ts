import { beforeAll, describe, expect, inject, it } from 'vitest';
import { companyInputSchema, companyPatchSchema } from '../../shared/clients/company.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;
let agent: Person;
let other: Person;
let manager: Person;
let viewer: Person;
let team: string;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  team = await bed.addTeam('Продажи');
  agent = await bed.addUser('agent', [team]);
  other = await bed.addUser('agent', [team]);
  manager = await bed.addUser('manager', [team]);
  viewer = await bed.addUser('viewer', [team]);
});

const create = async (body: object, person = agent, request: RequestOptions = {}) => {
  const input = { params: undefined, query: undefined, body: companyInputSchema.parse(body) };
  const answer = await bed.clients.createCompany(input, bed.as(person, request));
  if (!answer.body) throw new Error('no body');
  return answer.body;
};
const read = async (id: string, person = agent, request: RequestOptions = {}) =>
  (
    await bed.clients.readCompany(
      { params: { id }, query: undefined, body: undefined },
      bed.as(person, request),
    )
  ).body;
const change = async (id: string, patch: object, person = agent, request: RequestOptions = {}) =>
  (
    await bed.clients.changeCompany(
      { params: { id }, query: undefined, body: companyPatchSchema.parse(patch) },
      bed.as(person, request),
    )
  ).body;
const remove = (id: string, person = agent, request: RequestOptions = {}) =>
  bed.clients.deleteCompany({ params: { id }, query: undefined, body: undefined }, bed.as(person, request));
const restore = (id: string, person = agent) =>
  bed.clients.restoreCompany({ params: { id }, query: undefined, body: undefined }, bed.as(person));
const lookup = async (query: object, person = agent) =>
  (await bed.clients.lookup({ params: undefined, query, body: undefined }, bed.as(person))).body?.hits ?? [];
const timeline = async (id: string) =>
  (
    await bed.clients.readCompanyTimeline(
      { params: { id }, query: { limit: 100 }, body: undefined },
      bed.as(agent),
    )
  ).body?.entries ?? [];

describe('a company', () => {
  it('is created with what it is given, normalised, and owned by the caller', async () => {
    const made = await create({
      name: '  ООО «Ромашка» ',
      phones: ['8 (495) 123-45-67 доб. 12'],
      emails: ['Info@Romashka.Example'],
    });
    expect(made).toMatchObject({
      name: 'ООО «Ромашка»',
      kind: 'company',
      status: 'prospect',
      phones: [{ number: '+74951234567', extension: '12', kind: 'work', dialable: true }],
      emails: [{ address: 'info@romashka.example', kind: 'work' }],
      owner: agent.id,
      team,
      version: 1,
    });
    expect(await read(made.id)).toEqual(made);
    expect((await timeline(made.id)).map(({ kind }) => kind)).toEqual(['created']);
  });

  it('is found by phone, e-mail, INN and external id, and no longer by what it has lost', async () => {
    const made = await create({
      name: 'Сбербанк',
      inn: '7707083893',
      phones: ['+7 800 555 55 50'],
      emails: ['help@sber.example'],
      externalIds: [{ source: '1c', id: '42' }],
    });
    for (const query of [
      { phone: '8 800 5555550' },
      { email: 'HELP@sber.example' },
      { inn: '7707083893' },
      { externalId: '1c:42' },
    ]) {
      expect((await lookup(query)).map(({ id }) => id)).toEqual([made.id]);
    }
    await change(made.id, { phones: ['+7 800 555 55 51'], inn: null });
    expect(await lookup({ phone: '8 800 5555550' })).toEqual([]);
    expect(await lookup({ inn: '7707083893' })).toEqual([]);
    expect((await lookup({ phone: '8 800 5555551' })).map(({ id }) => id)).toEqual([made.id]);
  });

  it('shows old and new values on its chronology when it changes', async () => {
    const made = await create({ name: 'Старое', tags: ['a'] });
    await change(made.id, { name: 'Новое', description: 'Текст', tags: null });
    const [latest] = await timeline(made.id);
    expect(latest).toMatchObject({
      kind: 'changed',
      changes: [
        { field: 'description', to: 'Текст' },
        { field: 'name', from: 'Старое', to: 'Новое' },
        { field: 'tags', from: ['a'] },
      ],
    });
  });

  it('is not written when a patch changes nothing', async () => {
    const made = await create({ name: 'Та же' });
    expect(await change(made.id, { name: 'Та же' })).toEqual(made);
    expect(await timeline(made.id)).toHaveLength(1);
  });

  it('merges what is nested and empties what is null', async () => {
    const made = await create({
      name: 'Ф',
      finances: { budget: { amount: '100', currency: 'RUB' }, creditLimit: { amount: '5', currency: 'RUB' } },
    });
    const changed = await change(made.id, { finances: { budget: null } });
    expect(changed?.finances).toEqual({ creditLimit: { amount: '5.00', currency: 'RUB' } });
    expect(await refusalOf(change(made.id, { name: null }))).toMatchObject({
      code: 'body.invalid',
      issues: [{ pointer: '/name', code: 'field.required' }],
    });
  });
});

describe('versions', () => {
  it('refuse an If-Match that is not current, with the current version', async () => {
    const made = await create({ name: 'В' });
    await change(made.id, { name: 'В2' }, agent, { ifMatch: [1] });
    expect(await refusalOf(change(made.id, { name: 'В3' }, agent, { ifMatch: [1] }))).toMatchObject({
      kind: 'precondition-failed',
      code: 'version.mismatch',
      facts: { currentVersion: 2 },
    });
    expect(await refusalOf(remove(made.id, agent, { ifMatch: [1] }))).toMatchObject({
      code: 'version.mismatch',
    });
  });

  it('let a patch from an old version through unless the same fields changed', async () => {
    const made = await create({ name: 'Б' });
    await change(made.id, { description: 'один' });
    expect(await change(made.id, { tags: ['x'], baseVersion: 1 })).toMatchObject({
      version: 3,
      description: 'один',
      tags: ['x'],
    });
    expect(await refusalOf(change(made.id, { description: 'два', baseVersion: 1 }))).toMatchObject({
      kind: 'conflict',
      code: 'version.conflict',
      facts: { fields: ['description'], currentVersion: 3 },
    });
  });

  it('lose no change of many writers at once', async () => {
    const made = await create({ name: 'М' });
    const fields = ['legalName', 'description', 'website'] as const;
    await Promise.all(
      fields.map((field) =>
        change(made.id, { [field]: field === 'website' ? 'https://example.com/' : field }),
      ),
    );
    expect(await read(made.id)).toMatchObject({
      version: 4,
      legalName: 'legalName',
      description: 'description',
      website: 'https://example.com/',
    });
    expect(await timeline(made.id)).toHaveLength(4);
  });
});

describe('references and unique keys', () => {
  it('refuse what is not there, naming the field, and write nothing', async () => {
    const nobody = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    for (const field of ['industry', 'segment', 'leadSource'] as const) {
      expect(
        await refusalOf(create({ name: 'Р', [field]: 'no-such-entry', phones: ['+7 495 000 11 22'] })),
      ).toMatchObject({
        issues: [{ pointer: `/${field}`, code: 'reference.unknown' }],
      });
    }
    for (const field of ['owner', 'team'] as const) {
      expect(await refusalOf(create({ name: 'Р', [field]: nobody }, bed.admin))).toMatchObject({
        issues: [{ pointer: `/${field}` }],
      });
    }
    expect(await lookup({ phone: '+7 495 000 11 22' })).toEqual([]);
  });

  it('let one record have an external id', async () => {
    await create({ name: 'Первый', externalIds: [{ source: 'crm', id: '1' }] });
    expect(
      await refusalOf(create({ name: 'Второй', externalIds: [{ source: 'crm', id: '1' }] })),
    ).toMatchObject({
      code: 'external-id.taken',
      facts: {},
    });
  });
});

describe('deleting', () => {
  it('hides the company and frees its keys at once; restoring brings both back', async () => {
    const made = await create({ name: 'У', phones: ['+7 495 777 00 11'] });
    await remove(made.id);
    expect(await refusalOf(read(made.id))).toMatchObject({ kind: 'not-found' });
    expect(await lookup({ phone: '+7 495 777 00 11' })).toEqual([]);
    expect(await refusalOf(remove(made.id))).toMatchObject({ kind: 'not-found' });
    const back = await restore(made.id);
    expect(back.body).toMatchObject({ version: 3, name: 'У' });
    expect(back.body).not.toHaveProperty('deletedAt');
    expect((await lookup({ phone: '+7 495 777 00 11' })).map(({ id }) => id)).toEqual([made.id]);
    expect(await refusalOf(restore(made.id))).toMatchObject({ code: 'record.not-deleted' });
    expect((await timeline(made.id)).map(({ kind }) => kind)).toEqual(['restored', 'deleted', 'created']);
  });

  it('refuses to restore when somebody has taken the external id', async () => {
    const made = await create({ name: 'У2', externalIds: [{ source: 'crm', id: 'again' }] });
    await remove(made.id);
    await create({ name: 'У3', externalIds: [{ source: 'crm', id: 'again' }] });
    expect(await refusalOf(restore(made.id))).toMatchObject({ code: 'external-id.taken' });
  });
});

describe('access', () => {
  it("shows another one's company but keeps it from change", async () => {
    const made = await create({ name: 'Д' });
    expect(await read(made.id, other)).toMatchObject({ id: made.id });
    expect(await refusalOf(change(made.id, { name: 'Чужая' }, other))).toMatchObject({ kind: 'forbidden' });
    expect(await refusalOf(remove(made.id, viewer))).toMatchObject({ kind: 'forbidden' });
    expect(await change(made.id, { name: 'Менеджер' }, manager)).toMatchObject({ version: 2 });
  });

  it('hides what the policy hides, in reading, changing and looking up', async () => {
    const made = await create({ name: 'С', phones: ['+7 495 333 44 55'] });
    const own: RequestOptions = { visibility: 'own' };
    expect(await refusalOf(read(made.id, other, own))).toMatchObject({ kind: 'not-found' });
    expect(await refusalOf(change(made.id, { name: 'x' }, other, own))).toMatchObject({ kind: 'not-found' });
    const hidden = await bed.clients.lookup(
      { params: undefined, query: { phone: '+7 495 333 44 55' }, body: undefined },
      bed.as(other, own),
    );
    expect(hidden.body?.hits).toEqual([]);
    expect(await read(made.id, manager, own)).toMatchObject({ id: made.id });
  });

  it('lets an agent give records to nobody else', async () => {
    expect(await refusalOf(create({ name: 'П', owner: other.id }))).toMatchObject({ kind: 'forbidden' });
    const made = await create({ name: 'П' });
    expect(await refusalOf(change(made.id, { owner: other.id }))).toMatchObject({ kind: 'forbidden' });
    expect(await change(made.id, { owner: other.id }, manager)).toMatchObject({ owner: other.id });
  });
});

describe('an Idempotency-Key', () => {
  const key = (name: string, fingerprint = 'f') => ({ idempotency: { key: name, fingerprint } });

  it('gives the first answer again and writes once', async () => {
    const first = await create({ name: 'И', phones: ['+7 495 111 22 33'] }, agent, key('k1'));
    expect(await create({ name: 'И', phones: ['+7 495 111 22 33'] }, agent, key('k1'))).toEqual(first);
    expect(await lookup({ phone: '+7 495 111 22 33' })).toHaveLength(1);
  });

  it("is refused for another request, and is each caller's own", async () => {
    await create({ name: 'И' }, agent, key('k2'));
    expect(await refusalOf(create({ name: 'Й' }, agent, key('k2', 'g')))).toMatchObject({
      kind: 'invalid',
      code: 'idempotency.key-reused',
    });
    expect(await create({ name: 'Й' }, other, key('k2', 'g'))).toMatchObject({ name: 'Й' });
  });

  it('can be used anew after a day', async () => {
    const old = new Date(Date.now() - 25 * 3_600_000);
    const first = await create({ name: 'И' }, agent, { ...key('k3'), now: old });
    const second = await create({ name: 'И' }, agent, key('k3'));
    expect(second.id).not.toBe(first.id);
  });

  it('makes one record of many requests at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => create({ name: 'И', phones: ['+7 495 999 88 77'] }, agent, key('k4'))),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await lookup({ phone: '+7 495 999 88 77' })).toHaveLength(1);
  });
});
