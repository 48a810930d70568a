import { exportRequestedV1 } from '../../events/export-requested.v1.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { EXPORT_DAYS, type Export, type ExportInput, MAX_ROWS_AT_ONCE } from '../../shared/exports/export.ts';
import { EXPORT_FORMATS } from '../../shared/exports/export-format.ts';
import { makingSightOf } from '../../shared/exports/sight.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { Change, newId } from '../runtime/change.ts';
import type { Files } from '../runtime/files/files.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Registering } from '../search/service.ts';
import { exportFile } from './export-item.ts';
import { freePlace, putExport, takePlace, viewExport } from './export-store.ts';
import {
  askerOfExport,
  bindExport,
  countWanted,
  type ReadingDependencies,
  readRows,
} from './reading-rows.ts';
import { writeFile } from './writing-file.ts';

export interface MakingDependencies extends ReadingDependencies {
  readonly table: Table;
  readonly files: Files;
  readonly registering: Registering;
}

const DAY_MS = 86_400_000;
/** How long the rows of an export may take while its asker waits: the gateway waits for 30 s. In milliseconds. */
const AT_ONCE_MS = 24_000;
const SHORTEST_MS = 500;

/** Makes an export of a few rows at once; has a larger one made. */
export async function makeExport(deps: MakingDependencies, context: RequestContext, input: ExportInput) {
  const { caller, now } = context;
  const until = Date.now() + AT_ONCE_MS;
  const data = exportOf(context, input);
  const asker = await askerOfExport(deps, data, caller);
  const wanted: Export = {
    ...data,
    language: input.language ?? asker.language,
    zone: asker.binding.zone,
  };
  const { fields } = bindExport(wanted, asker);
  const total = await countWanted(deps, wanted, { caller, asker });
  await deps.registering.note(caller.tenant, now);
  const begun: Export = { ...wanted, total, fileName: fileNameOf(wanted, input) };
  if (total > MAX_ROWS_AT_ONCE) return request(deps.table, context, begun);
  let written = 0;
  const rows = readRows(deps, begun, {
    caller: async () => caller,
    withinMs: () => Math.max(SHORTEST_MS, until - Date.now()),
    asking: (ask) => ask(),
    read: async (count) => {
      written = count;
    },
  });
  await writeFile(deps.files, caller.tenant, begun, { fields, rows });
  const finished: Export = {
    ...begun,
    state: 'finished',
    rows: written,
    finishedAt: new Date().toISOString(),
    sights: [makingSightOf(caller)],
  };
  return commit(deps, context, finished);
}

/** Keeps a finished export. The file of one that a repeat with the same Idempotency-Key has made in vain is removed. */
async function commit({ table, files }: MakingDependencies, context: RequestContext, finished: Export) {
  const { caller, now } = context;
  const removed = () => files.remove(exportFile(caller.tenant, finished.id));
  try {
    const answer = await new Change(context)
      .add(putExport(caller.tenant, finished, undefined))
      .commit(table, made(finished, 201, now));
    if (answer.replayed) await removed();
    return answer;
  } catch (error) {
    // After any other fault the export may stand in the table all the same.
    if (error instanceof KartotekaError && error.code.startsWith('idempotency.')) await removed();
    throw error;
  }
}

/** Wakes the worker. */
async function request(table: Table, context: RequestContext, data: Export) {
  const { caller, now } = context;
  const place = await freePlace(table, caller, now);
  const requested: Export = { ...data, place };
  return new Change(context)
    .add(putExport(caller.tenant, requested, undefined), takePlace(caller, place, data.id, now))
    .event(exportRequestedV1, { exportId: data.id })
    .commit(table, made(requested, 202, now));
}

const made = (data: Export, status: 201 | 202, now: Date): Answer<ReturnType<typeof viewExport>> => ({
  status,
  body: viewExport({ data, version: 1 }, now),
  version: 1,
  location: `/exports/${data.id}`,
});

function exportOf({ caller, now, after }: RequestContext, input: ExportInput): Export {
  const { object, search, format, fields = OBJECTS[object].shown } = input;
  const at = now.toISOString();
  return {
    id: newId(now),
    object,
    search,
    format,
    fields: [...fields],
    language: 'ru',
    zone: 'UTC',
    fileName: '',
    state: 'requested',
    rows: 0,
    total: 0,
    written: [...(after ?? [])],
    sights: [],
    expiresAt: new Date(now.getTime() + EXPORT_DAYS * DAY_MS).toISOString(),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
}

/** As the asker calls it, or by the object and the day; always with the ending that programs know the format by. */
function fileNameOf({ object, language, format, createdAt }: Export, { fileName }: ExportInput): string {
  const { extension } = EXPORT_FORMATS[format];
  const name = fileName ?? `${OBJECTS[object].label[language]} ${createdAt.slice(0, 10)}`;
  return name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`;
}
