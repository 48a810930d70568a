import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { defineEvent } from '../../events/event.ts';
import { ulidTime } from '../../shared/ulid.ts';
import { startFaultProxy } from '../../tests/equipment/fault-proxy.ts';
import { refusalOf, someRequest } from '../../tests/equipment/request.ts';
import { createTable } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import {
  Change,
  EVENT_SECONDS,
  EVENT_SHARDS,
  eventItem,
  eventPartition,
  findReplay,
  idempotencyKey,
  newId,
} from './change.ts';
import type { RequestContext } from './request.ts';
import { readItem, type StoredItem } from './table/item.ts';
import type { Table } from './table/table.ts';
import type { Write } from './table/write.ts';

const thingMade = defineEvent({
  type: 'thing.made.v1',
  when: 'A thing is made.',
  data: z.strictObject({ thingId: z.string() }),
  sample: { thingId: 'x' },
});

let name: string;
let table: Table;

beforeAll(async () => {
  ({ name } = await createTable(inject('dynamodbEndpoint'), { stream: false }));
  table = tableLayer(inject('dynamodbEndpoint'), name);
});

const put = (changes: Partial<StoredItem> = {}): Write & { op: 'put' } => ({
  op: 'put',
  item: { pk: randomUUID(), sk: 'card', kind: 'thing', schema: 1, data: {}, ...changes },
});
const stored = ({ item: { pk, sk } }: Write & { op: 'put' }) => table.get({ pk, sk }, { consistent: true });
const withKey = (key = 'key', fingerprint = 'f'): RequestContext =>
  someRequest(undefined, { idempotency: { key, fingerprint } });

async function eventsOf({ caller, now }: RequestContext) {
  const day = now.toISOString().slice(0, 10);
  const shards = Array.from({ length: EVENT_SHARDS }, (_, shard) =>
    table.query({ pk: eventPartition(caller.tenant, day, shard), consistent: true }),
  );
  return (await Promise.all(shards)).flatMap(({ items }) => items);
}

describe('a change', () => {
  it('writes its items and its events together', async () => {
    const context = someRequest();
    const write = put();
    const answer = { status: 201, body: { id: 'x' } };
    const change = new Change(context).add(write).event(thingMade, { thingId: 'x' });
    expect(await change.commit(table, answer)).toBe(answer);
    expect(await stored(write)).toEqual(write.item);
    const [event, ...more] = await eventsOf(context);
    expect(more).toEqual([]);
    expect(event && readItem(eventItem, event).data).toEqual({
      id: event?.sk,
      type: 'thing.made.v1',
      tenant: context.caller.tenant.id,
      occurredAt: context.now.toISOString(),
      actor: context.caller.userId,
      correlationId: 'test',
      data: { thingId: 'x' },
    });
    expect(event?.ttl).toBe(Math.floor(context.now.getTime() / 1000) + EVENT_SECONDS);
  });

  it('that is refused leaves neither items nor events nor an answer to repeat', async () => {
    const context = withKey();
    const [taken, write] = [put(), put()];
    await table.transact([taken]);
    const refusing: Write = { ...taken, condition: { absent: true }, refused: () => new Error('taken') };
    const change = new Change(context).add(write, refusing).event(thingMade, { thingId: 'x' });
    await expect(change.commit(table, { status: 201 })).rejects.toThrow('taken');
    expect(await stored(write)).toBeUndefined();
    expect(await eventsOf(context)).toEqual([]);
    expect(await findReplay(table, context)).toBeUndefined();
  });

  it('with an event that breaks its contract is a fault, before anything is written', () => {
    const data = { thingId: 'x', name: 'personal' } as { thingId: string };
    expect(() => new Change(someRequest()).event(thingMade, data)).toThrow(z.ZodError);
  });
});

describe('with an Idempotency-Key', () => {
  it('the work is done once, and its answer given again whole', async () => {
    const context = withKey();
    const answer = { status: 201, body: { id: 'x', list: [1, { a: null }] }, version: 1, location: '/x' };
    const first = put();
    expect(await new Change(context).add(first).commit(table, answer)).toEqual(answer);
    const second = put();
    const other = { ...answer, body: { id: 'y' } };
    const again = await new Change(context)
      .add(second)
      .event(thingMade, { thingId: 'y' })
      .commit(table, other);
    expect(again).toEqual({ ...answer, replayed: true });
    expect(await stored(second)).toBeUndefined();
    expect(await eventsOf(context)).toEqual([]);
    expect(await findReplay(table, context)).toEqual({ ...answer, replayed: true });
  });

  it('an answer without body, version and address is given again as such', async () => {
    const context = withKey();
    await new Change(context).add(put()).commit(table, { status: 204 });
    expect(await new Change(context).add(put()).commit(table, { status: 204 })).toEqual({
      status: 204,
      replayed: true,
    });
  });

  it('a repeat speaks of its first run, not of what that left behind', async () => {
    const context = withKey();
    const once: Write = { ...put(), condition: { absent: true }, refused: () => new Error('exists') };
    await new Change(context).add(once).commit(table, { status: 201 });
    expect(await new Change(context).add(once).commit(table, { status: 201 })).toMatchObject({
      replayed: true,
    });
  });

  it('another request is refused, both before and instead of a failure', async () => {
    const context = withKey();
    await new Change(context).add(put()).commit(table, { status: 201 });
    const other = { ...context, idempotency: { key: 'key', fingerprint: 'g' } };
    const reused = { kind: 'invalid', code: 'idempotency.key-reused' };
    expect(await refusalOf(new Change(other).add(put()).commit(table, { status: 201 }))).toMatchObject(
      reused,
    );
    expect(await refusalOf(findReplay(table, other))).toMatchObject(reused);
  });

  it('the same key of another user or tenant is another key', async () => {
    const context = withKey();
    const { tenant } = context.caller;
    await new Change(context).add(put()).commit(table, { status: 201 });
    for (const other of [someRequest(tenant), someRequest(undefined, { userId: context.caller.userId })]) {
      const request = { ...other, idempotency: { key: 'key', fingerprint: 'g' } };
      expect(await findReplay(table, request)).toBeUndefined();
      expect(await new Change(request).add(put()).commit(table, { status: 201 })).toEqual({ status: 201 });
    }
  });

  it('a day later the key is free, to the second', async () => {
    const context = withKey();
    const later = (seconds: number): RequestContext => ({
      ...context,
      now: new Date(context.now.getTime() + seconds * 1_000),
    });
    await new Change(context).add(put()).commit(table, { status: 201 });
    expect(await findReplay(table, later(86_400))).toMatchObject({ replayed: true });
    expect(await findReplay(table, later(86_401))).toBeUndefined();
    const request = later(86_401);
    expect(await new Change(request).add(put()).commit(table, { status: 201 })).toEqual({ status: 201 });
    expect(await findReplay(table, request)).toMatchObject({ replayed: true });
  });

  it('a first run that holds the key for long is still running', async () => {
    const proxy = await startFaultProxy({ target: inject('dynamodbEndpoint') });
    onTestFinished(proxy.stop);
    proxy.rule({ on: 'TransactWriteItems', fault: { kind: 'conflict', at: [0] } });
    const context = withKey();
    const committing = new Change(context)
      .add(put())
      .commit(tableLayer(proxy.endpoint, name), { status: 201 });
    expect(await refusalOf(committing)).toMatchObject({
      kind: 'conflict',
      code: 'idempotency.in-progress',
      retryAfter: 1,
    });
  });

  it('the record lies with its user, and goes after a day', async () => {
    const context = withKey();
    await new Change(context).add(put()).commit(table, { status: 201 });
    const key = idempotencyKey(context, 'key');
    expect(key.pk).toBe(`T#${context.caller.tenant.id}#idempotency#${context.caller.userId}`);
    expect(await table.get(key, { consistent: true })).toMatchObject({
      ttl: Math.floor(context.now.getTime() / 1000) + 86_400,
    });
  });
});

describe('a new id', () => {
  it('carries its instant, past ones too, and sorts by it', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(instant), (instants) => {
        const made = instants.map((at) => ({ at: at.getTime(), id: newId(at) }));
        expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
        for (const { at, id } of made) expect(ulidTime(id).getTime()).toBe(at);
        for (const one of made) {
          for (const other of made) if (one.at < other.at) expect(one.id < other.id).toBe(true);
        }
      }),
    );
  });

  it('made in a row for one instant keeps the order', () => {
    const at = new Date();
    const ids = Array.from({ length: 1_000 }, () => newId(at));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
