import { exportRequestedV1 } from '../../events/export-requested.v1.ts';
import type { EXPORT_PATTERNS } from '../../functions/exports/access-patterns.ts';
import { findExport, freePlace, putExport, takePlace } from '../../functions/exports/export-store.ts';
import { createExportHandlers } from '../../functions/exports/handlers.ts';
import { actingUser } from '../../functions/platform/service.ts';
import { Change } from '../../functions/runtime/change.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { createNames } from '../../functions/search/names.ts';
import { exportInputSchema } from '../../shared/exports/export.ts';
import { answeredQuery } from '../equipment/answered-query.ts';
import { createMemoryFiles } from '../equipment/memory-files.ts';
import { at, type Fixture, idOf, none } from './fixture.ts';
import type { Runs } from './runs.ts';

/** How each pattern of the exports capability comes about. */
export function exportRuns({ bed, metered }: Fixture): Runs<(typeof EXPORT_PATTERNS)[number]['id']> {
  const as = () => bed.as(bed.admin);
  const handlersOn = (table: Table) =>
    createExportHandlers({
      table,
      files: createMemoryFiles(),
      cursors: createCursors(table),
      query: answeredQuery(0),
      names: createNames(bed.table, () => new Date()),
      registering: { note: async () => undefined },
      selections: { named: async () => new Map() },
    });
  const [own, measured] = [handlersOn(bed.table), handlersOn(metered.table)];
  const input = { ...none, body: exportInputSchema.parse({ object: 'companies', format: 'csv' }) };
  const made = async (): Promise<string> => idOf(await own.createExport(input, as()));
  return {
    'create-export': async () => () => measured.createExport(input, as()),
    'request-export': async () => {
      const { data } = await findExport(bed.table, as().caller, await made(), new Date());
      const id = data.id.replace(/.{4}$/, 'ZZZZ');
      return async () => {
        const { caller, now } = as();
        const place = await freePlace(metered.table, caller, now);
        await new Change(as())
          .add(putExport(caller.tenant, { ...data, id, place }, undefined), takePlace(caller, place, id, now))
          .event(exportRequestedV1, { exportId: id })
          .commit(metered.table, { status: 202 });
      };
    },
    'list-exports': async () => {
      for (let n = 0; n < 20; n += 1) await made();
      const list = () => measured.listExports({ ...none, query: { limit: 20 } }, as());
      // The key that signs cursors is read once per environment, and has a pattern of its own.
      await list();
      return list;
    },
    'read-export': async () => {
      const id = await made();
      return () => measured.readExport(at(id), as());
    },
    'download-export': async () => {
      const id = await made();
      return () => measured.readExportDownload(at(id), as());
    },
    'delete-export': async () => {
      const id = await made();
      return () => measured.deleteExport(at(id), as());
    },
    'export-page': async () => {
      const { data, version } = await findExport(bed.table, as().caller, await made(), new Date());
      return async () => {
        await actingUser(metered.table, bed.tenant, bed.admin.id);
        await metered.table.transact([putExport(bed.tenant, { ...data, rows: 1 }, version)]);
      };
    },
  };
}
