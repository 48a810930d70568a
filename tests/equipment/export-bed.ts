import { exportRequestedV1 } from '../../events/export-requested.v1.ts';
import { createExportHandlers } from '../../functions/exports/handlers.ts';
import { exportSubscriptions, type WorkerDependencies } from '../../functions/exports/working.ts';
import { EVENT_SHARDS, eventItem, eventPartition } from '../../functions/runtime/change.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { RequestContext } from '../../functions/runtime/request.ts';
import { readItem } from '../../functions/runtime/table/item.ts';
import { createNames } from '../../functions/search/names.ts';
import { createRegistering } from '../../functions/search/registering.ts';
import { createNamedSelections } from '../../functions/search/selection-naming.ts';
import { exportInputSchema } from '../../shared/exports/export.ts';
import { quiet } from '../capacity/runs.ts';
import { bodyOf } from './client-desk.ts';
import type { MemoryFiles } from './memory-files.ts';
import type { SearchBed } from './search-bed.ts';
import type { TenantBed } from './tenant-bed.ts';

type Handlers = ReturnType<typeof createExportHandlers>;
type ExportView = NonNullable<Awaited<ReturnType<Handlers['readExport']>>['body']>;

const none = { params: undefined, query: undefined, body: undefined };

/** Exports of one organisation, with the worker in this process. */
export interface ExportBed {
  readonly handlers: Handlers;
  readonly files: MemoryFiles;
  /** Has a search written into a file. */
  ask(context: RequestContext, input: object): Promise<ExportView>;
  read(context: RequestContext, id: string): Promise<ExportView>;
  /** Gives the event of an export to a worker. */
  work(id: string, changed?: Partial<WorkerDependencies>): Promise<void>;
  /** The bytes of the file. */
  file(id: string): Uint8Array;
}

export function createExportBed(bed: TenantBed, { query }: Pick<SearchBed, 'query'>): ExportBed {
  const { table, tenant, files } = bed;
  const now = () => new Date();
  const names = createNames(table, now);
  const selections = createNamedSelections(table);
  const registering = createRegistering(table);
  const cursors = createCursors(table);
  const handlers = createExportHandlers({ table, files, query, names, selections, registering, cursors });

  const requested = async (exportId: string) => {
    const day = new Date().toISOString().slice(0, 10);
    for (let shard = 0; shard < EVENT_SHARDS; shard += 1) {
      const { items } = await table.query({ pk: eventPartition(tenant, day, shard), consistent: true });
      for (const item of items) {
        const { data: event } = readItem(eventItem, item);
        if (event.type !== exportRequestedV1.type) continue;
        const data = exportRequestedV1.data.parse(event.data);
        if (data.exportId === exportId) return { ...event, data, tenant };
      }
    }
    throw new Error('Nobody has asked for this export.');
  };

  return {
    handlers,
    files,
    ask: async (context, input) =>
      bodyOf(await handlers.createExport({ ...none, body: exportInputSchema.parse(input) }, context)),
    read: async (context, id) => bodyOf(await handlers.readExport({ ...none, params: { id } }, context)),
    work: async (id, changed = {}) => {
      const worker = { table, files, query, names, selections, logger: quiet, now };
      const [subscription] = exportSubscriptions({ ...worker, pause: async () => undefined, ...changed });
      await subscription?.handle({ ...(await requested(id)), remaining: () => 900_000 });
    },
    file: (id) => {
      const object = files.objects.get(`exports/${tenant.id}/${id}`);
      if (!object) throw new Error('There is no file.');
      return object.body;
    },
  };
}
