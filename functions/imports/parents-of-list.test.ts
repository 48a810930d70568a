import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createRelations } from '../clients/service.ts';

let store: FileStore;
let bed: TenantBed;
let desk: ClientDesk;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
});
afterAll(() => store.stop());

async function begin(): Promise<void> {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  imports = createImportBed(bed, store.files);
}

const MAPPING = [
  { column: 'Код', field: 'company.externalId', source: '1c' },
  { column: 'Компания', field: 'company.name' },
  { column: 'Головная', field: 'parent.name' },
];
/** Rows of firms and their parents by name. */
const bringIn = (...rows: readonly (readonly [string, string?])[]) => {
  const lines = rows.map(([name, parent = '']) => `${name};${name};${parent}`);
  return imports.bringIn(['Код;Компания;Головная', ...lines].join('\n'), { mapping: MAPPING });
};
const idOf = async (name: string): Promise<string> => {
  const query = { externalId: `1c:${name}` };
  const { hits } = bodyOf(
    await bed.clients.lookup({ params: undefined, body: undefined, query }, bed.as(bed.admin)),
  );
  return hits[0]?.id ?? '';
};
const parentsOf = async (name: string): Promise<string[]> => {
  const { relations } = await desk.card({ type: 'company', id: await idOf(name) });
  return relations.filter(({ kind }) => kind === 'parent').map((relation) => relation.name);
};

it('a circle is never closed, and its last row is refused by the dry run, too', async () => {
  await begin();
  const { dryRun, run, id } = await bringIn(
    ['А', 'Б'],
    ['Б', 'В'],
    ['В', 'А'],
    ['Г', 'Д'],
    ['Д', 'Г'],
    ['Е', 'Е'],
    ['Ж', 'А'],
  );
  expect(run).toMatchObject({ rows: { accepted: 4, rejected: 3 }, parents: { added: 4 } });
  expect(dryRun).toEqual(run);
  const refused = await imports.rejected(id);
  const [, ...lines] = refused.trimEnd().split('\r\n');
  expect(lines.map((line) => /relation\.\w+/.exec(line)?.[0])).toEqual([
    'relation.cycle',
    'relation.cycle',
    'relation.itself',
  ]);
  expect(lines.map((line) => /([А-Я]);\1;([А-Я])/.exec(line)?.[0])).toEqual(['В;В;А', 'Д;Д;Г', 'Е;Е;Е']);
  expect(refused).toContain('В stands above А already: a company cannot be its own ancestor.');
  expect(await parentsOf('Б')).toEqual(['В']);
  expect(await parentsOf('В')).toEqual([]);
});

it('a circle over parts of the list, and over what is here already, is none either', async () => {
  await begin();
  await bringIn(['Дом', 'Улица'], ['Улица', 'Город'], ['Город'], ['Сад']);
  const others = Array.from({ length: 210 }, (_, n) => [`Фирма ${n}`] as const);
  const { dryRun, run, id } = await bringIn(
    ['Город', 'Сад'],
    ['Куст', 'Сад'],
    ...others,
    ['Сад', 'Дом'],
    ['Сад', 'Куст'],
    ['Куст', 'Дом'],
    ['Дом', 'Улица'],
  );
  expect(run).toMatchObject({ rows: { rejected: 2 }, parents: { added: 3, unchanged: 1 } });
  expect(dryRun).toEqual(run);
  const refused = await imports.rejected(id);
  for (const row of ['Сад;Сад;Дом', 'Сад;Сад;Куст']) expect(refused).toContain(row);
  expect(await parentsOf('Сад')).toEqual([]);
  expect((await parentsOf('Куст')).toSorted()).toEqual(['Дом', 'Сад']);
});

it('a relation that somebody takes away is given again, and one that is there stays', async () => {
  await begin();
  await bringIn(['Дом', 'Улица'], ['Улица']);
  const params = { id: await idOf('Дом'), kind: 'parent' as const, companyId: await idOf('Улица') };
  await createRelations(bed.table).unrelateCompanies(
    { params, query: undefined, body: undefined },
    bed.as(bed.admin),
  );
  for (const parents of [
    { added: 1, unchanged: 0 },
    { added: 0, unchanged: 1 },
  ]) {
    const { dryRun, run } = await bringIn(['Дом', 'Улица'], ['Улица']);
    expect(run?.parents).toEqual(parents);
    expect(dryRun).toEqual(run);
  }
});
