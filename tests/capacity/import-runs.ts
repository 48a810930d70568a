import type { IMPORT_PATTERNS } from '../../functions/imports/access-patterns.ts';
import { createImportHandlers } from '../../functions/imports/handlers.ts';
import { findImport, putImport } from '../../functions/imports/import-store.ts';
import { newImport } from '../../functions/imports/imports.ts';
import { passParents } from '../../functions/imports/parents-pass.ts';
import { prepareRow } from '../../functions/imports/prepared-row.ts';
import { prepareMatchers, writeRow } from '../../functions/imports/row-writer.ts';
import { actingUser } from '../../functions/platform/service.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { type Import, importInputSchema, NO_PROGRESS } from '../../shared/imports/import.ts';
import { createMemoryFiles } from '../equipment/memory-files.ts';
import { at, type Fixture, idOf, none } from './fixture.ts';
import { quiet, type Runs } from './runs.ts';

type Id = (typeof IMPORT_PATTERNS)[number]['id'];

const LIST = Buffer.from(
  'Компания;ИНН;Телефон;Контактное лицо\nООО «Незабудка»;7736050003;84951234599;Пётр Петров\n',
);

/** How each pattern of the imports capability comes about. */
export function importRuns(fixture: Fixture): Runs<Id> {
  return { ...asking(fixture), ...rows(fixture) };
}

function asking({ bed, metered }: Fixture) {
  const files = createMemoryFiles();
  const as = (now = new Date()) => bed.as(bed.admin, { now });
  const handlersOn = (table: Table) => createImportHandlers({ table, files, cursors: createCursors(table) });
  const [own, measured] = [handlersOn(bed.table), handlersOn(metered.table)];
  const input = () => ({
    ...none,
    body: importInputSchema.parse({ fileName: 'клиенты.csv', bytes: LIST.byteLength }),
  });
  const begun = async (): Promise<string> => {
    const id = idOf(await own.createImport(input(), as()));
    await files.put(`imports/${bed.tenant.id}/${id}/list.csv`, LIST, 'text/csv');
    return id;
  };
  const dryRun = (id: string) => ({ ...at(id), body: {} });
  const checked = async (): Promise<string> => {
    const id = await begun();
    await own.dryRunImport(dryRun(id), as());
    // As the worker would leave it.
    const { data, version } = await findImport(bed.table, bed.tenant, id);
    await bed.table.transact([
      putImport(bed.tenant, { ...data, state: 'checked', totalRows: 1 }, version, new Date()),
    ]);
    return id;
  };
  const running = async (): Promise<string> => {
    const id = await checked();
    await own.runImport(at(id), as());
    return id;
  };
  return {
    'create-import': async () => () => measured.createImport(input(), as()),
    'list-imports': async () => {
      for (let n = 0; n < 20; n += 1) await begun();
      const list = () => measured.listImports({ ...none, query: { limit: 20 } }, as());
      // The key that signs cursors is read once per environment, and has a pattern of its own.
      await list();
      return list;
    },
    'read-import': async () => {
      const id = await begun();
      return () => measured.readImport(at(id), as());
    },
    'dry-run-import': async () => {
      const id = await begun();
      return () => measured.dryRunImport(dryRun(id), as());
    },
    'run-import': async () => {
      const id = await checked();
      await freePlace(bed.table, bed.tenant.id);
      return () => measured.runImport(at(id), as());
    },
    'resume-import': async () => {
      await freePlace(bed.table, bed.tenant.id);
      const id = await running();
      return () => measured.resumeImport(at(id), as(new Date(Date.now() + 600_000)));
    },
    'cancel-import': async () => {
      await freePlace(bed.table, bed.tenant.id);
      const id = await running();
      return () => measured.cancelImport(at(id), as());
    },
  };
}

/** A pattern before this one may have left its import running. */
const freePlace = (table: Table, tenantId: string): Promise<void> =>
  table.transact([{ op: 'delete', key: { pk: `T#${tenantId}#imports`, sk: 'running' } }]);

const CLIENT = (n: number) => ({
  company: {
    name: `ООО «Незабудка ${n}»`,
    inn: '6663003127',
    kpp: '667101001',
    phones: ['+7 495 123-45-99'],
    emails: ['info@nezabudka.example'],
    externalIds: [{ source: '1c', id: `n-${n}` }],
  },
  contact: { name: 'Пётр Петров' },
  place: { jobTitle: 'Директор' },
  note: { text: 'Просит прайс-лист к пятнице.' },
});

function rows({ bed, metered }: Fixture) {
  const as = () => bed.as(bed.admin);
  const bring = async (table: Table, n: number, importId: string) => {
    const deps = { table, importId, workId: importId, existing: 'update' as const };
    const row = prepareRow(CLIENT(n), 'RU');
    const context = as();
    const matchers = await prepareMatchers(deps, context, [row]);
    return writeRow(deps, context, { row, number: n, matchers });
  };
  return {
    'import-new-client': async () => () => bring(metered.table, 1, bed.tenant.id),
    'import-known-client': async () => {
      await bring(bed.table, 2, bed.tenant.id);
      return () => bring(metered.table, 2, bed.tenant.id);
    },
    'import-parent': async () => {
      await bring(bed.table, 3, bed.tenant.id);
      await bring(bed.table, 4, bed.tenant.id);
      const parent = { externalId: { source: '1c', id: 'n-4' } };
      const row = prepareRow({ company: CLIENT(3).company, parent }, 'RU');
      const deps = {
        table: metered.table,
        importId: bed.tenant.id,
        workId: bed.tenant.id,
        hold: async () => undefined,
        existing: 'update' as const,
        patience: { remaining: () => 60_000, pause: async () => undefined },
        logger: quiet,
        context: as,
        read: () => ({ row }),
        startedAt: new Date().toISOString(),
      };
      const record = { cells: [], start: 0, end: 0, line: 2, endLine: 3, row: 1 };
      return () => passParents(deps, [record], NO_PROGRESS, new Set());
    },
    'import-part': async () => {
      const data: Import = {
        ...newImport(as(), { fileName: 'клиенты.csv', bytes: LIST.byteLength }),
        state: 'running',
        headings: ['Компания', 'ИНН', 'Телефон', 'Контактное лицо'],
        dryRun: NO_PROGRESS,
        run: NO_PROGRESS,
      };
      const now = new Date();
      await bed.table.transact([putImport(bed.tenant, data, undefined, now)]);
      return async () => {
        await actingUser(metered.table, bed.tenant, bed.admin.id);
        await metered.table.transact([putImport(bed.tenant, data, 1, now)]);
      };
    },
  };
}
