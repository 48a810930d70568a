import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { VerifiedTenant } from '../../shared/table.ts';
import { type FaultProxy, startFaultProxy } from '../../tests/equipment/fault-proxy.ts';
import { KeepingLogger } from '../../tests/equipment/lambda.ts';
import { createMeteredTable, type MeteredTable } from '../../tests/equipment/metered-table.ts';
import { someTenant } from '../../tests/equipment/request.ts';
import { createTable } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import { ENVIRONMENTS, shareOf } from './rate-limit.ts';
import type { Table } from './table/table.ts';
import { type Admission, createTenantLimits, type TenantLimits } from './tenant-limits.ts';

const LIMIT = 320;
const SHARE = shareOf(LIMIT);
const endpoint = inject('dynamodbEndpoint');

let tableName: string;
let table: Table;
let metered: MeteredTable;
let tenant: VerifiedTenant;
let now: Date;
let logger: KeepingLogger;
let proxy: FaultProxy | undefined;

beforeAll(async () => {
  tableName = (await createTable(endpoint, { stream: false })).name;
  table = tableLayer(endpoint, tableName);
  metered = createMeteredTable(endpoint, tableName);
});
beforeEach(() => {
  tenant = someTenant();
  now = new Date('2026-11-25T10:00:18.000Z');
  logger = new KeepingLogger();
});
afterEach(async () => {
  await proxy?.stop();
  proxy = undefined;
});

const environment = (on: Table = table, limit = LIMIT): TenantLimits =>
  createTenantLimits({ table: on, logger, now: () => now, limit });

/** So many requests one after the other; gives how many were served. */
async function spend(limits: TenantLimits, requests: number): Promise<number> {
  let served = 0;
  for (let request = 0; request < requests; request += 1) {
    if (!(await limits.admit(tenant)).refused) served += 1;
  }
  return served;
}

/** Workers that ask at the same time, each again and again until it is refused. */
async function crowd(workers: number, limitsOf: (worker: number) => TenantLimits): Promise<number> {
  let served = 0;
  const work = async (worker: number): Promise<void> => {
    const limits = limitsOf(worker);
    while (!(await limits.admit(tenant)).refused) served += 1;
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return served;
}

describe('200 callers at once', () => {
  it('on 32 environments are served the whole limit and less than twice of it', async () => {
    const fleet = Array.from({ length: ENVIRONMENTS }, () => environment());
    const at = (worker: number): TenantLimits => fleet[worker % ENVIRONMENTS] ?? environment();
    const served = await crowd(200, at);
    expect(served).toBeGreaterThanOrEqual(LIMIT);
    expect(served).toBeLessThanOrEqual(2 * LIMIT);
    // Each environment had its share, and the counter gave the limit once.
    expect(served).toBe(LIMIT + ENVIRONMENTS * SHARE);
    expect(await crowd(200, at)).toBe(0);
  });

  it('on 5 environments are served the limit and five shares', async () => {
    const fleet = Array.from({ length: 5 }, () => environment());
    expect(await crowd(200, (worker) => fleet[worker % 5] ?? environment())).toBe(LIMIT + 5 * SHARE);
  });

  it('on one environment wait for the same lease, and are served the limit and a share', async () => {
    const only = environment(metered.table);
    let served = 0;
    const bill = await metered.measure(async () => {
      served = await crowd(200, () => only);
    });
    expect(served).toBe(LIMIT + SHARE);
    expect(bill.requests).toEqual({ UpdateItem: LIMIT / SHARE });
  });

  it('of one organisation take nothing from another', async () => {
    const only = environment();
    await crowd(200, () => only);
    tenant = someTenant();
    expect(await spend(only, LIMIT)).toBe(LIMIT);
  });
});

describe('the table', () => {
  it('is not asked within the share, then once for each further share, and no more once all is leased', async () => {
    const limits = environment(metered.table);
    const requestsFor = async (requests: number) =>
      (await metered.measure(() => spend(limits, requests))).requests;
    expect(await requestsFor(SHARE)).toEqual({});
    expect(await requestsFor(1)).toEqual({ UpdateItem: 1 });
    expect(await requestsFor(SHARE - 1)).toEqual({});
    expect(await requestsFor(LIMIT - SHARE)).toEqual({ UpdateItem: 31 });
    expect(await requestsFor(200)).toEqual({});
  });

  it('tells an environment that comes late once that nothing is left', async () => {
    await spend(environment(), LIMIT + SHARE);
    const late = environment(metered.table);
    expect(await spend(late, SHARE)).toBe(SHARE);
    expect((await metered.measure(() => spend(late, 50))).requests).toEqual({ UpdateItem: 1 });
    expect((await late.admit(tenant)).refused?.code).toBe('rate.limited');
  });

  it('keeps one item of a minute, which is dropped some minutes after it', async () => {
    await spend(environment(), SHARE + 1);
    const item = await table.get({ pk: `T#${tenant.id}#rate-limit`, sk: '2026-11-25T10:00Z' });
    expect(item).toMatchObject({ kind: 'rate-window', schema: 1, data: {}, count: SHARE });
    expect(item?.ttl).toBe(Date.parse('2026-11-25T10:11:00Z') / 1000);
  });
});

describe('a table that does not answer', () => {
  const faulty = async (): Promise<Table> => {
    proxy = await startFaultProxy({ target: endpoint });
    return tableLayer(proxy.endpoint, tableName);
  };
  const tries = (): number => proxy?.calls.filter(({ attempt }) => attempt === 1).length ?? 0;

  it('refuses nobody: a share at a time is served without it, and the log says so', async () => {
    const limits = environment(await faulty());
    proxy?.rule({ on: 'UpdateItem', fault: { kind: 'error500' } });
    expect(await spend(limits, 2 * SHARE)).toBe(2 * SHARE);
    expect(tries()).toBe(1);
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'lease failed',
        details: {
          tenant: tenant.id,
          error: { name: 'InternalServerError', message: expect.any(String) },
        },
      },
    ]);
    proxy?.reset();
    expect(await spend(limits, 2 * LIMIT)).toBe(LIMIT);
  });

  it('is waited for a second and no longer', async () => {
    const limits = environment(await faulty());
    proxy?.rule({ on: 'UpdateItem', fault: { kind: 'delay', until: new Promise(() => undefined) } });
    await spend(limits, SHARE);
    const began = performance.now();
    expect((await limits.admit(tenant)).refused).toBeUndefined();
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(logger.lines).toMatchObject([
      { message: 'lease failed', details: { error: { name: 'AbortError' } } },
    ]);
  });

  it('may have counted a lease whose reply was lost: then a share less is given, and still the whole limit', async () => {
    const limits = environment(await faulty());
    proxy?.rule({ on: 'UpdateItem', nth: 1, fault: { kind: 'lostReply' } });
    expect(await spend(limits, 2 * LIMIT)).toBe(LIMIT);
  });
});

describe('time', () => {
  it('gives a new share and a new limit with each minute', async () => {
    const limits = environment();
    expect(await spend(limits, 2 * LIMIT)).toBe(LIMIT + SHARE);
    now = new Date('2026-11-25T10:00:59.999Z');
    expect(await spend(limits, 1)).toBe(0);
    now = new Date('2026-11-25T10:01:00.000Z');
    expect(await spend(limits, 2 * LIMIT)).toBe(LIMIT + SHARE);
  });

  it('that goes back gives nothing anew', async () => {
    const limits = environment();
    await spend(limits, 2 * LIMIT);
    now = new Date('2026-11-25T09:59:59.000Z');
    expect(await spend(limits, 10)).toBe(0);
  });

  it('that passes while a lease is asked for makes it worth nothing', async () => {
    proxy = await startFaultProxy({ target: endpoint });
    const limits = environment(tableLayer(proxy.endpoint, tableName));
    const go = Promise.withResolvers<void>();
    const held = proxy.rule({ on: 'UpdateItem', nth: 1, fault: { kind: 'delay', until: go.promise } });
    await spend(limits, SHARE);
    const waiting = limits.admit(tenant);
    await held.arrived;
    now = new Date('2026-11-25T10:01:05.000Z');
    go.resolve();
    expect((await waiting).headers['ratelimit']).toBe(`"tenant";r=${LIMIT - 1};t=55`);
    expect(await spend(limits, SHARE - 1)).toBe(SHARE - 1);
    expect(proxy.calls).toHaveLength(1);
  });
});

describe('what a request is told', () => {
  it('is the quota, what is left of it as far as is known, and until when', async () => {
    const limits = environment();
    const told = async (): Promise<Admission> => limits.admit(tenant);
    expect(await told()).toEqual({
      headers: { 'ratelimit-policy': '"tenant";q=320;w=60', ratelimit: '"tenant";r=319;t=42' },
    });
    await spend(limits, LIMIT - 2);
    expect((await told()).headers['ratelimit']).toBe('"tenant";r=0;t=42');
    // The free share is more than was promised.
    expect((await told()).refused).toBeUndefined();
    await spend(limits, SHARE);
    now = new Date('2026-11-25T10:00:59.500Z');
    const { headers, refused } = await told();
    expect(headers).toEqual({ 'ratelimit-policy': '"tenant";q=320;w=60', ratelimit: '"tenant";r=0;t=1' });
    expect(refused).toMatchObject({ kind: 'too-many', code: 'rate.limited', retryAfter: 1 });
  });

  it('takes in what others have leased', async () => {
    await spend(environment(), 11 * SHARE);
    const other = environment();
    await spend(other, SHARE);
    // With its first lease it learns that eleven are given out: it has 9 requests of its own, and 21 leases may follow.
    expect((await other.admit(tenant)).headers['ratelimit']).toBe(
      `"tenant";r=${SHARE - 1 + LIMIT - 11 * SHARE};t=42`,
    );
  });
});
