import { beforeAll, describe, expect, inject, it } from 'vitest';
import { CARD_TIMELINE_ENTRIES } from '../../shared/clients/card.ts';
import { EMPTY_STATS } from '../../shared/clients/stats.ts';
import { type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;
let desk: ClientDesk;
let agent: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  agent = await bed.addUser('agent');
});

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a card', () => {
  it('opens empty: no people, no relations, nothing counted, one entry', async () => {
    const company = await desk.company({ name: 'Новая' });
    expect(await desk.card(company)).toMatchObject({
      company: { id: company.id, name: 'Новая', version: 1 },
      contacts: [],
      relations: [],
      timeline: { entries: [{ kind: 'created' }] },
      stats: EMPTY_STATS,
    });
  });

  it('shows the latest entries and a cursor that goes on from there', async () => {
    const company = await desk.company();
    for (let index = 0; index < CARD_TIMELINE_ENTRIES; index += 1) {
      await desk.note(company, { text: `${index}` });
    }
    const { timeline } = await desk.card(company);
    expect(timeline.entries).toHaveLength(CARD_TIMELINE_ENTRIES);
    expect(timeline.entries[0]).toMatchObject({ text: `${CARD_TIMELINE_ENTRIES - 1}` });
    const rest = await desk.timeline(company, { cursor: timeline.next });
    expect(rest.entries.map(({ kind }) => kind)).toEqual(['created']);
  });

  it('is not there for those who may not see it, nor when it is deleted', async () => {
    const company = await desk.company({ owner: bed.admin.id });
    const own = { person: agent, visibility: 'own' } as const;
    expect(await refusalOf(desk.card(company, own))).toMatchObject({ code: 'company.not-found' });
    await desk.remove(company);
    expect(await refusalOf(desk.card(company))).toMatchObject({ code: 'company.not-found' });
    const unknown = { type: 'company', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } as const;
    expect(await refusalOf(desk.card(unknown))).toMatchObject({ code: 'company.not-found' });
  });
});

describe('the people on a card', () => {
  it('are in order: the first to call, then by influence, then by name, and past roles last', async () => {
    const company = await desk.company();
    const add = async (name: string, place: object) =>
      desk.link(company, await desk.contact({ name }), place);
    await add('Ушедший директор', { primary: true, influence: 5, to: day(-1) });
    await add('Яков', { influence: 3 });
    await add('Борис', {});
    await add('Ёлкин', {});
    await add('Анна', { influence: 3 });
    await add('Главный', { primary: true });
    await add('Уходит сегодня', { influence: 4, to: day(0) });
    const { contacts } = await desk.card(company);
    expect(contacts.map(({ contact }) => contact.name)).toEqual([
      'Главный',
      'Уходит сегодня',
      'Анна',
      'Яков',
      'Борис',
      'Ёлкин',
      'Ушедший директор',
    ]);
    expect(contacts[0]).toMatchObject({ companyId: company.id, primary: true, version: 1 });
  });

  it('are hidden while deleted, and show what they are called now', async () => {
    const company = await desk.company();
    const [ivan, olga] = [await desk.contact({ name: 'Иван' }), await desk.contact({ name: 'Ольга' })];
    await desk.link(company, ivan);
    await desk.link(company, olga);
    const names = async () => (await desk.card(company)).contacts.map(({ contact }) => contact.name);
    await desk.remove(ivan);
    expect(await names()).toEqual(['Ольга']);
    const byId = { params: { id: ivan.id }, query: undefined };
    await bed.clients.restoreContact({ ...byId, body: undefined }, bed.as(bed.admin));
    await bed.clients.changeContact({ ...byId, body: { name: 'Иван Второй' } }, bed.as(bed.admin));
    expect(await names()).toEqual(['Иван Второй', 'Ольга']);
  });
});

describe('the relations on a card', () => {
  it('are seen from each side, and only to companies that the caller may see', async () => {
    const company = await desk.company({ name: 'Своя' }, agent);
    const open = await desk.company({ name: 'Открытая' }, agent);
    const hidden = await desk.company({ name: 'Чужая', owner: bed.admin.id });
    const deleted = await desk.company({ name: 'Удалённая' }, agent);
    await desk.relate(company, 'parent', open);
    await desk.relate(company, 'supplier', hidden);
    await desk.relate(company, 'partner', deleted);
    await desk.remove(deleted);
    const seen = async (options = {}) =>
      (await desk.card(company, options)).relations.map(({ kind, name }) => [kind, name]);
    expect(await seen()).toEqual([
      ['parent', 'Открытая'],
      ['supplier', 'Чужая'],
    ]);
    expect(await seen({ person: agent, visibility: 'own' })).toEqual([['parent', 'Открытая']]);
    expect((await desk.card(open)).relations).toMatchObject([
      { kind: 'subsidiary', companyId: company.id, name: 'Своя' },
    ]);
  });

  it('may be more than the engine gives at once', async () => {
    const supplier = await desk.company({ name: 'Поставщик' });
    const buyers = await Promise.all(
      Array.from({ length: 101 }, (_, index) => desk.company({ name: `Покупатель ${index}` })),
    );
    for (const buyer of buyers) await desk.relate(buyer, 'supplier', supplier);
    const { relations } = await desk.card(supplier);
    expect(new Set(relations.map(({ companyId }) => companyId))).toEqual(new Set(buyers.map(({ id }) => id)));
  });
});
