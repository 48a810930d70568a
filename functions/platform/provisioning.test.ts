import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Envelope } from '../../events/event.ts';
import { userCreatedV1 } from '../../events/user-created.v1.ts';
import { dictionaryNameSchema } from '../../shared/platform/dictionary.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, everybody, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { validEnvelope } from '../events/publishing.ts';
import { createCallers, tenantItem, tenantKey } from '../runtime/caller.ts';
import { EVENT_SHARDS, eventItem, eventPartition, newId } from '../runtime/change.ts';
import { dictionaryPartition, peoplePartition } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import { DEFAULT_ENTRIES } from './default-dictionaries.ts';
import { dictionaryEntryItem } from './dictionary-item.ts';
import type { Directory } from './directory.ts';
import { adminCountKey, userItem } from './people-item.ts';
import { createProvision } from './provisioning.ts';

let bed: TenantBed;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
});

const NOW = new Date('2026-11-23T09:30:00.000Z');
const provision = (input: object, directory: Directory = everybody) =>
  createProvision({ table: bed.table, directory, now: () => NOW })(input, 'provisioning');
const inputOf = (more: object = {}) => ({
  tenant: { name: 'Лютик' },
  admin: { email: `Olga-${newId(new Date())}@Lyutik.example`, name: 'Ольга' },
  ...more,
});

/** Everything that an organisation has in its partitions for people and entries. */
async function everything(tenantId: string) {
  const tenant = new VerifiedTenant(tenantId, 1);
  const partitions = [
    peoplePartition(tenant),
    ...dictionaryNameSchema.options.map((name) => dictionaryPartition(tenant, name)),
    ...Array.from({ length: EVENT_SHARDS }, (_, shard) => eventPartition(tenant, '2026-11-23', shard)),
  ];
  const pages = await Promise.all(partitions.map((pk) => bed.table.query({ pk, consistent: true })));
  return { tenant, items: pages.flatMap(({ items }) => items) };
}

describe('provisioning', () => {
  it('makes settings with their defaults, and an administrator who can come in', async () => {
    const input = inputOf();
    const made = await provision(input);
    expect(ulidSchema.parse(made.tenantId)).toBe(made.tenantId);
    const { tenant, items } = await everything(made.tenantId);
    const settings = await bed.table.get(tenantKey(tenant));
    expect(settings && readItem(tenantItem, settings)).toMatchObject({
      version: 1,
      data: {
        name: 'Лютик',
        country: 'RU',
        currency: 'RUB',
        zone: 'Europe/Moscow',
        language: 'ru',
        visibility: 'all',
        feedShards: 4,
        createdBy: made.userId,
        createdAt: NOW.toISOString(),
      },
    });
    const email = input.admin.email.toLowerCase();
    const users = items.filter(({ kind }) => kind === userItem.kind);
    expect(users.map((item) => readItem(userItem, item).data)).toMatchObject([
      { id: made.userId, email, name: 'Ольга', role: 'admin', active: true },
    ]);
    expect((await bed.table.get(adminCountKey(tenant)))?.data).toEqual({ count: 1 });
    const callers = createCallers({ table: bed.table, now: () => NOW });
    const caller = await callers.resolve({ issuer: 'https://issuer.example', subject: email }, undefined);
    expect(caller).toMatchObject({ userId: made.userId, role: 'admin', tenant: { id: made.tenantId } });
  });

  it('fills every dictionary, in order', async () => {
    const { tenantId, userId } = await provision(inputOf());
    const { tenant } = await everything(tenantId);
    for (const name of dictionaryNameSchema.options) {
      const { items } = await bed.table.query({ pk: dictionaryPartition(tenant, name) });
      const entries = items.map((item) => readItem(dictionaryEntryItem, item));
      expect(entries.every(({ version, data }) => version === 1 && data.active)).toBe(true);
      const inOrder = entries.map(({ data }) => data).sort((one, other) => one.order - other.order);
      expect(inOrder.map(({ id, labels }) => [id, labels.ru, labels.en])).toEqual(DEFAULT_ENTRIES[name]);
      expect(new Set(inOrder.map(({ createdBy }) => createdBy))).toEqual(new Set([userId]));
    }
  });

  it('tells of all that it made, in events that fit their contracts', async () => {
    const { tenantId, userId } = await provision(inputOf());
    const { items } = await everything(tenantId);
    const events: Envelope[] = items
      .filter(({ kind }) => kind === eventItem.kind)
      .map((item) => validEnvelope(readItem(eventItem, item).data));
    const entries = Object.values(DEFAULT_ENTRIES).flat().length;
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of('tenant.created.v1')).toHaveLength(1);
    expect(of(userCreatedV1.type)).toMatchObject([{ data: { userId, version: 1 } }]);
    expect(of('dictionary-entry.created.v1')).toHaveLength(entries);
    expect(events).toHaveLength(entries + 2);
    for (const event of events) {
      expect(event).toMatchObject({ tenant: tenantId, actor: userId, correlationId: 'provisioning' });
    }
  });

  it('takes the identity it is given', async () => {
    const identityOf = () => Promise.reject(new Error('Nobody is to be asked.'));
    const nobody: Directory = { ...everybody, identityOf };
    const identity = { issuer: 'https://other.example', subject: 'olga' };
    const input = inputOf({ admin: { email: 'olga@lyutik.example', name: 'Ольга', identity } });
    const { userId } = await provision(input, nobody);
    const callers = createCallers({ table: bed.table, now: () => NOW });
    expect(await callers.resolve(identity, undefined)).toMatchObject({ userId });
  });
});

describe('a repeat with the same tenant id', () => {
  it('gives the same organisation and writes nothing', async () => {
    const input = { ...inputOf(), tenantId: newId(new Date()) };
    const made = await provision(input);
    expect(made.tenantId).toBe(input.tenantId);
    const before = await everything(made.tenantId);
    expect(await provision({ ...input, tenant: { name: 'Другое имя' } })).toEqual(made);
    expect(await everything(made.tenantId)).toEqual(before);
  });

  it('at the same moment makes one organisation with one administrator', async () => {
    const input = { ...inputOf(), tenantId: newId(new Date()) };
    const made = await Promise.all([1, 2, 3].map(() => provision(input)));
    expect(new Set(made.map(({ userId }) => userId)).size).toBe(1);
    const { items } = await everything(input.tenantId);
    expect(items.filter(({ kind }) => kind === userItem.kind)).toHaveLength(1);
  });

  it('is refused with another administrator, and leaves the first alone', async () => {
    const input = { ...inputOf(), tenantId: newId(new Date()) };
    const made = await provision(input);
    const before = await everything(made.tenantId);
    const taken = provision({ ...inputOf(), tenantId: made.tenantId });
    expect(await refusalOf(taken)).toMatchObject({ kind: 'conflict', code: 'tenant.exists' });
    expect(await everything(made.tenantId)).toEqual(before);
  });
});

describe('bad input', () => {
  it('is refused before a login is made', async () => {
    const asked: string[] = [];
    const directory: Directory = {
      ...everybody,
      identityOf: async (email) => {
        asked.push(email);
        return { issuer: 'https://issuer.example', subject: email };
      },
    };
    const admin = { email: 'nobody', name: 'Ольга' };
    expect(await refusalOf(provision(inputOf({ admin }), directory))).toMatchObject({
      code: 'email.malformed',
    });
    for (const wrong of [
      inputOf({ tenantId: 'romashka' }),
      inputOf({ tenant: { name: '' } }),
      inputOf({ tenant: { name: 'Л', zone: 'Europe/Nowhere' } }),
      inputOf({ tenant: { name: 'Л', feedShards: 0 } }),
      inputOf({ more: true }),
    ]) {
      await expect(provision(wrong, directory)).rejects.toThrow(/Invalid|invalid|Unrecognized|"code"/);
    }
    expect(asked).toEqual([]);
  });
});
