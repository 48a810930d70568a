import { KartotekaError, notFound } from '../../shared/errors.ts';
import { type Export, type ExportView, MAX_RUNNING_EXPORTS } from '../../shared/exports/export.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Caller } from '../runtime/caller.ts';
import { readItem, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { stale } from '../runtime/versions.ts';
import {
  exportItem,
  exportKey,
  exportsPartition,
  placeKey,
  placePrefix,
  runningExportItem,
} from './export-item.ts';

/** For how long a worker has an export to itself after each sign of life, in milliseconds. */
export const LEASE_MS = 120_000;

/** Longer than the retries of a worker that dies: after it nobody works on the export any more, in milliseconds. */
const STALLED_MS = 30 * 60_000;

/** How long a place is held for an export of which nothing is heard, in seconds. */
const PLACE_SECONDS = 2 * 3600;

/** As its asker is told of it; one on which nobody works any more has failed. */
export function viewExport(
  { data, version }: Pick<Stored<Export>, 'data' | 'version'>,
  now: Date,
): ExportView {
  const { zone: _, written: __, place: ___, lease: ____, sights: _____, ...told } = data;
  const view = { ...told, version };
  const isOpen = data.state === 'requested' || data.state === 'running';
  if (!isOpen || Date.parse(data.updatedAt) > now.getTime() - STALLED_MS) return view;
  const message = 'Nobody works on this export any more: remove it, and ask for it again.';
  return { ...view, state: 'failed', failure: { code: 'export.stalled', message } };
}

/** @throws KartotekaError `export.not-found`, also where it is somebody else's, or its time is over */
export async function findExport(
  table: Table,
  { tenant, userId }: Pick<Caller, 'tenant' | 'userId'>,
  id: string,
  now: Date,
): Promise<Stored<Export>> {
  const item = await table.get(exportKey(tenant, userId, id), { consistent: true });
  const stored = item && readItem(exportItem, item);
  if (!stored || isOver(stored.data, now)) throw notFound('export');
  return stored;
}

/** The table drops what has expired within days, not at once. */
export const isOver = ({ expiresAt }: Export, now: Date): boolean => Date.parse(expiresAt) <= now.getTime();

/** The write of an export that was read at `version`; a new one has none. */
export function putExport(tenant: VerifiedTenant, data: Export, version: number | undefined): Write {
  const item = writeItem(exportItem, exportKey(tenant, data.createdBy, data.id), data, {
    version: (version ?? 0) + 1,
    ttl: Math.floor(Date.parse(data.expiresAt) / 1000),
  });
  if (version === undefined) return { op: 'put', item, condition: { absent: true } };
  return { op: 'put', item, condition: { version }, refused: stale };
}

/**
 * A free place of the caller.
 *
 * @throws KartotekaError `export.too-many`
 */
export async function freePlace(table: Table, { tenant, userId }: Caller, now: Date): Promise<number> {
  const { items } = await table.query({
    pk: exportsPartition(tenant, userId),
    prefix: placePrefix,
    consistent: true,
  });
  const seconds = now.getTime() / 1000;
  const taken = new Set(items.filter(({ ttl = 0 }) => ttl > seconds).map(({ sk }) => sk));
  const places = Array.from({ length: MAX_RUNNING_EXPORTS }, (_, place) => place);
  const free = places.find((place) => !taken.has(placeKey(tenant, userId, place).sk));
  if (free === undefined) throw tooMany();
  return free;
}

export function takePlace({ tenant, userId }: Caller, place: number, exportId: string, now: Date): Write {
  const seconds = Math.floor(now.getTime() / 1000);
  const key = placeKey(tenant, userId, place);
  return {
    op: 'put',
    item: writeItem(runningExportItem, key, { exportId }, { ttl: seconds + PLACE_SECONDS }),
    condition: { absent: true, orExpiredBefore: seconds },
    refused: tooMany,
  };
}

/** Gives the place of an export free. */
export const leavePlace = (tenant: VerifiedTenant, { createdBy, place }: Export): Write[] =>
  place === undefined ? [] : [{ op: 'delete', key: placeKey(tenant, createdBy, place) }];

const tooMany = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'export.too-many',
    `${MAX_RUNNING_EXPORTS} of your exports are being made: wait until one has finished, or remove one.`,
    { retryAfter: 30 },
  );
