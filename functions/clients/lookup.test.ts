import { beforeAll, describe, expect, inject, it } from 'vitest';
import { lookupQuerySchema } from '../../shared/clients/lookup.ts';
import {
  type ActOptions,
  bodyOf,
  type ClientDesk,
  createClientDesk,
} from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { addTenant, createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
});

const lookup = async (query: object, { person = bed.admin, ...request }: ActOptions = {}) =>
  bodyOf(
    await bed.clients.lookup(
      { params: undefined, query: lookupQuerySchema.parse(query), body: undefined },
      bed.as(person, request),
    ),
  );
const names = async (query: object, options?: ActOptions) =>
  (await lookup(query, options)).hits.map(({ name }) => name);

describe('looking up a phone', () => {
  const phones = ['+7 495 100 00 01'];

  it('gives all records that have it: people before firms, own before others, present before past', async () => {
    const firm = await desk.company({ name: 'Фирма', phones, owner: bed.admin.id });
    await desk.company({ name: 'Филиал', phones }, agent);
    const add = async (name: string, place: object | undefined, person?: Person) => {
      const contact = await desk.contact({ name, phones }, person);
      if (place) await desk.link(firm, contact, place);
    };
    await add('Никто', undefined);
    await add('Ушедшая', { to: '2020-01-01' });
    await add('Директор', { jobTitle: 'Директор' });
    await add('Свой', undefined, agent);
    const query = { phone: '8 (495) 100-00-01' };
    expect(await names(query, { person: agent })).toEqual([
      'Свой',
      'Директор',
      'Ушедшая',
      'Никто',
      'Филиал',
      'Фирма',
    ]);
    const { hits, more } = await lookup(query);
    expect(more).toBe(false);
    expect(hits.find(({ name }) => name === 'Директор')).toMatchObject({
      type: 'contact',
      companies: [{ id: firm.id, name: 'Фирма', jobTitle: 'Директор' }],
    });
    expect(hits.find(({ name }) => name === 'Ушедшая')).toMatchObject({ companies: [] });
    expect(hits.find(({ name }) => name === 'Фирма')).toMatchObject({
      type: 'company',
      id: firm.id,
      status: 'prospect',
      owner: bed.admin.id,
    });
  });

  it("reads a national number as one of the organisation's country", async () => {
    await desk.company({ name: 'Нью-Йорк', phones: ['+1 212 736 5000'] });
    expect(await names({ phone: '+1 (212) 736-5000' })).toEqual(['Нью-Йорк']);
    expect(await names({ phone: '212 736 5000' })).toEqual([]);
  });

  it('says when there are more than it gives, and not before', async () => {
    const shared = ['+7 495 100 00 50'];
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => desk.company({ name: `Ф${index}`, phones: shared })),
    );
    const full = await lookup({ phone: shared[0] });
    expect([full.hits.length, full.more]).toEqual([50, false]);
    await desk.company({ name: 'Одна лишняя', phones: shared });
    const over = await lookup({ phone: shared[0] });
    expect([over.hits.length, over.more]).toEqual([50, true]);
  });
});

describe('visibility', () => {
  it('hides records, and the firms of people, that the caller may not see', async () => {
    const phones = ['+7 495 100 00 02'];
    const hidden = await desk.company({ name: 'Чужая', phones, owner: bed.admin.id });
    const mine = await desk.company({ name: 'Моя', phones }, agent);
    const shared = await desk.contact({ name: 'Общий', phones, owner: bed.admin.id });
    await desk.link(hidden, shared);
    await desk.link(mine, shared);
    const theirs = await desk.contact({ name: 'Чужой', phones, owner: bed.admin.id });
    await desk.link(hidden, theirs);
    const { hits } = await lookup({ phone: phones[0] }, { person: agent, visibility: 'own' });
    expect(hits.map(({ name, companies }) => [name, companies.map(({ id }) => id)])).toEqual([
      ['Общий', [mine.id]],
      ['Моя', []],
    ]);
    expect(await names({ phone: phones[0] })).toHaveLength(4);
  });

  it('ends at the organisation', async () => {
    await desk.company({ name: 'Здесь', emails: ['one@clients.example'] });
    const other = await addTenant(bed.endpoint, bed.tableName);
    const query = { email: 'one@clients.example' };
    const input = { params: undefined, query, body: undefined };
    expect(bodyOf(await other.clients.lookup(input, other.as(other.admin))).hits).toEqual([]);
    expect(await names({ email: 'ONE@clients.example' })).toEqual(['Здесь']);
  });
});

describe('other keys', () => {
  it('are the INN and the external id, whose source ends at the first colon', async () => {
    await desk.company({ name: 'Сбербанк', inn: '7707083893', externalIds: [{ source: '1c', id: 'a:b' }] });
    await desk.company({ name: 'Филиал банка', inn: '7707083893' });
    expect((await names({ inn: '7707083893' })).sort()).toEqual(['Сбербанк', 'Филиал банка']);
    expect(await names({ externalId: '1c:a:b' })).toEqual(['Сбербанк']);
    expect(await names({ externalId: '1c:a' })).toEqual([]);
  });

  it.each([
    [{ phone: '12' }, 'phone', 'phone.too-short'],
    [{ email: 'nobody' }, 'email', 'email.malformed'],
    [{ inn: '7707083894' }, 'inn', 'inn.invalid'],
    [{ externalId: '1c' }, 'externalId', 'external-id.malformed'],
    [{ externalId: ':1' }, 'externalId', 'external-id.malformed'],
    [{ externalId: '1c:' }, 'externalId', 'external-id.malformed'],
  ])('are refused by the name of the parameter: %j', async (query, parameter, code) => {
    expect(await refusalOf(lookup(query))).toMatchObject({
      kind: 'malformed',
      code: 'parameter.invalid',
      issues: [{ parameter, code }],
    });
  });
});
