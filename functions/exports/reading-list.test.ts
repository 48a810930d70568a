import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { fillCompanies } from '../../tests/equipment/filled-companies.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { addTenant, createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import type { ListedAnswer } from '../query/service.ts';
import { createNames } from '../search/names.ts';
import { createNamedSelections } from '../search/selection-naming.ts';
import { readList } from './reading-list.ts';
import type { Wanted } from './reading-rows.ts';

const ROWS = 1_800;

let bed: TenantBed;
let searching: SearchBed;
let agent: Person;
let ids: string[];
let tag: string;
/** In no order. */
const names = Array.from({ length: ROWS }, (_, n) => `Фирма ${String((n * 7919) % ROWS).padStart(5, '0')}`);
const inOrder = names.toSorted();

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed({ table: bed.table, files: bed.files });
  agent = await bed.addUser('agent', []);
});
afterAll(() => searching.close());

/** A search for the companies of this test; the long field makes the first pages short. */
const wantedNow = (): Wanted => ({
  object: 'companies',
  search: {
    typos: false,
    filter: { field: 'tags', op: 'containsAny', value: [tag] },
    sort: [{ field: 'name', direction: 'ascending', nulls: 'last' }],
  },
  fields: ['name', 'description'],
  language: 'ru',
  createdAt: new Date().toISOString(),
  written: [],
});

/** Reads all rows; `between` is called after each page with how many there were. @returns names, page by page */
async function read(
  between: (pages: number) => Promise<void>,
  { query = searching.query, who = () => bed.as(bed.admin).caller, on = bed, wanted = wantedNow() } = {},
): Promise<string[][]> {
  const { table } = on;
  const deps = {
    query,
    names: createNames(table, () => new Date()),
    selections: createNamedSelections(table),
  };
  const pages: string[][] = [];
  const options = {
    caller: async () => who(),
    withinMs: () => 20_000,
    asking: <T>(ask: () => Promise<T>) => ask(),
    read: async () => undefined,
  };
  for await (const page of readList(deps, wanted, options)) {
    pages.push(page.map(([name]) => String(name)));
    await between(pages.length);
  }
  return pages;
}

const kept = () => [...bed.files.objects.keys()].filter((key) => key.startsWith('lists/'));
const idOf = (name: string): string => ids[names.indexOf(name)] ?? '';

async function change(name: string, body: object): Promise<void> {
  const input = { params: { id: idOf(name) }, query: undefined, body };
  await bed.clients.changeCompany(input as never, bed.as(bed.admin));
}

describe('rows that are read by a list', () => {
  beforeEach(async () => {
    tag = `список-${crypto.randomUUID()}`;
    ids = await fillCompanies(bed, agent, names, { tags: [tag], description: 'Описание' });
  });

  it('come once each in their order, whatever happens to those that come and go meanwhile', async () => {
    const [goneLater, renamed, untagged] = [inOrder[1_700], inOrder[1_600], inOrder[1_500]].map(String);
    const pages = await read(async (page) => {
      if (page > 1) return;
      const gone = { params: { id: idOf(goneLater ?? '') }, query: undefined, body: undefined };
      await bed.clients.deleteCompany(gone as never, bed.as(bed.admin));
      // To the front, where the reader has been; and out of the search.
      await change(renamed ?? '', { name: 'Аврора' });
      await change(untagged ?? '', { tags: [] });
      await fillCompanies(bed, agent, ['Фирма 00000 новая', 'Фирма 99999'], { tags: [tag] });
    });
    expect(pages.length).toBeGreaterThan(2);
    const expected = inOrder
      .filter((name) => name !== goneLater)
      .map((name) => (name === renamed ? 'Аврора' : name));
    expect(pages.flat()).toEqual(expected);
    expect(kept()).toEqual([]);
  });

  it('are found and put in order once, and shown as far as the asker may see them at each page', async () => {
    const asked: string[] = [];
    const listening: SearchBed['query'] = {
      ...searching.query,
      ask: (tenant, question) => {
        asked.push(question.kind);
        return searching.query.ask(tenant, question);
      },
    };
    let visibility: 'all' | 'own' = 'all';
    const other = await bed.addUser('agent', []);
    const who = () => bed.as(other, { visibility }).caller;
    const pages = await read(
      async () => {
        visibility = 'own';
      },
      { query: listening, who },
    );
    expect(pages.flat()).toEqual(inOrder.slice(0, pages[0]?.length));
    expect(asked.filter((kind) => kind !== 'listed')).toEqual(['list']);
    expect(asked.length).toBe(pages.length + 1);
  });

  it('go on in another environment, which reads the list itself', async () => {
    const pages = await read(async (page) => {
      if (page === 1) searching.forget();
    });
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flat()).toEqual(inOrder);
  });

  it('are shown by an environment that hears of one of them only after it has read the list', async () => {
    const late = idOf(inOrder[1_700] ?? '');
    let heard = false;
    const hiding: TenantBed['table'] = {
      ...bed.table,
      query: async (asked) => {
        const page = await bed.table.query(asked);
        const items = page.items.filter(({ data }) => heard || data['id'] !== late);
        return { ...page, items };
      },
    };
    const behind = createSearchBed({ table: hiding, files: bed.files });
    const query: SearchBed['query'] = {
      ...searching.query,
      ask: (tenant, question) =>
        (question.kind === 'listed' ? behind : searching).query.ask(tenant, question),
    };
    const pages = await read(
      async () => {
        heard = true;
      },
      { query },
    );
    behind.close();
    expect(pages.flat()).toEqual(inOrder);
  }, 60_000);

  it('come as many at once as go into an answer', async () => {
    // Ten kilobytes each: about 500 go into one.
    ids = await fillCompanies(bed, agent, names, { tags: [tag, `${tag}!`], description: 'я'.repeat(5_000) });
    tag = `${tag}!`;
    const sizes: number[] = [];
    const answered: SearchBed['query'] = {
      ...searching.query,
      ask: async (tenant, question) => {
        const answer = await searching.query.ask(tenant, question);
        if (question.kind === 'listed') sizes.push(JSON.stringify(answer).length);
        return answer;
      },
    };
    const pages = await read(async () => undefined, { query: answered });
    expect(pages.flat()).toEqual(inOrder);
    expect(pages.length).toBeLessThan(8);
    expect(sizes.length).toBe(pages.length);
  }, 60_000);

  it('are not those of another organisation, and nobody reads its list', async () => {
    const other = await addTenant(bed.endpoint, bed.tableName);
    const who = () => other.as(other.admin).caller;
    expect((await read(async () => undefined, { on: other, who })).flat()).toEqual([]);
    const lists: unknown[] = [];
    const stealing: SearchBed['query'] = {
      ...searching.query,
      ask: async (tenant, question) => {
        const answer = await searching.query.ask(tenant, question);
        if (question.kind === 'list') lists.push(answer);
        return answer;
      },
    };
    await read(
      async () => {
        const { caller } = other.as(other.admin);
        const { userId, role, teamIds, visibility } = caller;
        const stolen = searching.query.ask(other.tenant, {
          kind: 'listed',
          feedShards: 1,
          asker: { userId, role, teamIds: [...teamIds], visibility },
          now: new Date().toISOString(),
          zone: 'Europe/Moscow',
          currency: 'RUB',
          members: [],
          selections: [],
          written: [],
          object: 'companies',
          withinMs: 20_000,
          list: lists[0] as { key: string; sha256: string; count: number },
          from: 1,
          input: { fields: ['name'], limit: 10 },
        }) satisfies Promise<ListedAnswer>;
        await expect(stolen).rejects.toMatchObject({ kind: 'internal' });
      },
      { query: stealing },
    );
  });
});
