import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import type { ImportState } from '../../shared/imports/import.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { addTenant, createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import type { Table } from '../runtime/table/table.ts';

let store: FileStore;
let bed: TenantBed;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
});
afterAll(() => store.stop());

async function begin(): Promise<void> {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  imports = createImportBed(bed, store.files);
}

const ROWS = 24;
const none = { params: undefined, query: undefined, body: undefined };
const at = (id: string) => ({ ...none, params: { id } });
const asAdmin = () => bed.as(bed.admin);

/** Some rows name the firm of the row before. */
const firmOf = (n: number): string => `Клиент ${n - (n % 7 === 3 ? 1 : 0)}`;

const listOf = (rows: number): string => {
  const cells = (n: number): string[] => [
    firmOf(n),
    `Человек ${n}`,
    `+7 916 ${String(1_000_000 + n)}`,
    n % 5 === 4 ? firmOf(n - 2) : '',
    `Заметка ${n}`,
  ];
  const records = Array.from({ length: rows }, (_, n) => cells(n).join(';'));
  return ['Компания;Контактное лицо;Телефон;Головная;Заметка', ...records].join('\n');
};
const MAPPING = [
  { column: 1, field: 'company.name' },
  { column: 2, field: 'contact.name' },
  { column: 3, field: 'company.phone' },
  { column: 4, field: 'parent.name' },
  { column: 5, field: 'note.text' },
];

class Killed extends Error {}

interface Death {
  /** Counted from 1. */
  readonly transaction: number;
  /** Whether the engine carries it out all the same. */
  readonly done: boolean;
}

/** The table as a worker sees it that dies at a transaction: nothing reaches the engine after that. */
function dying(table: Table, death: Death | undefined): Table {
  let count = 0;
  let isDead = false;
  const alive = (): void => {
    if (isDead) throw new Killed();
  };
  return {
    ...table,
    get: async (...asked) => {
      alive();
      return table.get(...asked);
    },
    query: async (...asked) => {
      alive();
      return table.query(...asked);
    },
    batchGet: async (...asked) => {
      alive();
      return table.batchGet(...asked);
    },
    transact: async (writes) => {
      alive();
      count += 1;
      isDead = count === death?.transaction;
      if (isDead && !death?.done) throw new Killed();
      await table.transact(writes);
      alive();
    },
  };
}

/** Everything that an organisation has, as somebody counts who looks at every card. */
async function census() {
  const names = new Map<string, number>();
  for (let n = 0; n < ROWS; n += 1) {
    const name = `Клиент ${n}`;
    const { items } = await bed.table.query({
      pk: `T#${bed.tenant.id}#lookup#name#${name.toLowerCase()}`,
      consistent: true,
    });
    if (items.length > 0) names.set(name, items.length);
  }
  return names;
}

describe('a worker that is killed', () => {
  it('leaves a list that is gone on with: no card twice, and the progress is true', {
    timeout: 120_000,
  }, async () => {
    await begin();
    const wanted = (await imports.bringIn(listOf(ROWS), { mapping: MAPPING })).run;
    const cards = await census();
    const death = fc.record({ transaction: fc.integer({ min: 1, max: ROWS + 12 }), done: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
        await begin();
        const id = await imports.send(listOf(ROWS));
        await imports.check(id, { mapping: MAPPING });
        await imports.handlers.runImport(at(id), asAdmin());
        const [first, ...more] = deaths;
        await imports.work({ table: dying(bed.table, first) }).catch(survive);
        for (const [n, next] of [...more, undefined].entries()) {
          // Leases of the dead end by the clock.
          await imports.again({ table: dying(bed.table, next), now: later(n + 1) }).catch(survive);
        }
        expect(await imports.read(id)).toMatchObject({ state: 'finished', run: wanted });
        expect(await census()).toEqual(cards);
      }),
      { numRuns: 10 },
    );
  });
});

const later = (n: number) => () => new Date(Date.now() + n * 60_000);

const survive = (error: unknown): void => {
  if (!(error instanceof Killed)) throw error;
};

describe('an import', () => {
  it('is worked on by one worker, however often its event comes', async () => {
    await begin();
    const id = await imports.send(listOf(30));
    await imports.check(id, { mapping: MAPPING });
    await imports.handlers.runImport(at(id), asAdmin());
    await Promise.all([imports.work(), imports.work()]);
    await imports.again();
    expect(await imports.read(id)).toMatchObject({
      state: 'finished',
      run: { rows: { read: 30, accepted: 30 } },
    });
    expect([...(await census()).values()].every((count) => count === 1)).toBe(true);
  });

  it('goes from worker to worker where the time of one is over', { timeout: 60_000 }, async () => {
    await begin();
    const id = await imports.send(listOf(420));
    await imports.check(id, { mapping: MAPPING });
    await imports.handlers.runImport(at(id), asAdmin());
    expect(await imports.work({ remaining: () => 1_000 })).toBeGreaterThan(3);
    expect(await imports.read(id)).toMatchObject({
      state: 'finished',
      run: { rows: { read: 420, accepted: 420 } },
    });
  });

  it('is stopped by its cancellation; what is written stays', { timeout: 60_000 }, async () => {
    await begin();
    const id = await imports.send(listOf(420));
    await imports.check(id, { mapping: MAPPING });
    await imports.handlers.runImport(at(id), asAdmin());
    let saves = 0;
    const table: Table = {
      ...bed.table,
      transact: async (writes) => {
        const isSave = writes.some((write) => write.op === 'put' && write.item.kind === 'import');
        saves += isSave ? 1 : 0;
        if (saves === 2) {
          saves += 1;
          await imports.handlers.cancelImport(at(id), asAdmin());
        }
        await bed.table.transact(writes);
      },
    };
    await imports.work({ table });
    const view = await imports.read(id);
    expect(view.state).toBe('cancelled');
    expect((await census()).size).toBeGreaterThan(0);
    expect(await refusalOf(imports.handlers.resumeImport(at(id), asAdmin()))).toMatchObject({
      code: 'import.wrong-state',
    });
    // Its place is free again.
    expect((await imports.bringIn('Компания\nДругая\n')).state).toBe('finished');
  });

  describe('that comes to no good end still tells what it refused', () => {
    /** Of each part of 200 rows the third cannot be taken. */
    const faulty = (rows: number): string =>
      [
        'Компания;Телефон',
        ...Array.from({ length: rows }, (_, n) => `Клиент ${n};${n % 200 === 2 ? '12' : ''}`),
      ]
        .join('\n')
        .concat('\n');
    const refused = async (id: string) =>
      (await imports.rejected(id))
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(';')[0]);
    /** Cancels when the worker writes down for the given time how far it is. */
    const cancelling = (id: string, atSave: number, then = async () => {}): Table => {
      let saves = 0;
      return {
        ...bed.table,
        transact: async (writes) => {
          saves += writes.some((write) => write.op === 'put' && write.item.kind === 'import') ? 1 : 0;
          if (saves === atSave) {
            saves += 1;
            await then();
            await imports.handlers.cancelImport(at(id), asAdmin());
          }
          await bed.table.transact(writes);
        },
      };
    };

    it('when it is cancelled, up to the last word how far it was', async () => {
      await begin();
      const id = await imports.send(faulty(600));
      await imports.check(id);
      await imports.handlers.runImport(at(id), asAdmin());
      await imports.work({ table: cancelling(id, 4) });
      expect(await imports.read(id)).toMatchObject({
        state: 'cancelled',
        run: { rows: { read: 400, rejected: 2 } },
      });
      expect(await refused(id)).toEqual(['4', '204']);
    });

    it('when its dry run is cancelled', async () => {
      await begin();
      const id = await imports.send(faulty(600));
      await imports.check(id, {}, { table: cancelling(id, 3) });
      expect(await imports.read(id)).toMatchObject({ state: 'cancelled', dryRun: { rows: { rejected: 1 } } });
      expect(await refused(id)).toEqual(['4']);
    });

    it('when the rest of the file cannot be read', async () => {
      await begin();
      const id = await imports.send(`${faulty(250)}"Открыта;\n`);
      const view = await imports.check(id);
      expect(view).toMatchObject({
        state: 'failed',
        failure: { code: 'csv.quote-open' },
        dryRun: { rows: { read: 200, rejected: 1 } },
      });
      expect(await refused(id)).toEqual(['4']);
    });

    it('or says what to do when nobody was there to keep it', async () => {
      await begin();
      const id = await imports.send(faulty(600));
      await imports.check(id);
      await imports.handlers.runImport(at(id), asAdmin());
      const killed = cancelling(id, 4, () => Promise.reject(new Killed()));
      await imports.work({ table: killed }).catch(survive);
      await imports.handlers.cancelImport(at(id), asAdmin());
      expect(await refusalOf(imports.handlers.readRejectedRows(at(id), asAdmin()))).toMatchObject({
        code: 'import.nothing-rejected',
        message: expect.stringContaining('import the list again'),
      });
    });
  });

  it.each([
    ['is put out of action', { active: false }],
    ['may no longer import', { role: 'agent' }],
  ] as const)('ends in the middle when the person who asked for it %s', async (_, change) => {
    await begin();
    const manager = await bed.addUser('manager', []);
    const theirs = createImportBed({ ...bed, admin: manager }, store.files);
    const id = await theirs.send(listOf(600));
    await theirs.check(id, { mapping: MAPPING });
    await theirs.handlers.runImport(at(id), bed.as(manager));
    let saves = 0;
    const table: Table = {
      ...bed.table,
      transact: async (writes) => {
        await bed.table.transact(writes);
        saves += writes.some((write) => write.op === 'put' && write.item.kind === 'import') ? 1 : 0;
        if (saves !== 2) return;
        saves += 1;
        const input = { params: { id: manager.id }, query: undefined, body: change };
        await bed.platform.changeUser(input, asAdmin());
      },
    };
    await theirs.work({ table });
    expect(await imports.read(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'access.forbidden' },
      run: { rows: { read: 200 } },
    });
    // Its place is free again.
    expect((await imports.bringIn('Компания\nДругая\n')).state).toBe('finished');
  });

  it('runs alone in its organisation', async () => {
    await begin();
    const [one, other] = [await imports.send(listOf(3)), await imports.send(listOf(4))];
    for (const id of [one, other]) await imports.check(id, { mapping: MAPPING });
    await imports.handlers.runImport(at(one), asAdmin());
    expect(await refusalOf(imports.handlers.runImport(at(other), asAdmin()))).toMatchObject({
      code: 'import.another-running',
      facts: { importId: one },
    });
    await imports.work();
    expect((await imports.run(other)).state).toBe('finished');
  });

  it('that nobody works on any more says so, and is resumed', async () => {
    await begin();
    const id = await imports.send(listOf(10));
    await imports.check(id, { mapping: MAPPING });
    await imports.handlers.runImport(at(id), asAdmin());
    await imports.work({ table: dying(bed.table, { transaction: 4, done: true }) }).catch(survive);
    expect(await refusalOf(imports.handlers.resumeImport(at(id), asAdmin()))).toMatchObject({
      code: 'import.at-work',
    });
    const now = later(10)();
    const seen = bodyOf(await imports.handlers.readImport(at(id), bed.as(bed.admin, { now })));
    expect(seen).toMatchObject({ state: 'running', stalled: true });
    await imports.handlers.resumeImport(at(id), bed.as(bed.admin, { now }));
    await imports.work({ now: later(11) });
    expect(await imports.read(id)).toMatchObject({
      state: 'finished',
      run: { rows: { read: 10, accepted: 10 } },
    });
  });

  it('waits while the engine is away', async () => {
    await begin();
    const id = await imports.send(listOf(20));
    await imports.check(id, { mapping: MAPPING });
    let away = 15;
    const busy = (): void => {
      away -= 1;
      if (away >= 0) throw new KartotekaError('unavailable', 'engine.busy', 'busy');
    };
    const table: Table = {
      ...bed.table,
      query: (input) =>
        Promise.resolve()
          .then(busy)
          .then(() => bed.table.query(input)),
      transact: (writes) =>
        Promise.resolve()
          .then(busy)
          .then(() => bed.table.transact(writes)),
    };
    await imports.handlers.runImport(at(id), asAdmin());
    await imports.work({ table });
    expect(await imports.read(id)).toMatchObject({ state: 'finished', run: { rows: { rejected: 0 } } });
  });
});

describe('a file', () => {
  const stateOf = async (id: string): Promise<ImportState> => (await imports.read(id)).state;

  it('that never came is asked for', async () => {
    await begin();
    const body = { fileName: 'a.csv', bytes: 10 };
    const { id } = bodyOf(await imports.handlers.createImport({ ...none, body }, asAdmin()));
    for (const ask of [
      () => imports.handlers.dryRunImport({ ...at(id), body: {} }, asAdmin()),
      () => imports.handlers.readImportColumns(at(id), asAdmin()),
    ])
      expect(await refusalOf(ask())).toMatchObject({ code: 'import.not-uploaded' });
    expect(await stateOf(id)).toBe('awaiting-upload');
    const { url } = bodyOf(await imports.handlers.readImportUpload(at(id), asAdmin()));
    expect(
      (
        await fetch(url, {
          method: 'PUT',
          headers: { 'content-type': 'text/csv' },
          body: 'Компания\nБольше, чем сказано\n',
        })
      ).ok,
    ).toBe(false);
  });

  it('that was replaced after the dry run is refused, also in the middle of the run', async () => {
    await begin();
    const id = await imports.send(listOf(3));
    await imports.check(id, { mapping: MAPPING });
    const key = `imports/${bed.tenant.id}/${id}/list.csv`;
    await store.files.put(key, Buffer.from(listOf(4)), 'text/csv');
    expect(await refusalOf(imports.handlers.runImport(at(id), asAdmin()))).toMatchObject({
      code: 'import.file-replaced',
    });

    const other = await imports.send(listOf(3));
    await imports.check(other, { mapping: MAPPING });
    await imports.handlers.runImport(at(other), asAdmin());
    await store.files.put(key.replace(id, other), Buffer.from(listOf(4)), 'text/csv');
    await imports.work();
    expect(await imports.read(other)).toMatchObject({
      state: 'failed',
      failure: { code: 'import.file-replaced' },
    });
    expect(await census()).toEqual(new Map());
  });

  it.each([
    ['Компания;Телефон\n', 'csv.no-rows'],
    ['Компания;Телефон\n"Ромашка;1\nЛютик;2\n', 'csv.quote-open'],
  ])('%j cannot be used, and the import says why', async (csv, code) => {
    await begin();
    const view = await imports.check(await imports.send(csv));
    expect(view).toMatchObject({ state: 'failed', failure: { code } });
  });

  it.each([
    [Buffer.from('PK\u0003\u0004'.padEnd(200, '\0')), 'csv.workbook'],
    [Buffer.from('\u0001\u0002\0'.repeat(100)), 'csv.not-text'],
    [Buffer.from('\uFEFFКомпания\nРомашка\n', 'utf16le'), 'csv.utf-16'],
    [Buffer.from(`${Array.from({ length: 201 }, (_, n) => `c${n}`).join(',')}\n`), 'csv.too-many-columns'],
    [Buffer.from(',,\n1,2,3\n'), 'csv.no-heading'],
  ])('%# lies about being a list and is refused at once', async (bytes, reason) => {
    await begin();
    const id = await imports.send(bytes);
    const input = { ...at(id), body: {} };
    expect(await refusalOf(imports.handlers.dryRunImport(input, asAdmin()))).toMatchObject({
      code: 'import.unreadable',
      facts: { reason },
    });
    expect(await stateOf(id)).toBe('awaiting-upload');
  });

  it('with 200 columns, quotes, NUL bytes and two headings alike is read', async () => {
    await begin();
    const headings = [
      'Компания',
      'Телефон',
      'Телефон',
      ...Array.from({ length: 197 }, (_, n) => `Лишнее ${n}`),
    ];
    const cells = (name: string) => [
      name,
      '89160001122',
      '89160001133',
      ...Array.from({ length: 197 }, () => 'x'),
    ];
    const csv = [headings, cells('"Ромашка ""и"" Ко"'), cells('Лю\0тик')]
      .map((row) => row.join(','))
      .join('\n');
    const id = await imports.send(csv);
    const named = [{ column: 'Телефон', field: 'company.phone' }];
    const input = { ...at(id), body: { mapping: named } } as Parameters<
      typeof imports.handlers.dryRunImport
    >[0];
    expect((await refusalOf(imports.handlers.dryRunImport(input, asAdmin()))).issues).toContainEqual(
      expect.objectContaining({ pointer: '/mapping/0/column', code: 'mapping.column-ambiguous' }),
    );
    const mapping = [
      { column: 1, field: 'company.name' },
      { column: 2, field: 'company.phone' },
      { column: 3, field: 'company.phone' },
    ];
    const checked = await imports.check(id, { mapping });
    expect(checked.dryRun?.rows).toEqual({ read: 2, accepted: 1, rejected: 1 });
    expect(await imports.rejected(id)).toContain('text.control-character');
  });

  it.each([
    [
      'a mapping',
      ['Компания'],
      Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${n} `.padEnd(300, 'я'), 'ю'.repeat(300)])),
    ],
    ['headings', ['Компания', ...Array.from({ length: 100 }, (_, n) => `${n} `.padEnd(400, 'я'))], {}],
  ])('with too large %s is refused before anything is written', async (_, headings, values) => {
    await begin();
    const id = await imports.send(`${headings.join(';')}\n${'Ромашка'.padEnd(headings.length + 6, ';')}\n`);
    const body = { mapping: [{ column: 1, field: 'company.name', values }] };
    expect(await refusalOf(imports.check(id, body))).toMatchObject({
      code: 'body.invalid',
      issues: [{ pointer: '/mapping', code: 'mapping.too-large' }],
    });
    expect(await stateOf(id)).toBe('awaiting-upload');
    const few = { mapping: [{ column: 'Компания', field: 'company.name', values: { 'Не то': 'Ромашка' } }] };
    const next = await imports.send('Компания\nНе то\n');
    expect((await imports.check(next, few)).state).toBe('checked');
  });

  it('belongs to its organisation alone', async () => {
    await begin();
    const id = await imports.send(listOf(3));
    const stranger = await addTenant(bed.endpoint, bed.tableName);
    const theirs = createImportBed(stranger, store.files);
    for (const ask of [
      () => theirs.handlers.readImport(at(id), stranger.as(stranger.admin)),
      () => theirs.handlers.readImportColumns(at(id), stranger.as(stranger.admin)),
      () => theirs.handlers.cancelImport(at(id), stranger.as(stranger.admin)),
    ])
      expect(await refusalOf(ask())).toMatchObject({ code: 'import.not-found' });
    const page = bodyOf(
      await theirs.handlers.listImports({ ...none, query: { limit: 20 } }, stranger.as(stranger.admin)),
    );
    expect(page.imports).toEqual([]);
  });
  it('belongs to the manager who began it, and to administrators', async () => {
    await begin();
    const [one, other] = [await bed.addUser('manager', []), await bed.addUser('manager', [])];
    const [ones, others] = [one, other].map((admin) => createImportBed({ ...bed, admin }, store.files));
    if (!ones || !others) throw new Error('no beds');
    const id = await ones.send(listOf(3));
    const body = {};
    for (const ask of [
      () => others.handlers.readImport(at(id), bed.as(other)),
      () => others.handlers.readImportUpload(at(id), bed.as(other)),
      () => others.handlers.readImportColumns(at(id), bed.as(other)),
      () => others.handlers.dryRunImport({ ...at(id), body }, bed.as(other)),
      () => others.handlers.runImport(at(id), bed.as(other)),
      () => others.handlers.resumeImport(at(id), bed.as(other)),
      () => others.handlers.cancelImport(at(id), bed.as(other)),
      () => others.handlers.readRejectedRows(at(id), bed.as(other)),
    ])
      expect(await refusalOf(ask())).toMatchObject({ kind: 'not-found', code: 'import.not-found' });

    const theirs = await others.send(listOf(3));
    const idsOf = async (who: typeof one) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 1, ...(cursor === undefined ? {} : { cursor }) };
        const page = bodyOf(await imports.handlers.listImports({ ...none, query }, bed.as(who)));
        ids.push(...page.imports.map((found) => found.id));
        cursor = page.next;
      } while (cursor !== undefined);
      return ids;
    };
    expect(await idsOf(one)).toEqual([id]);
    expect(await idsOf(other)).toEqual([theirs]);
    expect(await idsOf(bed.admin)).toEqual([theirs, id]);
    expect((await ones.check(id, { mapping: MAPPING })).state).toBe('checked');
    expect((await imports.run(id)).state).toBe('finished');
  });
});
