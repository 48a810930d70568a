import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Envelope } from '../../events/event.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import { teamCreatedV1 } from '../../events/team-created.v1.ts';
import { type ObjectStore, startObjectStore } from '../../local/storage/object-store.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { type FakeBus, startFakeBus } from '../../tests/equipment/fake-bus.ts';
import { KeepingLogger } from '../../tests/equipment/lambda.ts';
import { someRequest, someTenant } from '../../tests/equipment/request.ts';
import { streamEvent } from '../../tests/equipment/source-events.ts';
import { createTable, LOCAL_CLIENT } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import { Change, EVENT_SHARDS, eventPartition } from '../runtime/change.ts';
import type { StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { createFailures } from './failures.ts';
import { createPublisher } from './publishing.ts';
import { createReplay } from './replaying.ts';

const BUCKET = 'event-failures';
const PREFIX = 'aws/lambda/3b8c/shardId-1/2026/11/23';

let folder: string;
let store: ObjectStore;
let s3: S3Client;
let table: Table;
let bus: FakeBus;
let logger: KeepingLogger;
let tenant: VerifiedTenant;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replaying-'));
  store = await startObjectStore({ dataDir: folder, region: 'eu-central-1', buckets: [BUCKET], queues: [] });
  s3 = new S3Client({ ...LOCAL_CLIENT, endpoint: store.endpoint });
  const endpoint = inject('dynamodbEndpoint');
  table = tableLayer(endpoint, (await createTable(endpoint, { stream: false })).name);
  bus = await startFakeBus();
});
afterAll(async () => {
  await bus.stop();
  s3.destroy();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  bus.refuse = () => undefined;
  logger = new KeepingLogger();
  tenant = someTenant();
});

/** A note and a team made at an instant, each with its event. @returns the event items */
async function happen(at: string): Promise<StoredItem[]> {
  const before = new Set((await stored(at)).map(({ sk }) => sk));
  const context = someRequest(tenant, { now: new Date(at) });
  await new Change(context)
    .event(noteWrittenV1, noteWrittenV1.sample)
    .event(teamCreatedV1, teamCreatedV1.sample)
    .commit(table, { status: 201 });
  return (await stored(at)).filter(({ sk }) => !before.has(sk));
}

async function stored(at: string): Promise<StoredItem[]> {
  const shards = Array.from({ length: EVENT_SHARDS }, (_, shard) =>
    table.query({ pk: eventPartition(tenant, at.slice(0, 10), shard), consistent: true }),
  );
  const items = (await Promise.all(shards)).flatMap((page) => page.items);
  return items.sort((one, other) => (one.sk < other.sk ? -1 : 1));
}

/** Puts records aside as Lambda does: the published sample, with the stream's event as text. */
async function putAside(name: string, items: readonly StoredItem[]): Promise<void> {
  const sample = JSON.parse(
    readFileSync(new URL('../../tests/equipment/fixtures/stream-failure.json', import.meta.url), 'utf8'),
  ) as object;
  const payload = JSON.stringify(streamEvent(items.map((one) => ({ new: one }))));
  await store.putObject(BUCKET, `${PREFIX}/${name}`, JSON.stringify({ ...sample, payload }));
}

const aside = async (): Promise<string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).map(({ Key = '' }) =>
    Key.slice(PREFIX.length + 1),
  );
const poison = (one: StoredItem): StoredItem => ({ ...one, data: { ...one.data, data: { nonsense: 1 } } });
const overwrite = (one: StoredItem) => table.transact([{ op: 'put', item: one }]);

async function replay(input: unknown) {
  const before = bus.taken.length;
  const handler = createReplay({
    table,
    failures: createFailures({ client: s3, bucket: BUCKET }),
    publish: createPublisher({ client: bus.client, busName: 'b' }),
    logger,
  });
  const result = await handler(input);
  const published = bus.taken.slice(before).map(({ Detail }) => JSON.parse(Detail) as Envelope);
  return { ...result, envelopes: published };
}

describe('replaying failures', () => {
  it('publishes what was mended, settles it, and keeps what still fails', async () => {
    const [note, team] = (await happen('2026-11-20T10:00:00.000Z')) as [StoredItem, StoredItem];
    const [other] = (await happen('2026-11-20T11:00:00.000Z')) as [StoredItem];
    await overwrite(poison(note));
    await overwrite(poison(other));
    await putAside('mended', [poison(note), team]);
    await putAside('poison', [poison(other)]);
    await overwrite(note);
    const first = await replay({ source: 'failures' });
    expect(first.envelopes).toHaveLength(2);
    expect(first.envelopes).toEqual(expect.arrayContaining([note.data, team.data]));
    expect(first).toMatchObject({ published: 2, failed: [{ event: other.sk, reason: expect.any(String) }] });
    expect(await aside()).toEqual(['poison']);
    await overwrite(other);
    expect(await replay({ source: 'failures' })).toMatchObject({ published: 1, failed: [] });
    expect(await aside()).toEqual([]);
    expect(await replay({ source: 'failures' })).toMatchObject({ published: 0, failed: [] });
    expect(logger.lines.map(({ details }) => details)).toEqual([
      { source: 'failures', published: 2, failed: 1 },
      { source: 'failures', published: 1, failed: 0 },
      { source: 'failures', published: 0, failed: 0 },
    ]);
  });

  it('keeps a failure of which the bus did not take all', async () => {
    const items = await happen('2026-11-20T12:00:00.000Z');
    await putAside('refused', items);
    bus.refuse = ({ DetailType }) => (DetailType === 'team.created.v1' ? 'ThrottlingException' : undefined);
    const result = await replay({ source: 'failures' });
    expect(result).toMatchObject({ published: 1, failed: [{ event: items[1]?.sk }] });
    expect(await aside()).toEqual(['refused']);
    bus.refuse = () => undefined;
    // The one that went through comes again: subscribers bear it.
    expect(await replay({ source: 'failures' })).toMatchObject({ published: 2 });
    expect(await aside()).toEqual([]);
  });

  it('settles what has expired meanwhile', async () => {
    const items = await happen('2026-11-20T13:00:00.000Z');
    await putAside('expired', items);
    await table.transact(items.map(({ pk, sk }) => ({ op: 'delete', key: { pk, sk } })));
    expect(await replay({ source: 'failures' })).toMatchObject({ published: 0, failed: [] });
    expect(await aside()).toEqual([]);
  });

  it('is not stopped by what it cannot read: names it, keeps it, goes on with the rest', async () => {
    const items = await happen('2026-11-20T14:00:00.000Z');
    const unreadable = { a: 'not JSON', b: '{}', c: '{"payload":"<Whole Event>"}', d: '{"payload":"{}"}' };
    for (const [name, body] of Object.entries(unreadable))
      await store.putObject(BUCKET, `${PREFIX}/${name}`, body);
    await putAside('good', items);
    const result = await replay({ source: 'failures' });
    expect(result.published).toBe(2);
    expect(result.failed.map(({ event }) => event)).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `${PREFIX}/${name}`),
    );
    expect(await aside()).toEqual(['a', 'b', 'c', 'd']);
    const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `${PREFIX}/a` }));
    expect(await object.Body?.transformToString()).toBe('not JSON');
  });
});

describe('replaying a period', () => {
  const period = (from: string, to: string, more: object = {}) =>
    replay({ source: 'events', tenant: tenant.id, from, to, ...more });

  it('publishes the events of the tenant in it, both ends included, over several days', async () => {
    const [before, first, middle, last, after] = [
      await happen('2026-11-20T09:59:59.999Z'),
      await happen('2026-11-20T10:00:00.000Z'),
      await happen('2026-11-21T00:00:00.000Z'),
      await happen('2026-11-22T10:00:00.000Z'),
      await happen('2026-11-22T10:00:00.001Z'),
    ];
    const strangers = tenant;
    tenant = someTenant();
    await happen('2026-11-21T00:00:00.000Z');
    tenant = strangers;
    const { published, failed, envelopes } = await period(
      '2026-11-20T10:00:00.000Z',
      '2026-11-22T10:00:00.000Z',
    );
    const expected = [...first, ...middle, ...last].map(({ sk }) => sk);
    expect(envelopes.map(({ id }) => id).sort()).toEqual(expected.sort());
    expect([published, failed]).toEqual([6, []]);
    expect([before, after].flat()).toHaveLength(4);
  });

  it('publishes only the types asked for', async () => {
    await happen('2026-11-20T10:00:00.000Z');
    const { envelopes } = await period('2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z', {
      types: ['team.created.v1'],
    });
    expect(envelopes.map(({ type }) => type)).toEqual(['team.created.v1']);
  });

  it('names what does not fit its contract, and publishes the rest', async () => {
    const [note] = (await happen('2026-11-20T10:00:00.000Z')) as [StoredItem];
    await overwrite(poison(note));
    expect(await period('2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z')).toMatchObject({
      published: 1,
      failed: [{ event: note.sk }],
    });
  });

  it('reads page after page', async () => {
    const at = '2026-11-20T10:00:00.000Z';
    const context = someRequest(tenant, { now: new Date(at) });
    for (let made = 0; made < 300; made += 100) {
      const change = new Change(context);
      for (let one = 0; one < 100; one += 1) change.event(noteWrittenV1, noteWrittenV1.sample);
      await change.commit(table, { status: 201 });
    }
    const paged: Table = { ...table, query: (query) => table.query({ ...query, limit: 7 }) };
    const handler = createReplay({
      table: paged,
      failures: createFailures({ client: s3, bucket: BUCKET }),
      publish: createPublisher({ client: bus.client, busName: 'b' }),
      logger,
    });
    const input = { source: 'events', tenant: tenant.id, from: at, to: at };
    expect(await handler(input)).toEqual({ published: 300, failed: [] });
  });

  it.each([
    ['2026-11-21T00:00:00.000Z', '2026-11-20T23:59:59.999Z'],
    ['2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
  ])('refuses one from %s to %s: empty, or too long', async (from, to) => {
    await expect(period(from, to)).rejects.toThrow(RangeError);
  });

  it('takes a month', async () => {
    const month = period('2026-10-01T00:00:00.000Z', '2026-10-31T23:59:59.999Z');
    expect(await month).toMatchObject({ published: 0, failed: [] });
  });

  it.each([
    {},
    { source: 'all' },
    { source: 'failures', tenant: 'x' },
    { source: 'events', tenant: 'x', from: '2026-10-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' },
    { source: 'events', tenant: '01KAT0PK00TENANT0000000000', from: '2026-10-01', to: '2026-10-02' },
  ])('refuses %j', async (input) => {
    await expect(replay(input)).rejects.toThrow();
  });
});
