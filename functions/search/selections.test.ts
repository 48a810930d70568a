import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { invalidQuestion } from '../../shared/errors.ts';
import { aggregateInputSchema, searchInputSchema } from '../../shared/search/question.ts';
import { selectionInputSchema, selectionListQuerySchema } from '../../shared/search/selection.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import {
  addTenant,
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { parseBody } from '../runtime/body.ts';

const none = { params: undefined, query: undefined, body: undefined };
const GONE = { code: 'selection.not-found' };

let bed: TenantBed;
let other: TenantBed;
let searching: SearchBed;
let team: string;
let otherTeam: string;
let agent: Person;
let mate: Person;
let stranger: Person;

const at = (id: string) => ({ ...none, params: { id } });
const routes = () => searching.search;

async function company(who: Person, body: object): Promise<string> {
  const input = { name: 'ООО', kind: 'company', status: 'prospect', ...body };
  const answer = await bed.clients.createCompany({ ...none, body: input } as never, bed.as(who));
  return answer.body?.id ?? '';
}

const tagged = (tag: string) => ({ filter: { field: 'tags', op: 'containsAny', value: [tag] } });

async function save(who: Person, more: object = {}, request: RequestOptions = {}) {
  const body = selectionInputSchema.parse({
    name: 'Выборка',
    object: 'companies',
    search: tagged('A'),
    ...more,
  });
  const { body: made } = await routes().createSelection({ ...none, body }, bed.as(who, request));
  if (made === undefined) throw new Error('The answer has no body.');
  return made;
}

const change = (who: Person, id: string, body: object, request: RequestOptions = {}) =>
  routes().changeSelection({ ...at(id), body }, bed.as(who, request));

async function names(who: Person, filter: object, request: RequestOptions = {}): Promise<unknown[]> {
  const body = parseBody(searchInputSchema, { filter, fields: ['name'] }, invalidQuestion);
  const answer = await routes().searchCompanies({ ...none, body }, bed.as(who, request));
  return (answer.body?.rows ?? []).map((row) => row['name']);
}

const count = async (who: Person, id: string, request: RequestOptions = {}) =>
  (await routes().countSelection(at(id), bed.as(who, request))).body?.count;

const freeze = (who: Person, id: string, request: RequestOptions = {}) =>
  routes().freezeSelection(at(id), bed.as(who, request));

const kept = () => [...bed.files.objects.keys()].filter((key) => key.includes('/selections/'));

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  other = await addTenant(bed.endpoint, bed.tableName);
  searching = createSearchBed({ table: bed.table, files: bed.files });
  [team, otherTeam] = [await bed.addTeam('Продажи'), await bed.addTeam('Опт')];
  agent = await bed.addUser('agent', [team]);
  mate = await bed.addUser('viewer', [team]);
  stranger = await bed.addUser('agent', [otherTeam]);
  await company(agent, { name: 'ООО «Альфа»', tags: ['A'] });
  await company(agent, { name: 'ООО «Бета»', tags: ['A', 'B'], leadSource: 'web' });
  await company(bed.admin, { name: 'ООО «Гамма»', tags: ['A'] });
});
afterAll(() => searching.close());

describe('who may use a selection', () => {
  it.each([
    ['me', { agent: true, mate: false, stranger: false, admin: true }],
    ['team', { agent: true, mate: true, stranger: false, admin: true }],
    ['all', { agent: true, mate: true, stranger: true, admin: true }],
  ] as const)('shared with %s: %o', async (shared, expected) => {
    const { id } = await save(agent, { shared, ...(shared === 'team' ? { team } : {}) });
    const people = { agent, mate, stranger, admin: bed.admin };
    for (const [name, who] of Object.entries(people)) {
      const may = expected[name as keyof typeof expected];
      const reading = () => routes().readSelection(at(id), bed.as(who));
      const asking = () => names(who, { selection: id });
      const listed = await routes().listSelections(
        { ...none, query: selectionListQuerySchema.parse({ object: 'companies', limit: '100' }) },
        bed.as(who),
      );
      expect(listed.body?.selections.some((one) => one.id === id)).toBe(may);
      if (may) {
        expect((await reading()).body).toMatchObject({ id, shared, version: 1 });
        expect(await asking()).toHaveLength(3);
      } else {
        await expect(reading()).rejects.toMatchObject(GONE);
        await expect(asking()).rejects.toMatchObject({
          code: 'question.invalid',
          issues: [{ pointer: '/filter/selection', code: 'selection.unknown' }],
        });
        await expect(change(who, id, { name: 'Чужая' })).rejects.toMatchObject(GONE);
      }
    }
  });

  it('is changed by its maker and administrators only', async () => {
    const { id } = await save(agent, { shared: 'all' });
    const forbidden = { code: 'access.forbidden' };
    await expect(change(stranger, id, { name: 'Чужая' })).rejects.toMatchObject(forbidden);
    await expect(freeze(stranger, id)).rejects.toMatchObject(forbidden);
    await expect(routes().deleteSelection(at(id), bed.as(stranger))).rejects.toMatchObject(forbidden);
    expect((await change(bed.admin, id, { shared: 'me' })).body).toMatchObject({ shared: 'me', version: 2 });
    await expect(routes().readSelection(at(id), bed.as(stranger))).rejects.toMatchObject(GONE);
  });

  it('is of its organisation alone', async () => {
    const { id } = await save(agent, { shared: 'all' });
    await freeze(agent, id);
    await expect(routes().readSelection(at(id), other.as(other.admin))).rejects.toMatchObject(GONE);
    await expect(routes().countSelection(at(id), other.as(other.admin))).rejects.toMatchObject(GONE);
    const key = kept().find((one) => one.includes(id)) ?? '';
    const stolen = searching.query.tell(other.tenant, { kind: 'thaw', feedShards: 1, withinMs: 1000, key });
    await expect(stolen).rejects.toThrow('elsewhere');
    expect(bed.files.objects.has(key)).toBe(true);
  });

  it('gives everybody the cards that they see themselves', async () => {
    const { id } = await save(bed.admin, { shared: 'all' });
    const own = { visibility: 'own' } as const;
    for (const _ of ['dynamic', 'frozen']) {
      expect(await count(bed.admin, id)).toBe(3);
      expect(await count(agent, id, own)).toBe(2);
      expect(await names(stranger, { selection: id }, own)).toEqual([]);
      await freeze(bed.admin, id);
    }
  });

  it('is shared with teams of one’s own, and by administrators with any', async () => {
    const fault = (code: string) => ({ code: 'body.invalid', issues: [{ pointer: '/team', code }] });
    await expect(save(agent, { shared: 'team' })).rejects.toMatchObject(fault('team.required'));
    await expect(save(agent, { shared: 'all', team })).rejects.toMatchObject(fault('team.unfit'));
    const unknown = fault('reference.unknown');
    await expect(save(agent, { shared: 'team', team: otherTeam })).rejects.toMatchObject(unknown);
    await expect(save(bed.admin, { shared: 'team', team: agent.id })).rejects.toMatchObject(unknown);
    const { id } = await save(bed.admin, { shared: 'team', team: otherTeam });
    expect((await change(bed.admin, id, { shared: 'me' })).body?.team).toBeUndefined();
  });
});

describe('what a selection has', () => {
  it('is what passes now, or what passed when it was frozen', async () => {
    const { id } = await save(agent, { search: tagged('Z') });
    const first = await company(agent, { name: 'Первая', tags: ['Z'] });
    expect(await count(agent, id)).toBe(1);
    const { body } = await freeze(agent, id);
    expect(body).toMatchObject({ kind: 'frozen', count: 1, version: 2 });
    expect(body?.frozenAt).toBeDefined();
    await company(agent, { name: 'Вторая', tags: ['Z'] });
    await bed.clients.changeCompany({ ...at(first), body: { tags: [] } }, bed.as(agent));
    expect(await names(agent, { selection: id })).toEqual(['Первая']);
    searching.forget();
    expect(await names(agent, { not: { selection: id } })).not.toContain('Первая');
    // Renewed: the file before is let go.
    expect((await freeze(agent, id)).body).toMatchObject({ count: 1, version: 3 });
    expect(await names(agent, { selection: id })).toEqual(['Вторая']);
    expect(kept().filter((key) => key.includes(id))).toHaveLength(1);
    expect((await change(agent, id, { kind: 'dynamic' })).body).not.toHaveProperty('count');
    expect(kept().filter((key) => key.includes(id))).toEqual([]);
  });

  it('leaves out what was deleted since it was frozen', async () => {
    const { id } = await save(agent, { search: tagged('D') });
    const card = await company(agent, { tags: ['D'] });
    await freeze(agent, id);
    await bed.clients.deleteCompany(at(card), bed.as(agent));
    expect(await count(agent, id)).toBe(0);
  });

  it('can be what people type, with texts and wrong letters as it was saved', async () => {
    await company(agent, { name: 'ЗАО «Дельфин»' });
    const typed = await save(agent, { search: { q: 'дельфим', typos: false } });
    expect(await count(agent, typed.id)).toBe(0);
    await change(agent, typed.id, { search: { q: 'дельфим', typos: true } });
    expect(await names(agent, { selection: typed.id })).toEqual(['ЗАО «Дельфин»']);
    const card = await company(agent, { name: 'Из заметок' });
    await bed.clients.noteOnCompany(
      { ...at(card), body: { text: 'Просят каталог шестерён' } },
      bed.as(agent),
    );
    const notes = { within: { last: 30, unit: 'day' } };
    const noted = await save(agent, { search: { q: 'шестерён', notes } });
    expect(await names(agent, { selection: noted.id })).toEqual(['Из заметок']);
    const entries = await save(agent, { object: 'timeline', search: { q: 'шестерён' } });
    expect(await count(agent, entries.id)).toBe(1);
  });

  it('is usable in every place of a question', async () => {
    const { id } = await save(agent, { search: { q: 'бета' } });
    const { id: frozen } = await save(agent, { search: tagged('A') });
    await freeze(agent, frozen);
    const both = await save(agent, {
      search: { filter: { and: [{ selection: id }, { selection: frozen }] } },
    });
    expect(await names(agent, { selection: both.id })).toEqual(['ООО «Бета»']);
    const body = aggregateInputSchema.parse({
      filter: { selection: frozen },
      measures: [{ measure: 'count' }, { measure: 'count', where: { selection: both.id } }],
    });
    const chart = await routes().aggregateCompanies({ ...none, body }, bed.as(agent));
    expect(chart.body?.totals).toEqual([3, 1]);
    const companyId = await company(agent, { name: 'С людьми', tags: ['P'] });
    const person = { name: 'Пётр', companies: [{ companyId }] };
    await bed.clients.createContact({ ...none, body: person } as never, bed.as(agent));
    const { id: peopled } = await save(agent, { search: tagged('P') });
    await freeze(agent, peopled);
    const related = { relation: 'company', some: { selection: peopled } };
    const places = await routes().searchPlaces(
      { ...none, body: searchInputSchema.parse({ filter: related, facets: ['company'] }) },
      bed.as(agent),
    );
    expect(places.body).toMatchObject({ total: 1, facets: { company: [{ count: 1, label: 'С людьми' }] } });
  });

  it('is never guessed where what was kept is lost', async () => {
    const { id } = await save(agent);
    await freeze(agent, id);
    const [key = ''] = kept().filter((one) => one.includes(id));
    const whole = bed.files.objects.get(key);
    const lost = { kind: 'conflict', code: 'selection.lost' };
    bed.files.objects.set(key, { contentType: '', body: Buffer.from('PAR1') });
    await expect(count(agent, id)).rejects.toMatchObject(lost);
    bed.files.objects.delete(key);
    await expect(names(agent, { selection: id })).rejects.toMatchObject(lost);
    if (whole) bed.files.objects.set(key, whole);
    expect(await count(agent, id)).toBe(3);
    bed.files.objects.delete(key);
    expect(await count(agent, id), 'what was read before is still there').toBe(3);
    await freeze(agent, id);
    expect(await count(agent, id)).toBe(3);
  });
});

describe('selections that name others', () => {
  it('work for whoever they are shared with, though the others are private', async () => {
    const inner = await save(agent, { search: tagged('B') });
    const outer = await save(agent, { search: { filter: { selection: inner.id } }, shared: 'all' });
    expect(await names(stranger, { selection: outer.id })).toEqual(['ООО «Бета»']);
    await expect(names(stranger, { selection: inner.id })).rejects.toMatchObject({
      code: 'question.invalid',
    });
    const using = save(stranger, { search: { filter: { not: { selection: inner.id } } } });
    await expect(using).rejects.toMatchObject({
      code: 'body.invalid',
      issues: [{ pointer: '/search/filter/not/selection', code: 'selection.unknown' }],
    });
  });

  it('lead in no circle, not even where two are changed at once', async () => {
    const one = await save(agent);
    const two = await save(agent, { search: { filter: { selection: one.id } } });
    const naming = (id: string) => ({ search: { filter: { and: [{ selection: id }] } } });
    const circle = {
      code: 'body.invalid',
      issues: [{ pointer: '/search/filter/and/0/selection', code: 'selection.circle' }],
    };
    await expect(change(agent, one.id, naming(two.id))).rejects.toMatchObject(circle);
    await expect(change(agent, one.id, naming(one.id))).rejects.toMatchObject(circle);
    await change(agent, two.id, { search: tagged('B') });
    const both = await Promise.allSettled([
      change(agent, one.id, naming(two.id)),
      change(agent, two.id, naming(one.id)),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot lead in a circle by letting go of what was kept', async () => {
    const one = await save(agent);
    const two = await save(agent, { search: { filter: { selection: one.id } } });
    await freeze(agent, two.id);
    await change(agent, one.id, { search: { filter: { selection: two.id } } });
    expect(await count(agent, one.id)).toBe(3);
    await expect(change(agent, two.id, { kind: 'dynamic' })).rejects.toMatchObject({
      issues: [{ pointer: '/search/filter/selection', code: 'selection.circle' }],
    });
  });

  it('keep what they name', async () => {
    const inner = await save(agent);
    const outer = await save(agent, { search: { filter: { selection: inner.id } } });
    const remove = (id: string) => routes().deleteSelection(at(id), bed.as(agent));
    await expect(remove(inner.id)).rejects.toMatchObject({
      code: 'selection.in-use',
      facts: { selections: [outer.id] },
    });
    await freeze(agent, outer.id);
    expect((await remove(outer.id)).status).toBe(204);
    expect(kept().filter((key) => key.includes(outer.id))).toEqual([]);
    expect((await remove(inner.id)).status).toBe(204);
    await expect(remove(inner.id)).rejects.toMatchObject(GONE);
  });
});

describe('saving a selection', () => {
  it('is refused where the question would be, with pointers', async () => {
    const search = { filter: { field: 'colour', op: 'eq', value: 1 }, fields: ['name', 'nothing'] };
    await expect(save(agent, { search })).rejects.toMatchObject({
      code: 'body.invalid',
      issues: [
        { pointer: '/search/filter/field', code: 'field.unknown' },
        { pointer: '/search/fields/1', code: 'field.unknown' },
      ],
    });
    const value = Array.from({ length: 400 }, () => 'я'.repeat(100));
    const long = { filter: { field: 'name', op: 'in', value } };
    await expect(save(agent, { search: long })).rejects.toMatchObject({
      issues: [{ pointer: '/search', code: 'search.too-large' }],
    });
  });

  it('is done once for one key, and what is kept once', async () => {
    const idempotency = { key: 'selections-1', fingerprint: 'one' };
    const { id } = await save(agent, {}, { idempotency });
    expect((await save(agent, {}, { idempotency })).id).toBe(id);
    const freezing = { idempotency: { key: 'selections-2', fingerprint: 'two' } };
    const first = await freeze(agent, id, freezing);
    const again = await freeze(agent, id, freezing);
    expect(again).toMatchObject({ body: first.body, replayed: true });
    expect(kept().filter((key) => key.includes(id))).toHaveLength(1);
    expect(await count(agent, id)).toBe(3);
  });

  it('honours the version that it was changed from', async () => {
    const { id } = await save(agent);
    await change(agent, id, { name: 'Новая' }, { ifMatch: [1] });
    const mismatch = { code: 'version.mismatch', facts: { currentVersion: 2 } };
    await expect(change(agent, id, { name: 'Ещё' }, { ifMatch: [1] })).rejects.toMatchObject(mismatch);
    await expect(freeze(agent, id, { ifMatch: [1] })).rejects.toMatchObject(mismatch);
    const removing = routes().deleteSelection(at(id), bed.as(agent, { ifMatch: [1] }));
    await expect(removing).rejects.toMatchObject(mismatch);
    await expect(change(agent, id, { name: 'Ещё', baseVersion: 1 })).rejects.toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['name'] },
    });
    expect((await change(agent, id, { shared: 'all', baseVersion: 1 })).version).toBe(3);
    expect((await change(agent, id, { shared: 'all' })).version).toBe(3);
    await expect(change(agent, id, { search: null })).rejects.toMatchObject({ code: 'body.invalid' });
  });

  it('is listed in pages, newest first', async () => {
    const made = [await save(agent, { object: 'contacts', search: {} }), await save(agent)];
    const query = selectionListQuerySchema.parse({ limit: '1' });
    const first = await routes().listSelections({ ...none, query }, bed.as(agent));
    expect(first.body?.selections.map(({ id }) => id)).toEqual([made[1]?.id]);
    const cursor = first.body?.next ?? '';
    const second = await routes().listSelections({ ...none, query: { ...query, cursor } }, bed.as(agent));
    expect(second.body?.selections).toEqual([made[0]]);
  });
});
