import type { FunctionDefinition } from './definition.ts';
import { TenantMismatchError } from './functions.ts';
import type { LogFile } from './log-file.ts';
import { createPool, type Pool } from './pool.ts';

/** The pools of one function: one, or one for each tenant where the function keeps them apart. */
export interface Pools {
  /** @throws {TenantMismatchError} where a tenant is missing, or named to a function that serves all alike */
  of(tenantId: string | undefined): Pool;
  /** Ends environments that have had nothing to do since `idleSince` (milliseconds since the epoch). */
  reap(idleSince: number): void;
  stop(): Promise<void>;
}

/** Environments that one tenant gets: on one machine they share its few cores. */
const PER_TENANT = 2;

/** An id as the service takes it. Source: Lambda API reference, Invoke, X-Amz-Tenant-Id. */
const TENANT_ID = /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/;

export function createPools(definition: FunctionDefinition, log: LogFile): Pools {
  const byTenant = new Map<string, Pool>();
  const one = definition.tenantIsolation ? undefined : createPool(definition, log);
  const all = (): Pool[] => (one === undefined ? [...byTenant.values()] : [one]);

  function ofTenant(tenantId: string): Pool {
    const known = byTenant.get(tenantId);
    if (known !== undefined) return known;
    const concurrency = Math.min(definition.concurrency, PER_TENANT);
    const pool = createPool({ ...definition, concurrency }, log, tenantId);
    byTenant.set(tenantId, pool);
    return pool;
  }

  return {
    of(tenantId) {
      if (one !== undefined && tenantId === undefined) return one;
      if (one !== undefined)
        throw new TenantMismatchError(`The function ${definition.name} does not keep tenants apart.`);
      if (tenantId === undefined || !TENANT_ID.test(tenantId))
        throw new TenantMismatchError(`The function ${definition.name} is invoked for a tenant only.`);
      return ofTenant(tenantId);
    },
    reap(idleSince) {
      for (const pool of all()) pool.reap(idleSince);
      for (const [tenantId, pool] of byTenant) if (pool.isEmpty) byTenant.delete(tenantId);
    },
    async stop() {
      await Promise.all(all().map((pool) => pool.stop()));
    },
  };
}
