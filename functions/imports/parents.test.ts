import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let store: FileStore;
let bed: TenantBed;
let desk: ClientDesk;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  imports = createImportBed(bed, store.files);
  known.clear();
});

const none = { params: undefined, query: undefined, body: undefined };

/** A branch and its parent. */
type Pair = readonly [child: string, parent: string];

const known = new Set<string>();

async function bringIn(pairs: readonly Pair[]) {
  const rows = pairs.map(([child, parent]) => [child, child, parent].join(';'));
  const mapping = [
    { column: 'Код', field: 'company.externalId', source: '1c' },
    { column: 'Компания', field: 'company.name' },
    { column: 'Головная', field: 'parent.name' },
  ];
  for (const [child] of pairs) known.add(child);
  const done = await imports.bringIn(['Код;Компания;Головная', ...rows, ''].join('\n'), { mapping });
  expect(done.dryRun).toEqual(done.run);
  return done;
}

/** A firm that is here before the list comes. */
const here = (name: string) => {
  known.add(name);
  return desk.company({ name, externalIds: [{ source: '1c', id: name }] });
};

/** All that is stored of who stands above whom, by the names of firms. */
async function parents(): Promise<Map<string, string[]>> {
  const above = new Map<string, string[]>();
  for (const name of known) {
    const query = { externalId: `1c:${name}` };
    const [hit] = bodyOf(await bed.clients.lookup({ ...none, query }, bed.as(bed.admin))).hits;
    const { relations } = await desk.card({ type: 'company', id: hit?.id ?? 'none' });
    above.set(
      name,
      relations.filter(({ kind }) => kind === 'parent').map((relation) => relation.name),
    );
  }
  return above;
}

/** Whether a firm stands above itself. */
async function hasCircle(): Promise<boolean> {
  const above = await parents();
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (above.get(from) ?? []).some((name) => {
      if (name === to) return true;
      if (seen.has(name)) return false;
      seen.add(name);
      return reaches(name, to, seen);
    });
  return [...above.keys()].some((name) => reaches(name, name, new Set()));
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('parents in a list', () => {
  it('do not stand above each other, and the dry run says so', async () => {
    const { id, run } = await bringIn([
      ['А', 'Б'],
      ['Б', 'А'],
    ]);
    expect(run).toMatchObject({ rows: { accepted: 1, rejected: 1 }, parents: { added: 1 } });
    expect(await imports.rejected(id)).toContain('relation.cycle');
    expect((await parents()).get('А')).toEqual(['Б']);
  });

  it('make no circle of three, however many are written at a time', async () => {
    const circles = numbers(10).flatMap((n): Pair[] => [
      [`А${n}`, `Б${n}`],
      [`Б${n}`, `В${n}`],
      [`В${n}`, `А${n}`],
    ]);
    const { run } = await bringIn(circles);
    expect(run).toMatchObject({ rows: { accepted: 20, rejected: 10 }, parents: { added: 20 } });
    expect(await hasCircle()).toBe(false);
  });

  it('make no circle together with what is here', async () => {
    const [a, b, c, d] = [await here('А'), await here('Б'), await here('В'), await here('Г')];
    for (const [child, parent] of [
      [b, c],
      [d, a],
    ] as const) {
      const input = {
        ...none,
        params: { id: child.id },
        body: { kind: 'parent' as const, companyId: parent.id },
      };
      await bed.clients.relateCompanies(input, bed.as(bed.admin));
    }
    const { run } = await bringIn([
      ['А', 'Б'],
      ['В', 'Г'],
    ]);
    expect(run).toMatchObject({ rows: { accepted: 1, rejected: 1 } });
    expect((await parents()).get('А')).toEqual(['Б']);
    expect(await hasCircle()).toBe(false);
  });

  it('make no circle that is longer than levels are looked through', async () => {
    const { id, run } = await bringIn(numbers(30).map((n): Pair => [`Звено ${n}`, `Звено ${(n + 1) % 30}`]));
    expect(run).toMatchObject({ rows: { accepted: 29, rejected: 1 } });
    expect(await imports.rejected(id)).toContain('relation.too-deep');
    expect(await hasCircle()).toBe(false);
  });

  it('are counted alike by the dry run and the run where they are here, are themselves or are named twice', async () => {
    const pairs: Pair[] = [
      ['А', 'Головная'],
      ['Б', 'Головная'],
      ['А', 'Головная'],
      ['Головная', 'Головная'],
    ];
    const first = await bringIn(pairs);
    expect(first.run).toMatchObject({ rows: { rejected: 1 }, parents: { added: 3, unchanged: 0 } });
    expect(await imports.rejected(first.id)).toContain('relation.itself');
    const second = await bringIn(pairs);
    expect(second.run).toMatchObject({ rows: { rejected: 1 }, parents: { added: 0, unchanged: 3 } });
  });

  it('are given only to firms that whoever imports may change by then', async () => {
    const team = await bed.addTeam('Продажи');
    const owner = await bed.addUser('agent', [team]);
    const manager = await bed.addUser('manager', []);
    await desk.company({ name: 'Головная' }, manager);
    const list = `Компания;Ответственный;Головная\nФилиал;${owner.email};Головная\n`;
    const mapping = [
      { column: 'Компания', field: 'company.name' },
      { column: 'Ответственный', field: 'company.owner' },
      { column: 'Головная', field: 'parent.name' },
    ];
    const done = await createImportBed({ ...bed, admin: manager }, store.files).bringIn(list, { mapping });
    expect(done.dryRun).toEqual(done.run);
    expect(done.run).toMatchObject({ rows: { rejected: 1 }, parents: { added: 0 } });
  });
});
