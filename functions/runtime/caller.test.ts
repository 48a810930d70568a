import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Membership } from '../../shared/platform/membership.ts';
import type { Tenant } from '../../shared/platform/tenant.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { createUlidFactory } from '../../shared/ulid.ts';
import { refusalOf, someTenant } from '../../tests/equipment/request.ts';
import { createTable } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import {
  CALLER_CACHE_MS,
  type Callers,
  createCallers,
  type Identity,
  membershipItem,
  membershipKey,
  tenantItem,
  tenantKey,
} from './caller.ts';
import { writeItem } from './table/item.ts';
import type { Table } from './table/table.ts';

const newUlid = createUlidFactory();
const START = Date.parse('2026-11-23T09:30:00.000Z');

let table: Table;
let reads: number;
let clock: number;
let callers: Callers;
let identity: Identity;

beforeAll(async () => {
  const endpoint = inject('dynamodbEndpoint');
  table = tableLayer(endpoint, (await createTable(endpoint, { stream: false })).name);
});

beforeEach(() => {
  reads = 0;
  clock = START;
  identity = { issuer: 'https://issuer.example', subject: newUlid() };
  const counting: Table = {
    ...table,
    get: (...given) => {
      reads += 1;
      return table.get(...given);
    },
    query: (...given) => {
      reads += 1;
      return table.query(...given);
    },
  };
  callers = createCallers({ table: counting, now: () => new Date(clock) });
});

const stamp = { createdAt: new Date(START).toISOString(), updatedAt: new Date(START).toISOString() };

async function addTenant(changes: Partial<Tenant> = {}): Promise<VerifiedTenant> {
  const tenant = someTenant(changes.feedShards);
  await setTenant(tenant, changes);
  return tenant;
}

async function setTenant(tenant: VerifiedTenant, changes: Partial<Tenant> = {}): Promise<void> {
  const by = newUlid();
  const data: Tenant = {
    id: tenant.id,
    name: 'Ромашка',
    country: 'RU',
    currency: 'RUB',
    zone: 'Europe/Moscow',
    language: 'ru',
    visibility: 'team',
    feedShards: tenant.feedShards,
    createdBy: by,
    updatedBy: by,
    ...stamp,
    ...changes,
  };
  await table.transact([{ op: 'put', item: writeItem(tenantItem, tenantKey(tenant), data) }]);
}

async function join(
  tenant: VerifiedTenant,
  changes: Partial<Membership> = {},
  who: Identity = identity,
): Promise<Membership> {
  const membership: Membership = {
    tenantId: tenant.id,
    userId: newUlid(),
    role: 'agent',
    teamIds: [newUlid()],
    active: true,
    ...changes,
  };
  const item = writeItem(membershipItem, membershipKey(who, tenant.id), membership);
  await table.transact([{ op: 'put', item }]);
  return membership;
}

describe('a caller', () => {
  it('is who the membership says, in the tenant with its settings', async () => {
    const tenant = await addTenant({ visibility: 'own', feedShards: 4, country: 'KZ' });
    const { userId, teamIds } = await join(tenant, { role: 'manager' });
    const caller = await callers.resolve(identity, undefined);
    expect(caller).toMatchObject({
      userId,
      role: 'manager',
      teamIds,
      visibility: 'own',
      settings: { country: 'KZ', currency: 'RUB', zone: 'Europe/Moscow', language: 'ru' },
    });
    expect([caller.tenant.id, caller.tenant.feedShards]).toEqual([tenant.id, 4]);
  });

  it('without a membership, or with an inactive one only, is nobody', async () => {
    expect(await refusalOf(callers.resolve(identity, undefined))).toMatchObject({
      kind: 'forbidden',
      code: 'membership.none',
    });
    const former = { issuer: identity.issuer, subject: newUlid() };
    await join(await addTenant(), { active: false }, former);
    expect(await refusalOf(callers.resolve(former, undefined))).toMatchObject({ code: 'membership.none' });
  });

  it('is another one for the same subject of another issuer, however they are put together', async () => {
    const tenant = await addTenant();
    await join(tenant, {}, { issuer: 'https://a.example', subject: 'b#c' });
    await join(await addTenant(), {}, { issuer: 'https://a.example#b', subject: 'c' });
    const caller = await callers.resolve({ issuer: 'https://a.example', subject: 'b#c' }, undefined);
    expect(caller.tenant.id).toBe(tenant.id);
    for (const other of [
      { issuer: 'https://b.example', subject: 'b#c' },
      { issuer: 'https://a.example', subject: 'B#C' },
    ]) {
      expect(await refusalOf(callers.resolve(other, undefined))).toMatchObject({ code: 'membership.none' });
    }
  });
});

describe('a caller of several tenants', () => {
  it('names one, and is told which there are where none is named', async () => {
    const [first, second, left] = [await addTenant(), await addTenant(), await addTenant()];
    const one = await join(first);
    const other = await join(second, { role: 'admin' });
    await join(left, { active: false });
    expect(await callers.resolve(identity, first.id)).toMatchObject({ userId: one.userId, role: 'agent' });
    expect(await callers.resolve(identity, second.id)).toMatchObject({ userId: other.userId, role: 'admin' });
    const refusal = await refusalOf(callers.resolve(identity, undefined));
    expect(refusal).toMatchObject({ kind: 'malformed', code: 'tenant.required' });
    expect(refusal.facts).toEqual({ tenants: [first.id, second.id].sort() });
  });

  it('is let into no other tenant, whether it exists or not', async () => {
    const [own, foreign, left] = [await addTenant(), await addTenant(), await addTenant()];
    await join(own);
    await join(left, { active: false });
    for (const named of [foreign.id, left.id, newUlid(), '', own.id.toLowerCase(), `${own.id} `]) {
      expect(await refusalOf(callers.resolve(identity, named))).toMatchObject({
        kind: 'forbidden',
        code: 'tenant.not-a-member',
      });
    }
    expect(await callers.resolve(identity, own.id)).toMatchObject({ tenant: { id: own.id } });
  });
});

describe('what is remembered', () => {
  it('is asked for once within the time, and again when it is over', async () => {
    await join(await addTenant());
    await callers.resolve(identity, undefined);
    expect(reads).toBe(2);
    clock += CALLER_CACHE_MS - 1;
    await callers.resolve(identity, undefined);
    expect(reads).toBe(2);
    clock += 1;
    await callers.resolve(identity, undefined);
    expect(reads).toBe(4);
  });

  it('lets a removed user in for no longer than 60 seconds', async () => {
    expect(CALLER_CACHE_MS).toBeLessThanOrEqual(60_000);
    const tenant = await addTenant();
    const membership = await join(tenant);
    await callers.resolve(identity, undefined);
    await join(tenant, { ...membership, active: false });
    clock += 59_999;
    expect(await callers.resolve(identity, undefined)).toMatchObject({ userId: membership.userId });
    clock = START + 60_000;
    expect(await refusalOf(callers.resolve(identity, undefined))).toMatchObject({ code: 'membership.none' });
  });

  it('keeps nobody out who has joined since, neither the first tenant nor a further one', async () => {
    const [first, second] = [await addTenant(), await addTenant()];
    expect(await refusalOf(callers.resolve(identity, undefined))).toMatchObject({ code: 'membership.none' });
    const one = await join(first);
    expect(await callers.resolve(identity, undefined)).toMatchObject({ userId: one.userId });
    const other = await join(second);
    expect(await callers.resolve(identity, second.id)).toMatchObject({ userId: other.userId });
    const before = reads;
    expect(await callers.resolve(identity, second.id)).toMatchObject({ userId: other.userId });
    expect(reads).toBe(before);
  });

  it('gives new roles, teams and settings within 60 seconds', async () => {
    const tenant = await addTenant({ visibility: 'all' });
    const membership = await join(tenant);
    expect(await callers.resolve(identity, undefined)).toMatchObject({ role: 'agent', visibility: 'all' });
    await join(tenant, { ...membership, role: 'viewer', teamIds: [] });
    await setTenant(tenant, { visibility: 'own' });
    clock += CALLER_CACHE_MS;
    expect(await callers.resolve(identity, undefined)).toMatchObject({
      role: 'viewer',
      teamIds: [],
      visibility: 'own',
    });
  });

  it('is not a failure', async () => {
    const tenant = await addTenant();
    await join(tenant);
    let failures = 1;
    const flaky: Table = {
      ...table,
      query: (...given) => (failures-- > 0 ? Promise.reject(new Error('down')) : table.query(...given)),
    };
    const starting = createCallers({ table: flaky, now: () => new Date(clock) });
    await expect(starting.resolve(identity, undefined)).rejects.toThrow('down');
    expect(await starting.resolve(identity, undefined)).toMatchObject({ role: 'agent' });
  });
});
