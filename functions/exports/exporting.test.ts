import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import { readCsv } from '../../shared/imports/csv-reading.ts';
import { createExportBed, type ExportBed } from '../../tests/equipment/export-bed.ts';
import { fillCompanies } from '../../tests/equipment/filled-companies.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { addTenant, createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

const ROWS = 12_000;
const none = { params: undefined, query: undefined };

let bed: TenantBed;
let other: TenantBed;
let searching: SearchBed;
let exporting: ExportBed;
let agent: Person;
let colleague: Person;
let team: string;
/** Names of the many, in no order. */
const names = Array.from({ length: ROWS }, (_, n) => `Фирма ${String((n * 7919) % ROWS).padStart(5, '0')}`);

const company = async (on: TenantBed, who: Person, body: object): Promise<string> => {
  const input = { name: 'ООО', kind: 'company', status: 'prospect', ...body };
  const answer = await on.clients.createCompany({ ...none, body: input } as never, on.as(who));
  return answer.body?.id ?? '';
};

const csv = async (bytes: Uint8Array, separator: ',' | ';' = ';'): Promise<(readonly string[])[]> => {
  async function* pieces() {
    yield bytes;
  }
  const records = await Array.fromAsync(readCsv(pieces(), { encoding: 'utf-8', separator }));
  return records.map(({ cells }) => cells);
};

const many = { filter: { field: 'tags', op: 'containsAny', value: ['много'] } };
const inOrder = names.toSorted();
let ids: string[];

/** Changes cards while somebody reads them, in fields that no search is sorted by. */
const disturb = async (n: number): Promise<void> => {
  const body = { description: `изменено ${n}` };
  const input = { params: { id: ids[n] ?? '' }, query: undefined, body };
  await bed.clients.changeCompany(input as never, bed.as(bed.admin));
};

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  other = await addTenant(bed.endpoint, bed.tableName);
  searching = createSearchBed({ table: bed.table, files: bed.files });
  exporting = createExportBed(bed, searching);
  team = await bed.addTeam('Продажи');
  agent = await bed.addUser('agent', [team]);
  colleague = await bed.addUser('agent', [team]);
  await company(other, other.admin, { name: 'Чужая' });
  ids = await fillCompanies(bed, bed.admin, names, { tags: ['много'] });
}, 120_000);
afterAll(() => searching.close());

describe('an export of many rows', () => {
  it('is made in the background: all rows once, while cards are changed, with progress', async () => {
    const fields = ['name', 'leadSource', 'owner', 'createdAt'];
    const asked = await exporting.ask(bed.as(bed.admin), {
      object: 'companies',
      search: many,
      format: 'csv',
      fields,
    });
    expect(asked).toMatchObject({ state: 'requested', total: ROWS, rows: 0, language: 'ru' });
    const seen: number[] = [];
    let clock = Date.now();
    let pages = 0;
    await exporting.work(asked.id, {
      // Each look at the clock is a few seconds later: a word is written at each page.
      now: () => {
        clock += 4_000;
        return new Date(clock);
      },
      query: {
        ...searching.query,
        ask: async (tenant, question) => {
          pages += 1;
          await disturb(pages * 100);
          seen.push((await exporting.read(bed.as(bed.admin), asked.id)).rows);
          return searching.query.ask(tenant, question);
        },
      },
    });
    expect(await exporting.read(bed.as(bed.admin), asked.id)).toMatchObject({
      state: 'finished',
      rows: ROWS,
    });
    expect(new Set(seen).size).toBeGreaterThan(2);
    const [headings, ...rows] = await csv(exporting.file(asked.id));
    expect(headings).toEqual(['Название', 'Источник', 'Ответственный', 'Создано']);
    expect(rows.map(([name]) => name)).toEqual(inOrder);
    expect(rows[0]?.slice(1, 3)).toEqual(['Выставка', 'Анна Админова']);
    expect(rows[0]?.[3]).toMatch(/\+03:00$/);
  }, 60_000);

  it('is made as a workbook, in the language asked for, and started over where a worker died', async () => {
    const asked = await exporting.ask(bed.as(bed.admin), {
      object: 'companies',
      search: { ...many, sort: [{ field: 'name', direction: 'descending' }] },
      format: 'xlsx',
      fields: ['name', 'leadSource'],
      language: 'en',
      fileName: 'clients',
    });
    expect(asked.fileName).toBe('clients.xlsx');
    const dying = {
      ...searching.query,
      ask: async (...[tenant, question]: Parameters<typeof searching.query.ask>) => {
        if (question.kind === 'listed' && question.from > 1) throw new Error('killed');
        return searching.query.ask(tenant, question);
      },
    };
    await expect(exporting.work(asked.id, { query: dying as never })).rejects.toThrow('killed');
    expect(await exporting.read(bed.as(bed.admin), asked.id)).toMatchObject({ state: 'running' });
    expect(() => exporting.file(asked.id)).toThrow('no file');
    const waited: number[] = [];
    await exporting.work(asked.id, { pause: async (milliseconds) => void waited.push(milliseconds) });
    expect(waited[0]).toBeGreaterThan(60_000);
    expect(await exporting.read(bed.as(bed.admin), asked.id)).toMatchObject({
      state: 'finished',
      rows: ROWS,
    });
    const { sheets } = await readXlsx(exporting.file(asked.id));
    const [headings, ...rows] = sheets[0]?.rows ?? [];
    expect(headings).toEqual(['Name', 'Lead source']);
    expect(rows.map(([name]) => name)).toEqual(inOrder.toReversed());
    expect(rows[0]?.[1]).toBe('Exhibition');
    // Whoever is woken once more has nothing to do.
    await exporting.work(asked.id, { query: dying as never });
  }, 60_000);

  it('leaves no file where it was removed meanwhile, and gives its place free', async () => {
    const input = { object: 'companies', search: many, format: 'csv', fields: ['name'] };
    const asked = [];
    for (let n = 0; n < 3; n += 1) asked.push(await exporting.ask(bed.as(bed.admin), input));
    await expect(exporting.ask(bed.as(bed.admin), input)).rejects.toMatchObject({ code: 'export.too-many' });
    const [first, second, third] = asked.map(({ id }) => id);
    const remove = async (id = '') =>
      exporting.handlers.deleteExport({ ...none, params: { id }, body: undefined }, bed.as(bed.admin));
    let removed = false;
    await exporting.work(first ?? '', {
      query: {
        ...searching.query,
        ask: async (tenant, question) => {
          if (!removed) await remove(first);
          removed = true;
          return searching.query.ask(tenant, question);
        },
      },
    });
    expect(() => exporting.file(first ?? '')).toThrow('no file');
    await expect(exporting.read(bed.as(bed.admin), first ?? '')).rejects.toMatchObject({
      code: 'export.not-found',
    });
    await remove(second);
    await remove(third);
    const again = await exporting.ask(bed.as(bed.admin), input);
    expect(again.state).toBe('requested');
    await remove(again.id);
  }, 60_000);

  it.each([
    ['may no longer act', { active: false }],
    ['may only read by now', { role: 'viewer' }],
  ])('comes to nothing where its asker %s', async (_, body) => {
    const leaving = await bed.addUser('manager', [team]);
    const input = { object: 'companies', search: many, format: 'csv', fields: ['name'] };
    const asked = await exporting.ask(bed.as(leaving), input);
    const change = { params: { id: leaving.id }, query: undefined, body };
    await bed.platform.changeUser(change as never, bed.as(bed.admin));
    await exporting.work(asked.id);
    expect(await exporting.read(bed.as(leaving), asked.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'access.forbidden' },
    });
  });

  it('ends by name where a frozen selection that it names is lost, and is not tried again', async () => {
    const input = { object: 'companies', search: many, format: 'csv', fields: ['name'] };
    const asked = await exporting.ask(bed.as(bed.admin), input);
    const lost = new KartotekaError('conflict', 'selection.lost', 'It cannot be read.');
    const query = { ...searching.query, ask: () => Promise.reject(lost) };
    await exporting.work(asked.id, { query });
    expect(await exporting.read(bed.as(bed.admin), asked.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'selection.lost' },
    });
  });
});

describe('an export of a few rows', () => {
  const few = (who: Person, search: object, more: object = {}, visibility: 'all' | 'team' | 'own' = 'all') =>
    exporting.ask(bed.as(who, { visibility }), {
      object: 'companies',
      search,
      format: 'csv',
      fields: ['name'],
      ...more,
    });

  it('is there at once, with an address for its asker only', async () => {
    const id = await company(bed, agent, { name: 'ООО «Ромашка»', tags: ['одна'] });
    const asked = await few(agent, { filter: { field: 'id', op: 'eq', value: id } });
    expect(asked).toMatchObject({ state: 'finished', rows: 1, total: 1 });
    const at = { ...none, params: { id: asked.id }, body: undefined };
    const { body } = await exporting.handlers.readExportDownload(at, bed.as(agent));
    expect(body?.url).toContain(asked.id);
    const { body: listed } = await exporting.handlers.listExports(
      { ...at, params: undefined, query: { limit: 20 } },
      bed.as(agent),
    );
    expect(listed?.exports.map((one) => one.id)).toEqual([asked.id]);
    for (const who of [bed.admin, colleague])
      await expect(exporting.handlers.readExport(at, bed.as(who))).rejects.toMatchObject({
        code: 'export.not-found',
      });
    await expect(exporting.handlers.readExport(at, other.as(other.admin))).rejects.toMatchObject({
      code: 'export.not-found',
    });
  });

  it('runs nothing in the program that opens it', async () => {
    const evil = ['=cmd|calc', '+1+1', '-2+3', '@SUM(1)'];
    for (const name of evil) await company(bed, agent, { name, tags: ['опасно'] });
    const search = { filter: { field: 'tags', op: 'containsAny', value: ['опасно'] } };
    const asked = await few(agent, search);
    const cells = (await csv(exporting.file(asked.id))).slice(1).flat();
    expect(cells.toSorted()).toEqual(evil.map((name) => `'${name}`).toSorted());
    const workbook = await few(agent, search, { format: 'xlsx' });
    const { sheets } = await readXlsx(exporting.file(workbook.id), { readStyles: true });
    expect(sheets[0]?.rows.slice(1).flat().toSorted()).toEqual(evil.toSorted());
  });

  it('holds what its asker may see', async () => {
    await company(bed, colleague, { name: 'Коллеги', tags: ['видимость'], owner: colleague.id, team });
    await company(bed, agent, { name: 'Своя', tags: ['видимость'], owner: agent.id });
    const search = { filter: { field: 'tags', op: 'containsAny', value: ['видимость'] } };
    const seen = async (visibility: 'all' | 'team' | 'own') => {
      const { id } = await few(agent, search, {}, visibility);
      return (await csv(exporting.file(id))).slice(1).flat();
    };
    expect(await seen('own')).toEqual(['Своя']);
    expect(await seen('team')).toEqual(['Коллеги', 'Своя']);
    const ofOther = createExportBed(other, searching);
    const { id } = await ofOther.ask(other.as(other.admin), {
      object: 'companies',
      format: 'csv',
      fields: ['name'],
    });
    expect((await csv(ofOther.file(id))).slice(1)).toEqual([['Чужая']]);
  });

  it('is refused with pointers into what was asked', async () => {
    const search = { filter: { field: 'shoe', op: 'eq', value: 1 }, sort: [{ field: 'tags' }] };
    const error = await few(agent, search, { fields: ['name', 'hat'] }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: 'malformed', code: 'question.invalid' });
    expect((error as KartotekaError).issues.map(({ pointer }) => pointer)).toEqual([
      '/search/filter/field',
      '/search/sort/0/field',
      '/fields/1',
    ]);
  });

  it('asks for smaller pages where one is too large for an answer', async () => {
    // Ten kilobytes each: over what Lambda sends back, together.
    const description = 'я'.repeat(5_000);
    const called = names.slice(0, 650);
    await fillCompanies(bed, agent, called, { tags: ['длинно'], description });
    const refused: unknown[] = [];
    const listening: SearchBed['query'] = {
      ...searching.query,
      ask: async (tenant, question) => {
        try {
          return await searching.query.ask(tenant, question);
        } catch (error) {
          refused.push(error);
          throw error;
        }
      },
    };
    const { id } = await createExportBed(bed, { query: listening }).ask(bed.as(agent), {
      object: 'companies',
      search: { filter: { field: 'tags', op: 'containsAny', value: ['длинно'] } },
      format: 'csv',
      fields: ['name', 'description'],
    });
    expect(refused).toEqual([expect.objectContaining({ code: 'search.answer-too-large' })]);
    const rows = (await csv(exporting.file(id))).slice(1);
    expect(rows).toEqual(called.toSorted().map((name) => [name, description]));
  });
});
