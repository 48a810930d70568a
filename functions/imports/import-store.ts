import type * as z from 'zod';
import { mayImport } from '../../shared/access.ts';
import { KartotekaError, notFound } from '../../shared/errors.ts';
import type { Import, ImportState, importViewSchema } from '../../shared/imports/import.ts';
import { ownHeadings } from '../../shared/imports/refused-rows.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Caller } from '../runtime/caller.ts';
import { readItem, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { StaleRead, stale } from '../runtime/versions.ts';
import { importItem, importKey, importTtl, runningImportItem, runningImportKey } from './import-item.ts';

/** For how long a worker has an import to itself after each sign of life, in milliseconds. */
export const LEASE_MS = 45_000;

/** An import on which nobody has worked for this long stands still. */
const STALLED_MS = 3 * 60_000;

const AT_WORK: readonly ImportState[] = ['checking', 'running'];

/** Whether nobody works on it any more though somebody should. */
export const isStalled = (data: Import, now: Date): boolean =>
  AT_WORK.includes(data.state) && Date.parse(data.updatedAt) < now.getTime() - STALLED_MS;

type View = z.output<typeof importViewSchema>;

export function viewImport({ data, version }: { data: Import; version: number }, now: Date): View {
  const { etag: _, position: __, lease: ___, attempt: ____, workId: _____, ...told } = data;
  const headings = told.headings === undefined ? {} : { headings: ownHeadings(told.headings) };
  return { ...told, ...headings, stalled: isStalled(data, now), version };
}

/**
 * An import that the caller may see and steer.
 *
 * @throws KartotekaError `import.not-found`
 */
export async function findOwnImport(table: Table, caller: Caller, id: string): Promise<Stored<Import>> {
  const stored = await findImport(table, caller.tenant, id);
  if (!mayImport(caller, stored.data.createdBy)) throw notFound('import');
  return stored;
}

/**
 * An import, whoever began it: for the worker.
 *
 * @throws KartotekaError `import.not-found`
 */
export async function findImport(table: Table, tenant: VerifiedTenant, id: string): Promise<Stored<Import>> {
  const item = await table.get(importKey(tenant, id), { consistent: true });
  if (!item) throw notFound('import');
  return readItem(importItem, item);
}

/** The write of an import that was read at `version`; a new one has none. */
export function putImport(
  tenant: VerifiedTenant,
  data: Import,
  version: number | undefined,
  now: Date,
): Write {
  const item = writeItem(importItem, importKey(tenant, data.id), data, {
    version: (version ?? 0) + 1,
    ttl: importTtl(now),
  });
  if (version === undefined) return { op: 'put', item, condition: { absent: true } };
  return { op: 'put', item, condition: { version }, refused: stale };
}

/** Takes the tenant's only place for a running import. */
export function takeRunning(tenant: VerifiedTenant, importId: string, now: Date): Write {
  return {
    op: 'put',
    item: writeItem(runningImportItem, runningImportKey(tenant), { importId }, { ttl: importTtl(now) }),
    condition: { absent: true, orExpiredBefore: Math.floor(now.getTime() / 1000) },
    refused: (current) => anotherRunning(current && readItem(runningImportItem, current).data, now),
  };
}

function anotherRunning(
  current: { readonly importId: string; readonly until?: string | undefined } | undefined,
  now: Date,
): KartotekaError {
  const { until } = current ?? {};
  const seconds = until === undefined ? undefined : Math.ceil((Date.parse(until) - now.getTime()) / 1000) + 1;
  return new KartotekaError(
    'conflict',
    'import.another-running',
    seconds === undefined
      ? 'Another import is running: wait until it has finished, or have it cancelled by an administrator or whoever began it.'
      : 'Another import was cancelled a moment ago and comes to rest: ask again in a minute.',
    {
      facts: current ? { importId: current.importId } : {},
      ...(seconds === undefined ? {} : { retryAfter: Math.max(1, seconds) }),
    },
  );
}

/** Gives the place free. */
export const freeRunning = (tenant: VerifiedTenant): Write => ({
  op: 'delete',
  key: runningImportKey(tenant),
});

/** A request that is under way when a lease ends is answered by then, and clocks differ. */
const SETTLING_MS = 5_000;

/** Gives the place of a cancelled import free: at once, or when the worker that has it can write no more. */
export function leaveRunning(tenant: VerifiedTenant, { id, lease }: Import, now: Date): Write {
  const until = lease === undefined ? 0 : Date.parse(lease.until) + SETTLING_MS;
  if (until <= now.getTime()) return freeRunning(tenant);
  const data = { importId: id, until: new Date(until).toISOString() };
  const ttl = Math.ceil(until / 1000);
  return { op: 'put', item: writeItem(runningImportItem, runningImportKey(tenant), data, { ttl }) };
}

/** The worker of a cancelled import writes no more: its place need not wait for the end of the lease. */
export async function comeToRest(table: Table, tenant: VerifiedTenant, importId: string): Promise<void> {
  const { data } = await findImport(table, tenant, importId);
  if (data.state !== 'cancelled') return;
  const own = { live: true, where: { importId } } as const;
  try {
    await table.transact([{ ...freeRunning(tenant), condition: own, refused: stale }]);
  } catch (error) {
    if (!(error instanceof StaleRead)) throw error;
  }
}

/** @throws KartotekaError `import.wrong-state` */
export function requireState(data: Import, allowed: readonly ImportState[], todo: string): void {
  if (allowed.includes(data.state)) return;
  throw new KartotekaError(
    'conflict',
    'import.wrong-state',
    `This import is in the state "${data.state}": ${todo}`,
    { facts: { state: data.state } },
  );
}
