import type { Logger } from '@aws-lambda-powertools/logger';
import { importRequestedV1 } from '../../events/import-requested.v1.ts';
import { bindMapping } from '../../shared/imports/binding.ts';
import { detectEncoding } from '../../shared/imports/csv-encoding.ts';
import { CsvFault } from '../../shared/imports/csv-reading.ts';
import { importOptionsSchema } from '../../shared/imports/mapping.ts';
import { importRoutes } from '../../shared/imports/routes.ts';
import { emptyPersonMemory, type KnownFirm, Memory, parentsOf } from '../clients/service.ts';
import { actingUser } from '../platform/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { onEvent, type Received, type Subscription } from '../runtime/event.ts';
import { FileMissing, FileReplaced, type Files } from '../runtime/files/files.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { Ancestry } from './ancestry.ts';
import { claimImport } from './claiming.ts';
import { type Going, goThrough } from './going-through.ts';
import { importFile } from './import-item.ts';
import { ImportFailed, Job, JobLost } from './job.ts';
import { createReading } from './reading.ts';
import { createRejecting } from './rejected-rows.ts';
import type { Rehearsal } from './row-writer.ts';
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
  const caller = await actingUser(table, event.tenant, event.actor);
  const context = (): RequestContext => ({
    caller: caller ?? nobody(event),
    now: now(),
    correlationId: event.correlationId,
  });
  const patience = { remaining: event.remaining, pause: deps.pause };
  const job = new Job({ table, context, eventId: event.id, work: kind, patience }, stored);
  try {
    // From here on it is this worker's, and everybody can see it.
    await job.save({});
    if (!caller || !importRoutes.runImport.roles.some((role) => role === caller.role)) {
      const message = 'Who asked for it may no longer import: ask somebody who may to do it.';
      throw new ImportFailed({ code: 'access.forbidden', message });
    }
    await goThrough(await prepare(deps, event, job, caller));
  } catch (error) {
    if (error instanceof JobLost)
      return deps.logger.info('lost to another worker, or cancelled', { importId });
    const failure = failureOf(error);
    if (!failure) throw error;
    deps.logger.info('failed', { importId, code: failure.code });
    await job.fail(failure);
  }
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
  { tenant, correlationId, remaining }: Requested,
  job: Job,
  caller: Caller,
): Promise<Going> {
  const { id, etag = '', headings = [], mapping = [], options, separator = ',' } = job.data;
  const key = importFile(tenant, id);
  const encoding = job.data.encoding ?? (await encodingOf(files, key, etag));
  const bound = bindMapping(headings, mapping);
  if ('issues' in bound) throw new Error('A mapping that was accepted does not fit its headings.');
  const read = importOptionsSchema.parse(options ?? {});
  const { words, inUse } = await readVocabulary(table, caller.tenant);
  const rehearsal: Rehearsal = {
    firms: new Memory<KnownFirm>(),
    people: emptyPersonMemory(),
    notes: new Set(),
    ancestry: new Ancestry((firm) => parentsOf(table, caller.tenant, firm)),
  };
  return {
    job,
    list: { files, key, etag, encoding, separator },
    hasParents: bound.columns.some(({ field }) => field.startsWith('parent.')),
    rejecting: createRejecting({ files, tenant, id, work: job.work, headings, separator }),
    pass: {
      table,
      importId: id,
      existing: read.existing,
      ...(job.work === 'dry-run' ? { rehearsal } : {}),
      patience: { remaining, pause },
      logger,
      context: () => ({ caller, now: now(), correlationId, inUse }),
      read: createReading(bound, read, words, caller),
      startedAt: (job.work === 'run' && job.data.startedAt) || now().toISOString(),
    },
  };
}

async function encodingOf(files: Files, key: string, etag: string) {
  const detected = await detectEncoding(files.read(key, { etag }));
  if ('encoding' in detected) return detected.encoding;
  throw new ImportFailed(detected);
}
