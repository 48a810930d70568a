import type { Logger } from '@aws-lambda-powertools/logger';
import { exportRequestedV1 } from '../../events/export-requested.v1.ts';
import type { Role } from '../../shared/access.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { EXPORT_FAILURES, type Export } from '../../shared/exports/export.ts';
import { exportRoutes } from '../../shared/exports/routes.ts';
import { type MakingSight, makingSightOf } from '../../shared/exports/sight.ts';
import { actingUser } from '../platform/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { onEvent, type Received, type Subscription } from '../runtime/event.ts';
import type { Files } from '../runtime/files/files.ts';
import { patiently } from '../runtime/patience.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { exportFile } from './export-item.ts';
import { findExport } from './export-store.ts';
import { ExportFailed, ExportJob, ExportLost, unlessGone } from './job.ts';
import { readList } from './reading-list.ts';
import { askerOfExport, bindExport, type ReadingDependencies } from './reading-rows.ts';
import { writeFile } from './writing-file.ts';

export interface WorkerDependencies extends ReadingDependencies {
  readonly table: Table;
  readonly files: Files;
  readonly logger: Pick<Logger, 'info'>;
  readonly now: () => Date;
  readonly pause: (milliseconds: number) => Promise<void>;
}

type Requested = Received<typeof exportRequestedV1.sample>;

/** Some time more than the lease: clocks of two machines differ, in milliseconds. */
const GRACE_MS = 2_000;
/** How long one page may take, in milliseconds: less than a lease. */
const PAGE_MS = 60_000;
/** Time to keep for saying that it took too long, in milliseconds. */
const RESERVE_MS = 45_000;

/** Takes up exports that were asked for. */
export const exportSubscriptions = (deps: WorkerDependencies): Subscription[] => [
  onEvent(exportRequestedV1, (event) => work(deps, event)),
];

async function work(deps: WorkerDependencies, event: Requested): Promise<void> {
  const { table, now, logger, files } = deps;
  const { exportId } = event.data;
  const stored = await claim(deps, event);
  if (!stored) return logger.info('nothing to do', { exportId });
  const patience = { remaining: event.remaining, pause: deps.pause };
  const job = new ExportJob({ table, tenant: event.tenant, now, eventId: event.id, patience }, stored);
  try {
    await job.begin();
    const { rows, sights } = await write(deps, event, job);
    await job.finish(rows, sights);
  } catch (error) {
    if (error instanceof ExportLost) {
      logger.info('lost to another worker, or removed', { exportId });
      if (!(await find(deps, event))) await files.remove(exportFile(event.tenant, exportId));
      return;
    }
    const failure = failureOf(error);
    if (!failure) throw error;
    logger.info('failed', { exportId, code: failure.code });
    await job.fail(failure).catch((lost: unknown) => {
      if (!(lost instanceof ExportLost)) throw lost;
    });
  }
}

/**
 * Takes up an export, unless it is done, removed, or in good hands. Events come more than once and workers die: whoever finds the
 * lease of another waits until it would end, and goes away if there was a sign of life meanwhile.
 */
async function claim(deps: WorkerDependencies, event: Requested): Promise<Stored<Export> | undefined> {
  const first = await find(deps, event);
  if (first?.data.state !== 'requested' && first?.data.state !== 'running') return undefined;
  const { lease } = first.data;
  const left = lease === undefined ? 0 : Date.parse(lease.until) - deps.now().getTime();
  if (left <= 0) return first;
  await deps.pause(left + GRACE_MS);
  const second = await find(deps, event);
  return second?.version === first.version ? second : undefined;
}

const find = (
  { table, now }: WorkerDependencies,
  { tenant, actor, data }: Requested,
): Promise<Stored<Export> | undefined> =>
  findExport(table, { tenant, userId: actor }, data.exportId, now()).catch(unlessGone);

/** Writes the file. @returns how many rows it has, and by which sights they were read */
async function write(
  deps: WorkerDependencies,
  event: Requested,
  job: ExportJob,
): Promise<Pick<Export, 'rows' | 'sights'>> {
  const { remaining } = event;
  const patience = { remaining, pause: deps.pause };
  const sights = new Map<string, MakingSight>();
  const caller = async () => {
    const acting = await patiently(patience, () => requireAsker(deps.table, event));
    const sight = makingSightOf(acting);
    sights.set(JSON.stringify(sight), sight);
    return acting;
  };
  const wanted = job.data;
  const asker = await askerOfExport(deps, wanted, await caller());
  const { fields } = bindExport(wanted, asker);
  let rows = 0;
  const batches = readList(deps, wanted, {
    caller,
    withinMs: () => PAGE_MS,
    asking: (ask) =>
      patiently(patience, async () => {
        if (remaining() < RESERVE_MS) throw tooSlow();
        // A sign of life before each attempt: answers may be slow to come.
        await job.progress(rows);
        return ask();
      }),
    read: async (count) => {
      rows = count;
      await job.progress(rows);
    },
  });
  await writeFile(deps.files, event.tenant, wanted, { fields, rows: batches });
  return { rows, sights: [...sights.values()] };
}

/** @throws ExportFailed `access.forbidden` */
async function requireAsker(table: Table, { tenant, actor }: Requested): Promise<Caller> {
  const caller = await actingUser(table, tenant, actor);
  const roles: readonly Role[] = exportRoutes.createExport.roles;
  if (caller && roles.includes(caller.role)) return caller;
  throw new ExportFailed('access.forbidden', 'Who asked for this export may have none made any more.');
}

const tooSlow = (): ExportFailed =>
  new ExportFailed(
    'export.too-slow',
    'There is more to write than 15 minutes suffice for: narrow the search, or choose fewer columns.',
  );

/** What a repeat would meet again; nothing where the fault may pass. */
function failureOf(error: unknown): Export['failure'] {
  if (error instanceof ExportFailed) return error.failure;
  if (!(error instanceof KartotekaError)) return undefined;
  const { code, message } = error;
  return (EXPORT_FAILURES as readonly string[]).includes(code) ? { code, message } : undefined;
}
