import type { EVENT_PATTERNS } from '../../functions/events/access-patterns.ts';
import { createReplay } from '../../functions/events/replaying.ts';
import type { RUNTIME_PATTERNS } from '../../functions/runtime/access-patterns.ts';
import { createCallers } from '../../functions/runtime/caller.ts';
import { EVENT_SHARDS, eventPartition, findReplay } from '../../functions/runtime/change.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import { shareOf } from '../../functions/runtime/rate-limit.ts';
import { createTenantLimits, IDENTITY_LIMIT } from '../../functions/runtime/tenant-limits.ts';
import type { Key } from '../../shared/table.ts';
import type { Fixture } from './fixture.ts';
import { quiet, type Runs } from './runs.ts';

/** How the patterns that all requests share come about. */
export function runtimeRuns({
  bed,
  metered,
  agent,
  as,
}: Fixture): Runs<(typeof RUNTIME_PATTERNS)[number]['id']> {
  // One instant: a minute that ends in between would bring a new share.
  const at = new Date();
  const limiting = { logger: quiet, now: () => at, limit: 3_000 };
  const identity = { issuer: 'https://issuer.example', subject: agent.email };
  return {
    'know-caller': async () => {
      const callers = createCallers({ table: metered.table, now: () => new Date() });
      return () => callers.resolve(identity, undefined);
    },
    'refuse-stranger': async () => {
      const callers = createCallers({ table: metered.table, now: () => new Date() });
      return () => callers.resolve({ ...identity, subject: 'nobody' }, undefined).catch(() => undefined);
    },
    'sign-cursor': async () => () => createCursors(metered.table).seal(as(), 'query', 'position'),
    'rate-limit': async () => {
      const limits = createTenantLimits({ ...limiting, table: metered.table });
      return () => limits.admit(bed.tenant);
    },
    'rate-limit-lease': async () => {
      const limits = createTenantLimits({ ...limiting, table: metered.table });
      for (let served = 0; served < shareOf(limiting.limit); served += 1) await limits.admit(bed.tenant);
      return () => limits.admit(bed.tenant);
    },
    'identity-limit': async () => {
      const limits = createTenantLimits({ ...limiting, table: metered.table });
      return () => limits.admitIdentity(identity);
    },
    'identity-limit-lease': async () => {
      const limits = createTenantLimits({ ...limiting, table: metered.table });
      for (let served = 0; served < shareOf(IDENTITY_LIMIT); served += 1)
        await limits.admitIdentity(identity);
      return () => limits.admitIdentity(identity);
    },
    'find-answer': async () => () =>
      findReplay(metered.table, as({ idempotency: { key: 'never-used', fingerprint: 'f' } })),
  };
}

/** How each pattern of the events capability comes about. */
export function eventRuns({ bed, metered }: Fixture): Runs<(typeof EVENT_PATTERNS)[number]['id']> {
  const replay = (keys: readonly Key[]) =>
    createReplay({
      table: metered.table,
      logger: quiet,
      publish: async () => new Set<string>(),
      failures: {
        list: async function* () {
          yield { name: 'put-aside', keys };
        },
        settle: async () => {},
      },
    });
  return {
    'replay-failure': async () => {
      const key = await someEvent(bed);
      return () => replay([key])({ source: 'failures' });
    },
    'replay-day': async () => {
      const [from, to] = ['2020-02-02T00:00:00.000Z', '2020-02-02T23:59:59.999Z'];
      return () => replay([])({ source: 'events', tenant: bed.tenant.id, from, to });
    },
  };
}

async function someEvent({ table, tenant }: Fixture['bed']): Promise<Key> {
  const days = [new Date(), new Date(Date.now() - 86_400_000)].map((day) => day.toISOString().slice(0, 10));
  for (const day of days) {
    for (let shard = 0; shard < EVENT_SHARDS; shard += 1) {
      const { items } = await table.query({ pk: eventPartition(tenant, day, shard), limit: 1 });
      if (items[0]) return { pk: items[0].pk, sk: items[0].sk };
    }
  }
  throw new Error('The fixture has left no event.');
}
