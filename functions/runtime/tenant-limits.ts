import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { globalPartition, type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { type Identity, identityHash } from './caller.ts';
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

/**
 * Requests a minute of one identity where no organisation stands behind them: a person makes a few, and each environment
 * serves a share of ten without asking.
 */
export const IDENTITY_LIMIT = 320;

/** How much of a limit is leased in one minute: its `count`, beside the data. */
export const rateWindowItem = defineItem({ kind: 'rate-window', schema: 1, data: z.strictObject({}) });

/** Seconds that a window's item outlives it: clocks of environments differ a little. */
const KEPT_SECONDS = 600;

/** Longest wait for a lease, in milliseconds: a request must not hang on its limit. */
const LEASE_DEADLINE_MS = 1_000;

/** Whose requests are counted. */
interface Counted {
  readonly name: 'tenant' | 'identity';
  /** Of the log: no person can be told from it. */
  readonly id: string;
  readonly partition: string;
  readonly limit: number;
}

const rateWindowKey = (pk: string, window: number): Key => ({
  pk,
  sk: `${startOf(window).toISOString().slice(0, 16)}Z`,
});

const startOf = (window: number): Date => new Date(window * WINDOW_SECONDS * 1000);

/** What the limit says to a request: the headers for its answer, and the error if it is not served. */
export interface Admission {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused?: KartotekaError;
}

/** Counts the requests that this environment serves: those of each tenant, and of each identity without one. */
export interface TenantLimits {
  /** Counts one request. Asks the table only once a free share is used up, and waits for it a second at most. */
  admit(tenant: VerifiedTenant): Promise<Admission>;
  /** Counts one request of an identity that no organisation stands behind, in the same way. */
  admitIdentity(identity: Identity): Promise<Admission>;
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

  async function ask({ name: of, id, partition, limit: most }: Counted, window: number): Promise<void> {
    const item = writeItem(
      rateWindowItem,
      rateWindowKey(partition, window),
      {},
      {
        ttl: (window + 1) * WINDOW_SECONDS + KEPT_SECONDS,
      },
    );
    const lease = await table.count(item, shareOf(most), { deadlineMs: LEASE_DEADLINE_MS }).then(
      (counter) => (usage: Usage) => leased(most, usage, counter),
      (error: unknown) => {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        // Who cannot be counted is served: without the table a request ends by itself, and the limit must not end it sooner.
        logger.warn('lease failed', { [of]: id, error: { name, message } });
        return (usage: Usage) => leasedBlindly(most, usage);
      },
    );
    const usage = usages.get(partition);
    // A lease of a window that is over is worth nothing.
    if (usage?.window === window) usages.set(partition, lease(usage));
  }

  /** One lease of each at a time: requests that meet wait for the same. */
  async function lease(counted: Counted, window: number): Promise<void> {
    const { partition } = counted;
    const asked = leases.get(partition) ?? ask(counted, window).finally(() => leases.delete(partition));
    leases.set(partition, asked);
    await asked;
  }

  async function count(counted: Counted): Promise<Admission> {
    const { partition } = counted;
    for (;;) {
      const { act, usage } = decide(counted.limit, usages.get(partition), presentWindow());
      usages.set(partition, usage);
      if (act === 'lease') await lease(counted, usage.window);
      else return admission(counted, act, usage, now());
    }
  }

  return {
    admit: (tenant) =>
      count({ name: 'tenant', id: tenant.id, partition: tenantPartition(tenant, 'rate-limit'), limit }),
    admitIdentity: (identity) => {
      const id = identityHash(identity);
      return count({ name: 'identity', id, partition: globalPartition.rateLimit(id), limit: IDENTITY_LIMIT });
    },
  };
}

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers-10: the quota and its window, and what is left of it until when. What
 * is left is the best that this environment knows.
 */
function admission({ name, limit }: Counted, act: 'serve' | 'refuse', usage: Usage, at: Date): Admission {
  const seconds = secondsLeft(usage.window, at);
  const left = act === 'refuse' ? 0 : remaining(limit, usage);
  const headers = {
    'ratelimit-policy': `"${name}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${name}";r=${left};t=${seconds}`,
  };
  return act === 'serve' ? { headers } : { headers, refused: tooMany(name, limit, seconds) };
}

const tooMany = (name: Counted['name'], limit: number, seconds: number): KartotekaError =>
  new KartotekaError(
    'too-many',
    'rate.limited',
    `${name === 'tenant' ? 'Your organisation' : 'Without an organisation you'} may make ${limit} requests a minute, and they are made: go on in ${seconds} s.`,
    { retryAfter: seconds },
  );
