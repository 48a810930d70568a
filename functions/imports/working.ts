import type { Logger } from '@aws-lambda-powertools/logger';
import { importRequestedV1 } from '../../events/import-requested.v1.ts';
import { bindMapping } from '../../shared/imports/binding.ts';
import { detectEncoding } from '../../shared/imports/csv-encoding.ts';
import { CsvFault } from '../../shared/imports/csv-reading.ts';
import type { Import } from '../../shared/imports/import.ts';
import { importOptionsSchema } from '../../shared/imports/mapping.ts';
import { ownHeadings, reasonColumns } from '../../shared/imports/refused-rows.ts';
import { importRoutes } from '../../shared/imports/routes.ts';
import { emptyPersonMemory, type KnownFirm, Marks, Memory } from '../clients/service.ts';
import { actingUser } from '../platform/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { onEvent, type Received, type Subscription } from '../runtime/event.ts';
import { FileMissing, FileReplaced, type Files } from '../runtime/files/files.ts';
import { patiently } from '../runtime/patience.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { claimImport } from './claiming.ts';
import { type Going, goThrough, joinRejected } from './going-through.ts';
import { importFile, importItem, importKey } from './import-item.ts';
import { comeToRest } from './import-store.ts';
import { ImportFailed, Job, JobLost } from './job.ts';
import { createReading } from './reading.ts';
import { createRejecting, type Rejecting } from './rejected-rows.ts';
import { readVocabulary } from './words.ts';

export interface WorkerDependencies {
  readonly table: Table;
  readonly files: Files;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly pause: (milliseconds: number) => Promise<void>;
}

type Requested = Received<typeof importRequestedV1.sample>;

/** Takes up imports that were asked for: checks them, or brings them in. */
export const importSubscriptions = (deps: WorkerDependencies): Subscription[] => [
  onEvent(importRequestedV1, (event) => work(deps, event)),
];

async function work(deps: WorkerDependencies, event: Requested): Promise<void> {
  const { table, now } = deps;
  const { importId, work: kind } = event.data;
  const stored = await claimImport(deps, event.tenant, importId, kind);
  if (!stored) return deps.logger.info('nothing to do', { importId });
  const asking = await actingUser(table, event.tenant, event.actor);
  let caller = asking ?? nobody(event);
  const context = (): RequestContext => ({
    caller,
    now: now(),
    correlationId: event.correlationId,
  });
  const patience = { remaining: event.remaining, pause: deps.pause };
  const job = new Job({ table, context, eventId: event.id, work: kind, patience }, stored);
  const rejecting = rejectingOf(deps, event, job.data);
  const renewCaller = async (): Promise<void> => {
    caller = requireImporter(await actingUser(table, event.tenant, event.actor));
  };
  try {
    // From here on it is this worker's, and everybody can see it.
    await job.save({});
    requireImporter(asking);
    await goThrough({ ...(await prepare(deps, event, job, context)), rejecting, renewCaller });
  } catch (error) {
    if (error instanceof JobLost) {
      deps.logger.info('lost to another worker, or cancelled', { importId });
      const cancelled = await cancelledWork(deps, event, job);
      if (cancelled) await joinRejected(rejecting, patience, cancelled);
      return patiently(patience, () => comeToRest(table, event.tenant, importId));
    }
    const failure = failureOf(error);
    if (!failure) throw error;
    deps.logger.info('failed', { importId, code: failure.code });
    await joinRejected(rejecting, patience, job.data);
    await job.fail(failure);
  }
}

/** @throws ImportFailed `access.forbidden` */
function requireImporter(caller: Caller | undefined): Caller {
  if (caller && importRoutes.runImport.roles.some((role) => role === caller.role)) return caller;
  const message = 'Who asked for it may no longer import: ask somebody who may to do it.';
  throw new ImportFailed({ code: 'access.forbidden', message });
}

const rejectingOf = ({ files }: WorkerDependencies, { tenant }: Requested, work: Import): Rejecting =>
  createRejecting({
    files,
    tenant,
    work,
    headings: work.headings ?? [],
    separator: work.separator ?? ',',
  });

/** The import as it was cancelled under this worker; nothing where another worker has it. */
async function cancelledWork(
  { table }: WorkerDependencies,
  { tenant, data: { importId } }: Requested,
  { data: { workId } }: Job,
): Promise<Import | undefined> {
  const item = await table.get(importKey(tenant, importId), { consistent: true });
  const data = item && readItem(importItem, item).data;
  return data?.state === 'cancelled' && data.workId === workId ? data : undefined;
}

/** What is wrong with the file; nothing where the fault is not the file's. */
function failureOf(error: unknown): ImportFailed['failure'] | undefined {
  if (error instanceof ImportFailed) return error.failure;
  if (error instanceof CsvFault) return new ImportFailed(error, error.line).failure;
  if (error instanceof FileMissing) {
    const message = 'The file is gone: begin a new import and send it again.';
    return { code: 'import.not-uploaded', message };
  }
  if (error instanceof FileReplaced) {
    const message = 'The file was replaced while it was read: have it checked again.';
    return { code: 'import.file-replaced', message };
  }
  return undefined;
}

/** In the name of somebody who is gone a failure can still be recorded. */
const nobody = ({ tenant, actor }: Requested): Caller => ({
  tenant,
  settings: { name: '', country: 'RU', currency: 'RUB', zone: 'UTC', language: 'ru' },
  userId: actor,
  role: 'viewer',
  teamIds: [],
  visibility: 'own',
});

/** Reads once what all rows need. */
async function prepare(
  { table, files, logger, now, pause }: WorkerDependencies,
  { tenant, remaining }: Requested,
  job: Job,
  context: () => RequestContext,
): Promise<Omit<Going, 'rejecting' | 'renewCaller'>> {
  const { id, etag = '', headings = [], mapping = [], options, separator = ',' } = job.data;
  const key = importFile(tenant, id);
  const encoding = job.data.encoding ?? (await encodingOf(files, key, etag));
  const bound = bindMapping(ownHeadings(headings), mapping);
  if ('issues' in bound) throw new Error('A mapping that was accepted does not fit its headings.');
  const read = importOptionsSchema.parse(options ?? {});
  const { words, inUse } = await readVocabulary(table, tenant);
  const rehearsal = {
    firms: new Memory<KnownFirm>(),
    people: emptyPersonMemory(),
    notes: new Marks(),
    parents: new Map<string, Set<string>>(),
  };
  return {
    job,
    list: { files, key, etag, encoding, separator, reasons: reasonColumns(headings) },
    hasParents: bound.columns.some(({ field }) => field.startsWith('parent.')),
    pass: {
      table,
      importId: id,
      workId: job.data.workId,
      hold: () => job.hold(),
      existing: read.existing,
      ...(job.work === 'dry-run' ? { rehearsal } : {}),
      patience: { remaining, pause },
      logger,
      context: () => ({ ...context(), inUse }),
      read: createReading(bound, read, words, context().caller),
      startedAt: (job.work === 'run' && job.data.startedAt) || now().toISOString(),
    },
  };
}

async function encodingOf(files: Files, key: string, etag: string) {
  const detected = await detectEncoding(files.read(key, { etag }));
  if ('encoding' in detected) return detected.encoding;
  throw new ImportFailed(detected);
}
