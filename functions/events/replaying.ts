import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import type { Envelope } from '../../events/event.ts';
import { instantSchema } from '../../shared/record.ts';
import type { Key } from '../../shared/table.ts';
import { ulidSchema, ulidTime } from '../../shared/ulid.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { EVENT_SHARDS, eventItem, eventPartition } from '../runtime/change.ts';
import { readItem, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Failures } from './failures.ts';
import { type Publish, validEnvelope } from './publishing.ts';

/** What to publish again: what the stream put aside, or all events of a tenant in a period. */
export const replaySchema = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('failures') }),
  z.strictObject({
    source: z.literal('events'),
    tenant: ulidSchema,
    from: instantSchema,
    to: instantSchema,
    types: z.array(z.string()).optional(),
  }),
]);

export interface Replayed {
  readonly published: number;
  /** Events that still do not fit their contract, or that the bus did not take, and what could not be read; all stay where they are. */
  readonly failed: readonly { readonly event: string; readonly reason: string }[];
}

export interface ReplayDependencies {
  readonly table: Table;
  readonly failures: Failures;
  readonly publish: Publish;
  readonly logger: Logger;
}

const DAY_MS = 86_400_000;
/** A run beyond this many days is split by the caller: a function has 15 minutes. */
const MAX_DAYS = 31;

/** Publishes again from the event items of the table; subscribers bear it, since they are idempotent on the event id. */
export function createReplay(deps: ReplayDependencies) {
  return async (input: unknown): Promise<Replayed> => {
    const request = replaySchema.parse(input);
    const result =
      request.source === 'failures' ? await replayFailures(deps) : await replayPeriod(deps, request);
    deps.logger.info('replayed', {
      source: request.source,
      published: result.published,
      failed: result.failed.length,
    });
    return result;
  };
}

async function replayFailures({ table, failures, publish }: ReplayDependencies): Promise<Replayed> {
  let published = 0;
  const failed: { event: string; reason: string }[] = [];
  for await (const failure of failures.list()) {
    if ('unreadable' in failure) {
      failed.push({ event: failure.name, reason: failure.unreadable });
      continue;
    }
    const result = await publishItems(publish, await itemsOf(table, failure.keys));
    published += result.published;
    failed.push(...result.failed);
    if (result.failed.length === 0) await failures.settle(failure);
  }
  return { published, failed };
}

/** The items as they are now: one that was set right since is published as it stands, one that expired is gone. */
const itemsOf = (table: Table, keys: readonly Key[]): Promise<StoredItem[]> =>
  table.batchGet(keys, { consistent: true });

async function replayPeriod(
  { table, publish }: ReplayDependencies,
  request: z.output<typeof replaySchema> & { source: 'events' },
): Promise<Replayed> {
  const tenant = new VerifiedTenant(request.tenant, 1);
  const days = daysOf(request);
  let published = 0;
  const failed: { event: string; reason: string }[] = [];
  for (const day of days) {
    for (let shard = 0; shard < EVENT_SHARDS; shard += 1) {
      const pk = eventPartition(tenant, day, shard);
      let page = await table.query({ pk });
      for (;;) {
        const result = await publishItems(
          publish,
          page.items.filter((item) => isWanted(item, request)),
        );
        published += result.published;
        failed.push(...result.failed);
        if (!page.last) break;
        page = await table.query({ pk, after: page.last });
      }
    }
  }
  return { published, failed };
}

function daysOf({ from, to }: { from: string; to: string }): string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  const days = Math.floor((Date.parse(to) - first) / DAY_MS) + 1;
  if (days < 1 || days > MAX_DAYS)
    throw new RangeError(`Replay 1 to ${MAX_DAYS} days at a time: this is ${days}.`);
  return Array.from({ length: days }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}

function isWanted(
  item: StoredItem,
  { from, to, types }: { from: string; to: string; types?: readonly string[] | undefined },
): boolean {
  const at = ulidTime(item.sk).toISOString();
  return at >= from && at <= to && (types === undefined || types.includes(String(item.data['type'])));
}

async function publishItems(publish: Publish, items: readonly StoredItem[]): Promise<Replayed> {
  const envelopes: Envelope[] = [];
  const failed: { event: string; reason: string }[] = [];
  for (const item of items) {
    try {
      envelopes.push(validEnvelope(readItem(eventItem, item).data));
    } catch (error) {
      failed.push({ event: item.sk, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const refused = await publish(envelopes);
  failed.push(...[...refused].map((event) => ({ event, reason: 'The bus did not take it.' })));
  return { published: envelopes.length - refused.size, failed };
}
