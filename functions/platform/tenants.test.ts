import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { tenantPatchSchema } from '../../shared/platform/tenant.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { createCallers, tenantItem, tenantKey } from '../runtime/caller.ts';
import { readItem } from '../runtime/table/item.ts';

let shared: TenantBed;
let bed: TenantBed;

beforeAll(async () => {
  shared = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(async () => {
  bed = await addTenant(shared.endpoint, shared.tableName);
});

const none = { params: undefined, query: undefined, body: undefined };
const change = async (patch: object, request: RequestOptions = {}) =>
  bodyOf(
    await bed.platform.changeTenant(
      { ...none, body: tenantPatchSchema.parse(patch) },
      bed.as(bed.admin, request),
    ),
  );
const read = async () => bodyOf(await bed.platform.readTenant(none, bed.as(bed.admin)));
const stored = async () => {
  const item = await bed.table.get(tenantKey(bed.tenant), { consistent: true });
  if (!item) throw new Error('The tenant is gone.');
  return readItem(tenantItem, item);
};

describe('the settings', () => {
  it('are read without what is ours alone, and changed for the callers to come', async () => {
    expect(await read()).toMatchObject({ id: bed.tenant.id, name: 'Ромашка', visibility: 'all', version: 1 });
    expect(await read()).not.toHaveProperty('feedShards');
    const changed = await change({ visibility: 'own', currency: 'KZT' });
    expect(changed).toMatchObject({ visibility: 'own', currency: 'KZT', name: 'Ромашка', version: 2 });
    expect(changed).not.toHaveProperty('feedShards');
    expect(await read()).toEqual(changed);
    expect((await stored()).data.feedShards).toBe(4);
    const callers = createCallers({ table: bed.table, now: () => new Date() });
    const identity = { issuer: 'https://issuer.example', subject: bed.admin.email };
    expect(await callers.resolve(identity, undefined)).toMatchObject({
      userId: bed.admin.id,
      role: 'admin',
      visibility: 'own',
    });
  });

  it('are changed by version', async () => {
    await change({ name: 'Лютик' });
    expect(await change({ name: 'Лютик' })).toMatchObject({ version: 2 });
    expect(await refusalOf(change({ name: 'x' }, { ifMatch: [1] }))).toMatchObject({
      code: 'version.mismatch',
    });
    expect(await refusalOf(change({ name: 'x', baseVersion: 1 }))).toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['name'], currentVersion: 2 },
    });
    expect(await change({ language: 'en', baseVersion: 1 })).toMatchObject({ name: 'Лютик', version: 3 });
    expect(await refusalOf(change({ zone: null }))).toMatchObject({ issues: [{ pointer: '/zone' }] });
  });

  it('lose no change of two at once', async () => {
    await Promise.all([change({ name: 'Лютик' }), change({ zone: 'Asia/Omsk' })]);
    expect(await read()).toMatchObject({ name: 'Лютик', zone: 'Asia/Omsk', version: 3 });
  });
});

describe('the caller', () => {
  it('is told with teams and organisation, in one read', async () => {
    const teams = [await bed.addTeam('Продажи'), await bed.addTeam('Опт')];
    await bed.addTeam('Не моя');
    const agent = await bed.addUser('agent', teams);
    const me = bodyOf(await bed.platform.readMe(none, bed.as(agent, { visibility: 'team' })));
    expect(me.user).toMatchObject({ id: agent.id, email: agent.email, role: 'agent', version: 2 });
    expect(me.user).toMatchObject({ state: 'active' });
    expect(me.user).not.toHaveProperty('identity');
    expect(me.teams.map(({ name }) => name).sort()).toEqual(['Опт', 'Продажи']);
    expect(me.tenant).toEqual({
      id: bed.tenant.id,
      name: 'Ромашка',
      country: 'RU',
      currency: 'RUB',
      zone: 'Europe/Moscow',
      language: 'ru',
      visibility: 'team',
    });
  });
});
