import { KartotekaError } from '../../shared/errors.ts';
import type { Import, ImportWork } from '../../shared/imports/import.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { findImport } from './import-store.ts';

export interface Claiming {
  readonly table: Table;
  readonly now: () => Date;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const STATE_OF = { 'dry-run': 'checking', run: 'running' } as const;

/** Some time more than the lease: clocks of two machines differ. */
const GRACE_MS = 2_000;

/**
 * Takes up an import, unless it is done, cancelled, or in good hands. Events come more than once and workers die: whoever finds the
 * lease of another waits until it would end, and goes away if there was a sign of life meanwhile.
 */
export async function claimImport(
  { table, now, pause }: Claiming,
  tenant: VerifiedTenant,
  id: string,
  work: ImportWork,
): Promise<Stored<Import> | undefined> {
  const first = await find(table, tenant, id);
  if (first?.data.state !== STATE_OF[work]) return undefined;
  const { lease } = first.data;
  const left = lease === undefined ? 0 : Date.parse(lease.until) - now().getTime();
  if (left <= 0) return first;
  await pause(left + GRACE_MS);
  const second = await find(table, tenant, id);
  return second?.version === first.version ? second : undefined;
}

async function find(table: Table, tenant: VerifiedTenant, id: string): Promise<Stored<Import> | undefined> {
  try {
    return await findImport(table, tenant, id);
  } catch (error) {
    if (error instanceof KartotekaError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
