import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import {
  decide,
  leased,
  leasedBlindly,
  remaining,
  secondsLeft,
  shareOf,
  type Usage,
  WINDOW_SECONDS,
  windowOf,
} from './rate-limit.ts';
import { defineItem, writeItem } from './table/item.ts';
import type { Table } from './table/table.ts';

/** How much of a tenant's limit is leased in one minute: its `count`, beside the data. */
export const rateWindowItem = defineItem({ kind: 'rate-window', schema: 1, data: z.strictObject({}) });

/** Seconds that a window's item outlives it: clocks of environments differ a little. */
const KEPT_SECONDS = 600;

/** Longest wait for a lease, in milliseconds: a request must not hang on its limit. */
const LEASE_DEADLINE_MS = 1_000;

const rateWindowKey = (tenant: VerifiedTenant, window: number): Key => ({
  pk: tenantPartition(tenant, 'rate-limit'),
  sk: `${startOf(window).toISOString().slice(0, 16)}Z`,
});

const startOf = (window: number): Date => new Date(window * WINDOW_SECONDS * 1000);

/** What the limit says to a request: the headers for its answer, and the error if it is not served. */
export interface Admission {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused?: KartotekaError;
}

/** Counts the requests of each tenant that this environment serves. */
export interface TenantLimits {
  /** Counts one request. Asks the table only once a free share is used up, and waits for it a second at most. */
  admit(tenant: VerifiedTenant): Promise<Admission>;
}

export interface TenantLimitsDependencies {
  readonly table: Table;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Requests a minute of each tenant, 32 or more. */
  readonly limit: number;
}

/** The limits of one environment; its handler has them for as long as it lives. */
export function createTenantLimits({ table, logger, now, limit }: TenantLimitsDependencies): TenantLimits {
  const usages = new Map<string, Usage>();
  const leases = new Map<string, Promise<void>>();
  let current = 0;

  /** The window, which never goes back where a clock does: a new share would come with it. */
  const presentWindow = (): number => {
    const window = windowOf(now());
    if (window > current) {
      usages.clear();
      current = window;
    }
    return current;
  };

  async function ask(tenant: VerifiedTenant, window: number): Promise<void> {
    const item = writeItem(
      rateWindowItem,
      rateWindowKey(tenant, window),
      {},
      {
        ttl: (window + 1) * WINDOW_SECONDS + KEPT_SECONDS,
      },
    );
    const lease = await table.count(item, shareOf(limit), { deadlineMs: LEASE_DEADLINE_MS }).then(
      (counter) => (usage: Usage) => leased(limit, usage, counter),
      (error: unknown) => {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        // Who cannot be counted is served: without the table a request ends by itself, and the limit must not end it sooner.
        logger.warn('lease failed', { tenant: tenant.id, error: { name, message } });
        return (usage: Usage) => leasedBlindly(limit, usage);
      },
    );
    const usage = usages.get(tenant.id);
    // A lease of a window that is over is worth nothing.
    if (usage?.window === window) usages.set(tenant.id, lease(usage));
  }

  /** One lease of a tenant at a time: requests that meet wait for the same. */
  async function lease(tenant: VerifiedTenant, window: number): Promise<void> {
    const asked = leases.get(tenant.id) ?? ask(tenant, window).finally(() => leases.delete(tenant.id));
    leases.set(tenant.id, asked);
    await asked;
  }

  return {
    admit: async (tenant) => {
      for (;;) {
        const { act, usage } = decide(limit, usages.get(tenant.id), presentWindow());
        usages.set(tenant.id, usage);
        if (act === 'lease') await lease(tenant, usage.window);
        else return admission(limit, act, usage, now());
      }
    },
  };
}

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers-10: the quota and its window, and what is left of it until when. What
 * is left is the best that this environment knows.
 */
function admission(limit: number, act: 'serve' | 'refuse', usage: Usage, at: Date): Admission {
  const seconds = secondsLeft(usage.window, at);
  const left = act === 'refuse' ? 0 : remaining(limit, usage);
  const headers = {
    'ratelimit-policy': `"tenant";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"tenant";r=${left};t=${seconds}`,
  };
  return act === 'serve' ? { headers } : { headers, refused: tooMany(limit, seconds) };
}

const tooMany = (limit: number, seconds: number): KartotekaError =>
  new KartotekaError(
    'too-many',
    'rate.limited',
    `Your organisation may make ${limit} requests a minute, and has made them: go on in ${seconds} s.`,
    { retryAfter: seconds },
  );
