import { KartotekaError } from '../../shared/errors.ts';
import type { Export } from '../../shared/exports/export.ts';
import { EXPORT_FORMATS } from '../../shared/exports/export-format.ts';
import type { exportRoutes } from '../../shared/exports/routes.ts';
import { seesAsMuch } from '../../shared/exports/sight.ts';
import { actingUser } from '../platform/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { Change } from '../runtime/change.ts';
import type { Cursors } from '../runtime/cursor.ts';
import { ADDRESS_SECONDS } from '../runtime/files/files.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, stale } from '../runtime/versions.ts';
import { exportFile, exportItem, exportKey, exportPrefix, exportsPartition } from './export-item.ts';
import { findExport, isOver, leavePlace, viewExport } from './export-store.ts';
import { type MakingDependencies, makeExport } from './making.ts';

export interface ExportDependencies extends MakingDependencies {
  readonly cursors: Cursors;
}

type Handlers = RouteHandlers<typeof exportRoutes>;

/** A handler for every route of the exports capability. */
export function createExportHandlers(deps: ExportDependencies): Handlers {
  const { table } = deps;
  return {
    createExport: ({ body }, context) => makeExport(deps, context, body),
    listExports: ({ query }, context) => list(deps, context, query),
    readExport: async ({ params }, { caller, now }) => {
      const stored = await findExport(table, caller, params.id, now);
      return { status: 200, body: viewExport(stored, now), version: stored.version };
    },
    readExportDownload: ({ params }, context) => download(deps, context, params.id),
    deleteExport: async ({ params }, context) => {
      const answer = await onCurrent(() => remove(deps, context, params.id));
      // A worker that is about to put the file there finds the export gone, and takes it away.
      await deps.files.remove(exportFile(context.caller.tenant, params.id));
      return answer;
    },
  };
}

async function list(
  { table, cursors }: ExportDependencies,
  context: RequestContext,
  query: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const { caller, now } = context;
  const after = query.cursor === undefined ? undefined : await cursors.open(context, 'exports', query.cursor);
  const page = await table.query({
    pk: exportsPartition(caller.tenant, caller.userId),
    prefix: exportPrefix,
    descending: true,
    limit: query.limit,
    ...(after === undefined ? {} : { after: exportKey(caller.tenant, caller.userId, after) }),
  });
  const read = page.items.map((item) => readItem(exportItem, item));
  const kept = read.filter(({ data }) => !isOver(data, now));
  const last = page.last && read.at(-1)?.data.id;
  const next = last === undefined ? {} : { next: await cursors.seal(context, 'exports', last) };
  return { status: 200, body: { exports: kept.map((stored) => viewExport(stored, now)), ...next } };
}

async function download({ table, files }: ExportDependencies, { caller, now }: RequestContext, id: string) {
  const { data } = await findExport(table, caller, id, now);
  if (data.state !== 'finished') {
    throw new KartotekaError(
      'conflict',
      'export.not-finished',
      `This export is in the state "${data.state}": there is no file to fetch yet.`,
      { facts: { state: data.state } },
    );
  }
  await requireSight(table, caller, data);
  const { fileName, format } = data;
  const { contentType } = EXPORT_FORMATS[format];
  const url = await files.downloadAddress(exportFile(caller.tenant, id), { fileName, contentType }, now);
  const expiresAt = new Date(now.getTime() + ADDRESS_SECONDS * 1000).toISOString();
  return { status: 200, body: { url, expiresAt, fileName } };
}

/** Callers are remembered for a while: what counts here is what the asker sees at this moment. @throws KartotekaError `export.sight-narrowed` */
async function requireSight(table: Table, { tenant, userId }: Caller, { sights }: Export): Promise<void> {
  const acting = await actingUser(table, tenant, userId);
  if (acting && seesAsMuch(acting, sights)) return;
  throw new KartotekaError(
    'conflict',
    'export.sight-narrowed',
    'You see less by now than when this file was made, and it may hold what you no longer see: export again.',
  );
}

async function remove({ table }: ExportDependencies, context: RequestContext, id: string) {
  const { caller, now } = context;
  const stored = await findExport(table, caller, id, now);
  requireMatch(context, stored);
  return new Change(context)
    .add(
      {
        op: 'delete',
        key: exportKey(caller.tenant, caller.userId, id),
        condition: { version: stored.version },
        refused: stale,
      },
      ...leavePlace(caller.tenant, stored.data),
    )
    .commit<undefined>(table, { status: 204 });
}
