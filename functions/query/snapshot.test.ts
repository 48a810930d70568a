import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createMeteredTable } from '../../tests/equipment/metered-table.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createQueryHandler } from './environment.ts';
import { OVERLAP_MS } from './feed.ts';
import type { KeptSnapshot, SearchAnswer } from './question.ts';

const none = { params: undefined, query: undefined };
const folder = mkdtempSync(join(tmpdir(), 'kartoteka-snapshot-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let bed: TenantBed;
const warnings: unknown[] = [];

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  for (let n = 0; n < 30; n += 1) await company(`Фирма ${n}`);
});

/** A company that was written at some instant, by the writer's own clock. */
async function company(name: string, at = new Date(Date.now() - 10 * OVERLAP_MS)): Promise<void> {
  const body = { name, kind: 'company', status: 'prospect', tags: ['снимок'] };
  await bed.clients.createCompany({ ...none, body } as never, bed.as(bed.admin, { now: at }));
}

/** An environment that begins cold. */
function environment(table = bed.table) {
  const handler = createQueryHandler({
    table,
    files: bed.files,
    environmentsPerTenant: 50,
    logger: { info: () => undefined, error: () => undefined, warn: (...told) => warnings.push(told) },
    limits: { folder, memory: '300MB', threads: 1 },
  });
  const { feedShards } = bed.tenant;
  const answered = async <T>(question: object): Promise<T> => {
    const reply = await handler(question, { tenantId: bed.tenant.id });
    if ('problem' in reply) throw new Error(reply.problem.code);
    return reply.answer as T;
  };
  return {
    snapshot: () => answered<KeptSnapshot>({ kind: 'snapshot', feedShards, withinMs: 70_000 }),
    names: async () => {
      const { rows, total } = await answered<SearchAnswer>({
        kind: 'search',
        feedShards,
        asker: { userId: bed.admin.id, role: 'admin', teamIds: [], visibility: 'all' },
        now: new Date().toISOString(),
        zone: 'Europe/Moscow',
        currency: 'RUB',
        members: [],
        selections: [],
        written: [],
        object: 'companies',
        withinMs: 20_000,
        input: {
          filter: { field: 'tags', op: 'containsAny', value: ['снимок'] },
          fields: ['name'],
          limit: 500,
        },
      });
      expect(total).toBe(rows.length);
      return rows.map((row) => String(row['name'])).toSorted();
    },
  };
}

const stored = () =>
  [...bed.files.objects.keys()].filter((key) => key.startsWith(`snapshots/${bed.tenant.id}/`));

describe('a snapshot', () => {
  it('lets an environment begin where it ended, and read only what came after it', async () => {
    const first = environment();
    const expected = await first.names();
    expect(expected).toHaveLength(30);
    expect(await first.snapshot()).toMatchObject({ complete: true, rows: expect.any(Number) });
    await company('Фирма после', new Date());
    const metered = createMeteredTable(bed.endpoint, bed.tableName);
    const cold = environment(metered.table);
    const { reads, requests } = await metered.measure(async () => {
      expect(await cold.names()).toEqual([...expected, 'Фирма после'].toSorted());
    });
    // The place among the environments, and one page of each shard with a card and its entry at most.
    expect(requests).toEqual({ Query: 5, TransactWriteItems: 1 });
    expect(reads).toBeLessThanOrEqual(6);
  });

  it('finds what came late, by a writer whose clock is half an hour slow', async () => {
    const warm = environment();
    await warm.names();
    await company('Фирма опоздавшая', new Date(Date.now() - 30 * 60_000));
    expect(await warm.names()).not.toContain('Фирма опоздавшая');
    await warm.snapshot();
    expect(await warm.names()).toContain('Фирма опоздавшая');
    expect(await environment().names()).toContain('Фирма опоздавшая');
  });

  it('is no matter for what others write once the clock of one is an hour fast', async () => {
    const warm = environment();
    await company('Фирма вперёд', new Date(Date.now() + 3_600_000));
    expect(await warm.names()).toContain('Фирма вперёд');
    const later = Array.from({ length: 12 }, (_, n) => `Фирма вовремя ${n}`);
    for (const name of later) await company(name, new Date());
    expect(await warm.names()).toEqual(expect.arrayContaining(later));
  });

  it('removes the one before the last, and no other', async () => {
    const one = environment();
    await one.snapshot();
    const before = new Set(stored());
    await one.snapshot();
    await one.snapshot();
    const after = stored();
    expect(after.length).toBe(before.size);
    expect(await environment().names()).toEqual(await one.names());
  });

  const list = () => `snapshots/${bed.tenant.id}/current.json`;
  const file = (table: string): string => {
    const { files } = JSON.parse(Buffer.from(bed.files.objects.get(list())?.body ?? '').toString()) as {
      files: { table: string; key: string }[];
    };
    return files.find((found) => found.table === table)?.key ?? '';
  };
  const replace = async (key: string, change: (bytes: Buffer) => Buffer): Promise<void> => {
    const bytes = Buffer.from(bed.files.objects.get(key)?.body ?? '');
    await bed.files.put(key, change(bytes), 'application/octet-stream');
  };
  const flipped = (bytes: Buffer): Buffer => {
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    return bytes;
  };

  it.each<[string, () => Promise<void>]>([
    ['has a bit flipped', () => replace(file('companies'), flipped)],
    ['is cut short', () => replace(file('timeline'), (bytes) => bytes.subarray(0, bytes.length - 7))],
    ['has lost a file', () => bed.files.remove(file('contacts'))],
    ['has a garbled list', () => replace(list(), () => Buffer.from('{"shape": 1'))],
    [
      'has the list of another shape of tables',
      () => replace(list(), (bytes) => Buffer.from(bytes.toString().replace(/"shape":"./, '"shape":"?'))),
    ],
    ['is gone', () => bed.files.remove(list())],
  ])('that %s is never served: the copy is made anew', async (_, harm) => {
    const sound = environment();
    const expected = await sound.names();
    await sound.snapshot();
    await harm();
    const cold = environment();
    expect(await cold.names()).toEqual(expected);
    // And the next one is sound again.
    await cold.snapshot();
    warnings.length = 0;
    expect(await environment().names()).toEqual(expected);
    expect(warnings).toEqual([]);
  });
});
