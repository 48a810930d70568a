import * as z from 'zod';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { defineItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';

/** One of the places that a tenant's environments share: who has it. It is free once its `ttl` has passed. */
export const searchSlotItem = defineItem({
  kind: 'search-slot',
  schema: 1,
  data: z.strictObject({ holder: z.uuid() }),
});

const slotsPartition = (tenant: VerifiedTenant): string => tenantPartition(tenant, 'search-slots');
const slotKey = (tenant: VerifiedTenant, slot: number): Key => ({
  pk: slotsPartition(tenant),
  sk: `slot#${slot}`,
});

/** How long a place is held after it was last asked for, in seconds. */
const LEASE_SECONDS = 60;
/** A lease this close to its end is renewed, in milliseconds: questions in between cost nothing. */
const RENEW_MS = 30_000;

export interface SlotDependencies {
  readonly table: Table;
  /** Most environments that work for one tenant at once. */
  readonly perTenant: number;
  readonly now?: () => Date;
}

/** A place among the environments of a tenant. */
export interface Slot {
  /** Whether this environment may work now; it gives the place back by not asking for it any more. */
  hold(tenant: VerifiedTenant): Promise<boolean>;
}

/**
 * Keeps a tenant to so many environments: Lambda knows no such limit, and each holds a whole copy. A new environment beyond it finds no place
 * and answers that all are busy, before it has loaded anything.
 */
export function createSlot({ table, perTenant, now = () => new Date() }: SlotDependencies): Slot {
  const holder = crypto.randomUUID();
  let held: { readonly slot: number; readonly until: number } | undefined;

  /** Takes a place where nobody has it, or this environment has. */
  const take = async (tenant: VerifiedTenant, slot: number, mine: boolean): Promise<boolean> => {
    const seconds = Math.floor(now().getTime() / 1000);
    const until = seconds + LEASE_SECONDS;
    const item = writeItem(searchSlotItem, slotKey(tenant, slot), { holder }, { ttl: until });
    const lost = new Error('Another environment has the place.');
    try {
      const condition = mine
        ? { absentOr: { holder } }
        : ({ absent: true, orExpiredBefore: seconds } as const);
      await table.transact([{ op: 'put', item, condition, refused: () => lost }]);
    } catch (error) {
      if (error !== lost) throw error;
      return false;
    }
    held = { slot, until: until * 1000 };
    return true;
  };

  const takeAny = async (tenant: VerifiedTenant): Promise<boolean> => {
    const { items } = await table.query({ pk: slotsPartition(tenant), consistent: true });
    const seconds = now().getTime() / 1000;
    const taken = new Set(items.filter(({ ttl = 0 }) => ttl >= seconds).map(({ sk }) => sk));
    for (let slot = 0; slot < perTenant; slot += 1) {
      if (taken.has(slotKey(tenant, slot).sk)) continue;
      if (await take(tenant, slot, false)) return true;
    }
    return false;
  };

  return {
    hold: async (tenant) => {
      if (held !== undefined && held.until - now().getTime() > RENEW_MS) return true;
      const { slot } = held ?? {};
      held = undefined;
      if (slot !== undefined && (await take(tenant, slot, true))) return true;
      return takeAny(tenant);
    },
  };
}
