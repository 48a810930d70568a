import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import { aggregateInputSchema, searchInputSchema } from '../../shared/search/question.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import {
  addTenant,
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { parseBody } from '../runtime/body.ts';
import { readAfter } from '../runtime/written.ts';

const none = { params: undefined, query: undefined };

let bed: TenantBed;
let other: TenantBed;
let searching: SearchBed;
let agent: Person;
let colleague: Person;
let team: string;

const company = async (on: TenantBed, who: Person, body: object): Promise<string> => {
  const input = { name: 'ООО', kind: 'company', status: 'prospect', ...body };
  const answer = await on.clients.createCompany({ ...none, body: input } as never, on.as(who));
  return answer.body?.id ?? '';
};

const search = async (who: Person, input: object, request: RequestOptions = {}, on = bed) => {
  const body = parseBody(searchInputSchema, input, invalidQuestion);
  const answer = await searching.search.searchCompanies({ ...none, body }, on.as(who, request));
  if (answer.body === undefined) throw new Error('The answer has no body.');
  return answer.body;
};

const aggregate = async (who: Person, input: object, request: RequestOptions = {}, on = bed) => {
  const body = aggregateInputSchema.parse(input);
  const answer = await searching.search.aggregateCompanies({ ...none, body }, on.as(who, request));
  if (answer.body === undefined) throw new Error('The answer has no body.');
  return answer.body;
};

const names = (page: { readonly rows: readonly Readonly<Record<string, unknown>>[] }): unknown[] =>
  page.rows.map((row) => row['name']);

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  other = await addTenant(bed.endpoint, bed.tableName);
  searching = createSearchBed({ table: bed.table, files: bed.files });
  team = await bed.addTeam('Продажи');
  agent = await bed.addUser('agent', [team]);
  colleague = await bed.addUser('agent', [team]);
  for (const on of [bed, other]) {
    await company(on, on.admin, { name: 'ООО «Общая»', leadSource: 'exhibition', tags: ['VIP'] });
  }
  await company(bed, agent, { name: 'ООО «Ромашка»', inn: '7707083893', leadSource: 'web' });
  await company(bed, colleague, { name: 'АО «Ёлка и сосна»', leadSource: 'exhibition', status: 'customer' });
});
afterAll(() => searching.close());

describe('a question', () => {
  it('finds what was written before it, with the fields asked for, in order, with an exact total', async () => {
    const page = await search(bed.admin, { fields: ['name', 'leadSource'], limit: 2 });
    expect(page.rows).toEqual([
      { id: expect.any(String), name: 'АО «Ёлка и сосна»', leadSource: 'exhibition' },
      { id: expect.any(String), name: 'ООО «Общая»', leadSource: 'exhibition' },
    ]);
    expect(page.total).toBe(3);
    const { next = '' } = page;
    const rest = await search(bed.admin, { fields: ['name', 'leadSource'], limit: 2, cursor: next });
    expect(names(rest)).toEqual(['ООО «Ромашка»']);
    expect(rest.next).toBeUndefined();
    expect(rest.asOf).toBe(page.asOf);
  });

  it('finds by what people type', async () => {
    for (const q of ['romashka', 'РОМАШКА', 'ромашко', '7707083893'])
      expect(names(await search(bed.admin, { q })), q).toEqual(['ООО «Ромашка»']);
    for (const q of ['елка', 'elka', 'соснв'])
      expect(names(await search(bed.admin, { q })), q).toEqual(['АО «Ёлка и сосна»']);
  });

  it('counts facets and groups, and calls them by their names', async () => {
    const page = await search(bed.admin, { facets: ['leadSource', 'owner'], limit: 1 });
    expect(page.facets?.['leadSource']).toEqual([
      { value: 'exhibition', label: 'Выставка', count: 2 },
      { value: 'web', label: 'Сайт', count: 1 },
    ]);
    expect(page.facets?.['owner']?.map(({ label }) => label).toSorted()).toEqual([
      'Анна Админова',
      'Пользователь agent',
      'Пользователь agent',
    ]);
    const chart = await aggregate(bed.admin, {
      groupBy: [
        { field: 'createdAt', by: 'year' },
        { field: 'leadSource', top: 1 },
      ],
      measures: [{ measure: 'count' }, { measure: 'distinct', field: 'owner' }],
    });
    const year = String(new Date().getUTCFullYear());
    expect(chart.groups.map(({ keys, values }) => [keys.map(({ label }) => label), values])).toEqual([
      [
        [year, 'Выставка'],
        [2, 2],
      ],
      [
        [year, 'Остальные'],
        [1, 1],
      ],
    ]);
    expect(chart.totals).toEqual([3, 3]);
  });

  it('names records that are grouped by', async () => {
    const body = {
      name: 'Пётр',
      companies: [{ companyId: await company(bed, agent, { name: 'ЗАО «Клён»' }) }],
    };
    await bed.clients.createContact({ ...none, body } as never, bed.as(agent));
    const { body: chart } = await searching.search.aggregatePlaces(
      {
        ...none,
        body: aggregateInputSchema.parse({ groupBy: [{ field: 'company' }, { field: 'contact' }] }),
      },
      bed.as(agent),
    );
    expect(chart?.groups.map(({ keys }) => keys.map(({ label }) => label))).toEqual([['ЗАО «Клён»', 'Пётр']]);
  });

  it('knows members of teams, and whoever asks', async () => {
    const filter = (value: unknown) => ({ filter: { field: 'owner', op: 'inTeam', value } });
    expect(names(await search(agent, filter('mine')))).toContain('АО «Ёлка и сосна»');
    expect(names(await search(bed.admin, filter(team)))).not.toContain('ООО «Общая»');
    expect(names(await search(bed.admin, { filter: { field: 'owner', op: 'eq', value: 'me' } }))).toEqual([
      'ООО «Общая»',
    ]);
  });
});

describe('who asks', () => {
  it('sees own records only where the organisation has it so: in rows, totals, facets and groups', async () => {
    const own = { visibility: 'own' } as const;
    const page = await search(
      agent,
      { facets: ['leadSource'], filter: { field: 'status', op: 'isNull', value: false } },
      own,
    );
    expect(names(page)).not.toContain('АО «Ёлка и сосна»');
    expect(page.total).toBe(page.rows.length);
    expect(page.facets?.['leadSource']?.find(({ value }) => value === 'exhibition')).toBeUndefined();
    const chart = await aggregate(agent, { groupBy: [{ field: 'leadSource' }] }, own);
    expect(chart.totals).toEqual([page.total]);
    expect(names(await search(agent, {}, { visibility: 'all' }))).toContain('АО «Ёлка и сосна»');
  });

  it('sees nothing of another organisation that has the same', async () => {
    const page = await search(other.admin, {}, {}, other);
    expect(names(page)).toEqual(['ООО «Общая»']);
    const own = await search(bed.admin, { filter: { field: 'name', op: 'contains', value: 'общая' } });
    expect(page.rows[0]?.['id']).not.toBe(own.rows[0]?.['id']);
  });

  it('cannot go on with the cursor of another person, organisation, object or question', async () => {
    const { next: cursor } = await search(bed.admin, { limit: 1 });
    const refused = { code: 'cursor.invalid', kind: 'malformed' };
    await expect(search(agent, { limit: 1, cursor })).rejects.toMatchObject(refused);
    await expect(search(other.admin, { limit: 1, cursor }, {}, other)).rejects.toMatchObject(refused);
    await expect(search(bed.admin, { limit: 1, cursor, q: 'a' })).rejects.toMatchObject(refused);
    const contacts = searchInputSchema.parse({ limit: 1, cursor });
    await expect(
      searching.search.searchContacts({ ...none, body: contacts }, bed.as(bed.admin)),
    ).rejects.toMatchObject(refused);
  });
});

describe('while others write', () => {
  it('shows every row that stays as it is exactly once', async () => {
    const still = new Set<string>();
    for (let n = 0; n < 30; n += 1)
      still.add(
        await company(bed, bed.admin, { name: `Страница ${String(n).padStart(2, '0')}`, tags: ['paging'] }),
      );
    const filter = { field: 'tags', op: 'containsAny', value: ['paging'] };
    const seen: string[] = [];
    let cursor: string | undefined;
    let round = 0;
    do {
      const page = await search(bed.admin, { filter, limit: 4, ...(cursor && { cursor }) });
      seen.push(...page.rows.map(({ id }) => String(id)));
      cursor = page.next;
      // One before, one after, and one that leaves: none of them moves the others.
      round += 1;
      await company(bed, bed.admin, { name: `Страница 00-${round}`, tags: ['paging'] });
      await company(bed, bed.admin, { name: `Страница 99-${round}`, tags: ['paging'] });
      const leaving = [...still].find((id) => !seen.includes(id));
      if (leaving !== undefined && round % 2 === 0) {
        still.delete(leaving);
        await bed.clients.deleteCompany(
          { params: { id: leaving }, query: undefined, body: undefined },
          bed.as(bed.admin),
        );
      }
    } while (cursor !== undefined && round < 60);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...still].filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('shows each row exactly once whichever environment answers the next page', async () => {
    const alike: string[] = [];
    for (let n = 0; n < 24; n += 1) {
      alike.push(await company(bed, bed.admin, { name: 'Одинаковая', tags: ['alike'] }));
      // This environment takes them in as they come, the other one all at once, some of them later than others.
      if (n % 5 === 4) await search(bed.admin, { limit: 1 });
    }
    for (const id of alike.filter((_, n) => n % 3 === 0))
      await bed.clients.changeCompany(
        { params: { id }, query: undefined, body: { description: 'Позже' } },
        bed.as(bed.admin),
      );
    const second = createSearchBed({ table: bed.table, files: bed.files });
    const filter = { field: 'tags', op: 'containsAny', value: ['alike'] };
    const pages = async (sort: object) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const body = searchInputSchema.parse({ filter, ...sort, limit: 5, ...(cursor && { cursor }) });
        const { search: routes } = seen.length % 2 === 0 ? searching : second;
        const input = { params: undefined, query: undefined, body };
        const page = (await routes.searchCompanies(input, bed.as(bed.admin))).body;
        seen.push(...(page?.rows ?? []).map(({ id }) => String(id)));
        cursor = page?.next;
      } while (cursor !== undefined && seen.length < 100);
      return seen;
    };
    for (const sort of [{}, { sort: [{ field: 'status' }] }, { q: 'одинаковая' }])
      expect((await pages(sort)).sort()).toEqual([...alike].sort());
    second.close();
  });

  it('finds the own write whose key is brought along, though the feed does not show it', async () => {
    const id = await company(bed, bed.admin, { name: 'ООО «Сразу»' });
    const hidden = { ...bed.table, query: async () => ({ items: [] }) };
    const behind = createSearchBed({ table: hidden, thinTable: bed.table, files: bed.files });
    const written = await bed.clients.noteOnCompany(
      { params: { id }, query: undefined, body: { text: 'Перезвонить' } } as never,
      bed.as(bed.admin),
    );
    expect(readAfter(written.written)).toMatchObject([{ pk: `company#${id}`, version: 1 }]);
    const ask = async (after: RequestOptions['after']) => {
      const body = searchInputSchema.parse({ q: 'сразу' });
      return (
        await behind.search.searchCompanies({ ...none, body }, bed.as(bed.admin, { ...(after && { after }) }))
      ).body?.total;
    };
    expect(await ask(undefined)).toBe(0);
    expect(await ask([{ pk: `company#${id}`, sk: 'card', version: 1 }])).toBe(1);
    behind.close();
  });

  it('loses a place that was removed, and finds the person who comes again', async () => {
    const companyId = await company(bed, bed.admin, { name: 'ООО «Уход»' });
    const body = { name: 'Лев Уходящий', companies: [{ companyId, jobTitle: 'Логист' }] };
    const made = await bed.clients.createContact({ ...none, body } as never, bed.as(bed.admin));
    const contactId = made.body?.id ?? '';
    const places = async () => {
      const filter = { field: 'contact', op: 'eq', value: contactId };
      const input = searchInputSchema.parse({ filter, fields: ['jobTitle'] });
      return (
        (await searching.search.searchPlaces({ ...none, body: input }, bed.as(bed.admin))).body?.rows ?? []
      );
    };
    const [place] = await places();
    expect(place).toMatchObject({ jobTitle: 'Логист' });
    const params = { id: companyId, linkId: String(place?.['id']) };
    const gone = await bed.clients.unlinkContact(
      { params, query: undefined, body: undefined },
      bed.as(bed.admin),
    );
    expect(readAfter(gone.written)).toHaveLength(3);
    expect(await places()).toEqual([]);
    const again = { contactId, jobTitle: 'Директор' };
    await bed.clients.linkContact(
      { params: { id: companyId }, query: undefined, body: again } as never,
      bed.as(bed.admin),
    );
    expect(await places()).toMatchObject([{ jobTitle: 'Директор' }]);
  });
});

describe('what is wrong with a question', () => {
  const deep = (levels: number): object =>
    levels === 0 ? { field: 'name', op: 'eq', value: 'x' } : { not: deep(levels - 1) };
  const wide = { or: Array.from({ length: 100 }, () => ({ or: Array.from({ length: 3 }, () => deep(0)) })) };

  it.each([
    ['an unknown field', { filter: { field: 'nme', op: 'eq', value: 'x' } }, '/filter/field'],
    ['an operator that does not fit', { filter: { field: 'name', op: 'gt', value: 'x' } }, '/filter/op'],
    ['a value of another type', { filter: { field: 'employees', op: 'eq', value: 'x' } }, '/filter/value'],
    ['an unknown relation', { filter: { relation: 'toString', some: deep(0) } }, '/filter/relation'],
    ['a tree 50 deep', { filter: deep(50) }, `/filter${'/not'.repeat(20)}`],
    ['a tree of 300 conditions', { filter: wide }, undefined],
    ['a tree 1,000 wide', { filter: { or: Array.from({ length: 1_000 }, () => deep(0)) } }, '/filter/or'],
    [
      'a text of 10 KB',
      { filter: { field: 'name', op: 'contains', value: 'x'.repeat(10_240) } },
      '/filter/value',
    ],
    ['a text of 10 KB to find', { q: 'x'.repeat(10_240) }, '/q'],
    ['a page of a million', { limit: 1_000_000 }, '/limit'],
    ['an unknown field to sort by', { sort: [{ field: '__proto__' }] }, '/sort/0/field'],
    ['an unknown field to show', { fields: ['name', 'constructor'] }, '/fields/1'],
    [
      'a selection that is not there',
      { filter: { selection: '01KA8J0CAV9S9Q4W1N6RMB3T7D' } },
      '/filter/selection',
    ],
  ])('%s is told with its pointer', async (_, input, pointer) => {
    const error = await search(bed.admin, input).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KartotekaError);
    expect(error).toMatchObject({ kind: 'malformed', code: 'question.invalid' });
    if (pointer !== undefined)
      expect((error as KartotekaError).issues.map((issue) => issue.pointer)).toContain(pointer);
  });

  it('takes what looks like SQL or a pattern for the text that it is', async () => {
    await company(bed, bed.admin, { name: `100% O'Neil_ \\ "; DROP TABLE companies; --` });
    const found = async (op: string, value: string) =>
      (await search(bed.admin, { filter: { field: 'name', op, value } })).total;
    expect(await found('contains', `o'neil_`)).toBe(1);
    expect(await found('contains', '100%')).toBe(1);
    expect(await found('contains', '"; drop table')).toBe(1);
    expect(await found('contains', '%_%')).toBe(0);
    expect(await found('startsWith', '.*')).toBe(0);
    expect((await search(bed.admin, { q: `'; DROP TABLE companies; --` })).total).toBe(1);
    expect((await search(bed.admin, {})).total).toBeGreaterThan(4);
  });
});
