import * as z from 'zod';
import type { EventContract } from '../../events/event.ts';
import { envelopeSchema } from '../../events/event.ts';
import { KartotekaError } from '../../shared/errors.ts';
import {
  globalPartition,
  type Key,
  shardOf,
  tenantPartition,
  type VerifiedTenant,
} from '../../shared/table.ts';
import { createUlidFactory } from '../../shared/ulid.ts';
import { identityHash } from './caller.ts';
import type { Answer, ChangeContext, IdentityContext } from './request.ts';
import { defineItem, readItem, type StoredItem, writeItem } from './table/item.ts';
import type { Table } from './table/table.ts';
import type { Write } from './table/write.ts';
import { writtenOf, writtenText } from './written.ts';

const DAY_SECONDS = 86_400;

/** How long an answer is repeated to a caller who sends the same Idempotency-Key, in seconds. */
export const IDEMPOTENCY_SECONDS = DAY_SECONDS;

/** How long an event item is kept for `replay`, in seconds. */
export const EVENT_SECONDS = 90 * DAY_SECONDS;

/** Event items of a day are spread over this many partitions, so that one tenant's import meets no hot key. */
export const EVENT_SHARDS = 8;

export const eventItem = defineItem({ kind: 'event', schema: 1, data: envelopeSchema });

export const idempotencyItem = defineItem({
  kind: 'idempotency',
  schema: 2,
  data: z.strictObject({
    fingerprint: z.string(),
    status: z.int(),
    body: z.unknown().optional(),
    version: z.int().optional(),
    location: z.string().optional(),
    written: z.string().optional(),
  }),
  upgrades: { 1: (data) => ({ ...data }) },
});

/** The day of an event, as its partition names it. */
export const eventPartition = (tenant: VerifiedTenant, day: string, shard: number): string =>
  tenantPartition(tenant, 'event', day, String(shard));

const eventKey = (tenant: VerifiedTenant, id: string, occurredAt: string): Key => ({
  pk: eventPartition(tenant, occurredAt.slice(0, 10), shardOf(id, EVENT_SHARDS)),
  sk: id,
});

/** Keys are the caller's own: the same key of two users, or of two identities, means two requests. */
export const idempotencyKey = (context: ChangeContext | IdentityContext, key: string): Key => ({
  pk: context.signedIn
    ? globalPartition.idempotency(identityHash(context.signedIn.identity))
    : tenantPartition(context.caller.tenant, 'idempotency', context.caller.userId),
  sk: key,
});

let latest = { time: -1, next: createUlidFactory() };

/**
 * A new id that sorts by the given instant, which may lie in the past: an entry about last week sorts into last
 * week. Ids made in a row for one instant keep the order in which they were made.
 */
export function newId(at: Date): string {
  const time = at.getTime();
  if (latest.time !== time) latest = { time, next: createUlidFactory({ now: () => time }) };
  return latest.next();
}

/**
 * All that one request writes: entities, lookups, timeline entries, events and the idempotency record, in one
 * transaction. No event without a write, no write without its event.
 */
export class Change {
  readonly #context: ChangeContext;
  readonly #writes: Write[] = [];

  constructor(context: ChangeContext) {
    this.#context = context;
  }

  add(...writes: readonly Write[]): this {
    this.#writes.push(...writes);
    return this;
  }

  /** Adds the event item from which the stream publishes. */
  event<Data extends z.ZodType>(contract: EventContract<Data>, data: z.input<Data>): this {
    const { caller, now, correlationId } = this.#context;
    const id = newId(now);
    const occurredAt = now.toISOString();
    const envelope = {
      id,
      type: contract.type,
      tenant: caller.tenant.id,
      occurredAt,
      actor: caller.userId,
      correlationId,
      data: contract.data.parse(data),
    };
    const item = writeItem(eventItem, eventKey(caller.tenant, id, occurredAt), envelope, {
      ttl: secondsAfter(now, EVENT_SECONDS),
    });
    return this.add({ op: 'put', item });
  }

  /**
   * Writes everything and gives the answer; with an Idempotency-Key that was used before, gives the stored answer.
   *
   * @throws KartotekaError `idempotency.key-reused` for the same key with another request, `idempotency.in-progress`
   * while the first one still runs, and whatever the writes' refusals say
   */
  async commit<Body>(table: Table, told: Answer<Body>): Promise<Answer<Body>> {
    const { idempotency } = this.#context;
    const written = this.#written();
    const answer = written === undefined ? told : { ...told, written };
    if (!idempotency) {
      await table.transact(this.#writes);
      return answer;
    }
    const key = idempotencyKey(this.#context, idempotency.key);
    try {
      // First in the list: a repeat also meets its own first run in other conditions, and must not speak of those.
      await table.transact([this.#idempotencyRecord(key, idempotency.fingerprint, answer), ...this.#writes]);
      return answer;
    } catch (error) {
      if (!(error instanceof RepeatedKey)) throw error;
      return replay(error.stored, idempotency.fingerprint) as Answer<Body>;
    }
  }

  /** What the caller can bring along to the next question. */
  #written(): string | undefined {
    const items = this.#writes.flatMap((write) => (write.op === 'put' ? [write.item] : []));
    return writtenText(writtenOf(this.#context.caller.tenant, items));
  }

  #idempotencyRecord(key: Key, fingerprint: string, answer: Answer): Write {
    const { status, body, version, location, written } = answer;
    return {
      op: 'put',
      item: writeItem(
        idempotencyItem,
        key,
        { fingerprint, status, body, version, location, written },
        { ttl: secondsAfter(this.#context.now, IDEMPOTENCY_SECONDS) },
      ),
      // The engine deletes expired items within days, not at once.
      condition: { absent: true, orExpiredBefore: secondsAfter(this.#context.now, 0) },
      refused: (current) => (current ? new RepeatedKey(current) : inProgress()),
      contended: inProgress,
    };
  }
}

/** Carries the stored answer out of the refused transaction. */
class RepeatedKey extends Error {
  readonly stored: StoredItem;

  constructor(stored: StoredItem) {
    super('The Idempotency-Key was used before.');
    this.stored = stored;
  }
}

const inProgress = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'idempotency.in-progress',
    'The first request with this Idempotency-Key still runs: ask again in a second for its answer.',
    { retryAfter: 1 },
  );

const secondsAfter = (now: Date, seconds: number): number => Math.floor(now.getTime() / 1000) + seconds;

function replay(item: StoredItem, fingerprint: string): Answer {
  const { data } = readItem(idempotencyItem, item);
  if (data.fingerprint !== fingerprint) {
    throw new KartotekaError(
      'invalid',
      'idempotency.key-reused',
      'This Idempotency-Key was used for another request: make a new key for each request.',
    );
  }
  return {
    status: data.status,
    body: data.body,
    replayed: true,
    ...(data.version === undefined ? {} : { version: data.version }),
    ...(data.location === undefined ? {} : { location: data.location }),
    ...(data.written === undefined ? {} : { written: data.written }),
  };
}

/**
 * What to answer where a request fails that was answered before: the stored answer, if there is one. What the caller may no
 * longer see or do is not repeated either; what is the identity's own nobody takes away.
 */
export async function replayAfter(
  error: unknown,
  table: Table,
  context: ChangeContext | IdentityContext,
): Promise<Answer | undefined> {
  const closed =
    'caller' in context && error instanceof KartotekaError && ['not-found', 'forbidden'].includes(error.kind);
  return closed ? undefined : findReplay(table, context);
}

/**
 * The stored answer of an earlier request with the same Idempotency-Key, if there is one. Asked only when a request
 * fails: a repeat may meet what its first run left behind (already restored, already linked).
 */
export async function findReplay(
  table: Table,
  context: ChangeContext | IdentityContext,
): Promise<Answer | undefined> {
  if (!context.idempotency) return undefined;
  const item = await table.get(idempotencyKey(context, context.idempotency.key), { consistent: true });
  // The engine deletes expired items within days, not at once.
  const expired = item?.ttl !== undefined && item.ttl < secondsAfter(context.now, 0);
  return item && !expired ? replay(item, context.idempotency.fingerprint) : undefined;
}
