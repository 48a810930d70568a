import * as z from 'zod';
import { daySchema } from '../../shared/record.ts';
import { globalPartition, type Key, type VerifiedTenant } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { defineItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';

/** An organisation that asks questions: its copy is kept in snapshots. */
export const searchTenantItem = defineItem({
  kind: 'search-tenant',
  schema: 1,
  data: z.strictObject({
    tenantId: ulidSchema,
    feedShards: z.int().min(1).max(64),
    /** In UTC. */
    askedOn: daySchema,
  }),
});

/** How long an organisation that asks nothing is remembered, in seconds. */
const KEPT_SECONDS = 90 * 86_400;
/** Organisations whose day is remembered. */
const CACHE_ENTRIES = 5_000;

/** Keeps the list of the organisations that ask questions. */
export interface Registering {
  /** Notes that an organisation asks: once a day, in each environment. */
  note(tenant: VerifiedTenant, now: Date): Promise<void>;
}

export function createRegistering(table: Table): Registering {
  const noted = new Map<string, string>();
  return {
    note: async (tenant, now) => {
      const askedOn = now.toISOString().slice(0, 10);
      if (noted.get(tenant.id) === askedOn) return;
      const key: Key = { pk: globalPartition.searchTenants(), sk: `T#${tenant.id}` };
      const data = { tenantId: tenant.id, feedShards: tenant.feedShards, askedOn };
      const ttl = Math.floor(now.getTime() / 1000) + KEPT_SECONDS;
      await table.transact([{ op: 'put', item: writeItem(searchTenantItem, key, data, { ttl }) }]);
      if (noted.size >= CACHE_ENTRIES) noted.clear();
      noted.set(tenant.id, askedOn);
    },
  };
}
