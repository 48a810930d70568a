import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { userPatchSchema } from '../../shared/platform/people.ts';
import { bodyOf, createClientDesk } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  identityOf,
  type Person,
  signedInAs,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { CALLER_CACHE_MS, createCallers, membershipKey } from '../runtime/caller.ts';
import { adminCountKey } from './people-item.ts';

const NOWHERE = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let shared: TenantBed;
let bed: TenantBed;

beforeAll(async () => {
  shared = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(async () => {
  bed = await addTenant(shared.endpoint, shared.tableName);
});

const none = { params: undefined, query: undefined, body: undefined };
const leave = ({ email }: Pick<Person, 'email'>, tenantId = bed.tenant.id) =>
  bed.platform.leave({ ...none, params: { tenantId } }, signedInAs(identityOf(email)));
const places = async ({ email }: Pick<Person, 'email'>) =>
  bodyOf(await bed.platform.listMemberships(none, signedInAs(identityOf(email)))).memberships;
const read = async ({ id }: Pick<Person, 'id'>) =>
  bodyOf(await bed.platform.readUser({ ...none, params: { id } }, bed.as(bed.admin)));
const change = ({ id }: Pick<Person, 'id'>, patch: object) =>
  bed.platform.changeUser({ ...none, params: { id }, body: userPatchSchema.parse(patch) }, bed.as(bed.admin));
const invitedInto = async (other: TenantBed, { email }: Person) => {
  const body = { email, name: 'Иван', role: 'agent' as const, teamIds: [] };
  await other.platform.createUser({ ...none, body }, other.as(other.admin));
  const params = { tenantId: other.tenant.id };
  await other.platform.acceptInvitation({ ...none, params }, signedInAs(identityOf(email)));
};
const admins = async () =>
  (await bed.table.get(adminCountKey(bed.tenant), { consistent: true }))?.data['count'];
const membership = ({ email }: Pick<Person, 'email'>) =>
  bed.table.get(membershipKey(identityOf(email), bed.tenant.id), { consistent: true });

describe('memberships', () => {
  it('are all places of an identity, those that an admin took away too, and nobody else’s', async () => {
    const other = await addTenant(shared.endpoint, shared.tableName);
    const person = await bed.addUser('manager');
    await invitedInto(other, person);
    await change(person, { active: false });
    const place = { organisation: 'Ромашка', tenantId: bed.tenant.id, userId: person.id, role: 'manager' };
    const listed = await places(person);
    expect(listed).toHaveLength(2);
    expect(listed).toContainEqual({ ...place, active: false });
    expect(listed).toContainEqual(expect.objectContaining({ tenantId: other.tenant.id, active: true }));
    expect(await places({ email: 'nobody@romashka.example' })).toEqual([]);
  });
});

describe('whoever leaves', () => {
  it('is out, everywhere within a minute, and stays known as one who has left', async () => {
    const person = await bed.addUser('agent');
    let clock = Date.now();
    const callers = createCallers({ table: bed.table, now: () => new Date(clock) });
    const come = () => callers.resolve(identityOf(person.email), undefined);
    expect(await come()).toMatchObject({ userId: person.id });
    expect(await leave(person)).toEqual({ status: 204 });
    clock += CALLER_CACHE_MS;
    expect(await refusalOf(come())).toMatchObject({ code: 'membership.none' });
    expect(await membership(person)).toBeUndefined();
    expect(await places(person)).toEqual([]);
    expect(await read(person)).toMatchObject({
      state: 'left',
      active: false,
      email: person.email,
      updatedBy: person.id,
    });
  });

  it('cannot be brought back by an admin alone', async () => {
    const person = await bed.addUser('agent');
    await leave(person);
    expect(await refusalOf(change(person, { active: true }))).toMatchObject({ code: 'user.not-accepted' });
    await change(person, { role: 'manager' });
    expect(await membership(person)).toBeUndefined();
  });

  it('may be somebody whose access was taken away, so that it is not given back unasked', async () => {
    const person = await bed.addUser('agent');
    await change(person, { active: false });
    expect(await leave(person)).toEqual({ status: 204 });
    expect(await refusalOf(change(person, { active: true }))).toMatchObject({ code: 'user.not-accepted' });
  });

  it('keeps the other places', async () => {
    const other = await addTenant(shared.endpoint, shared.tableName);
    const person = await bed.addUser('agent');
    await invitedInto(other, person);
    await leave(person);
    expect(await places(person)).toMatchObject([{ tenantId: other.tenant.id }]);
    const callers = createCallers({ table: bed.table, now: () => new Date() });
    expect(await callers.resolve(identityOf(person.email), undefined)).toMatchObject({
      tenant: other.tenant,
    });
  });

  it('stays the owner of cards until somebody takes them over, and is given no new ones', async () => {
    const person = await bed.addUser('agent');
    const desk = createClientDesk(bed);
    const { id } = await desk.company({ owner: person.id });
    await leave(person);
    const company = bodyOf(await bed.clients.readCompany({ ...none, params: { id } }, bed.as(bed.admin)));
    expect(company.owner).toBe(person.id);
    expect(await refusalOf(desk.company({ owner: person.id }))).toMatchObject({
      issues: [{ pointer: '/owner', code: 'reference.unknown' }],
    });
    const body = { owner: bed.admin.id };
    const taken = await bed.clients.changeCompany({ ...none, params: { id }, body }, bed.as(bed.admin));
    expect(taken.body).toMatchObject({ owner: bed.admin.id });
  });

  it('leaves once, and only a place that is there', async () => {
    const person = await bed.addUser('agent');
    const gone = { kind: 'not-found', code: 'membership.not-found' };
    expect(await refusalOf(leave(person, NOWHERE))).toMatchObject(gone);
    expect(await refusalOf(leave(person, shared.tenant.id))).toMatchObject(gone);
    await leave(person);
    expect(await refusalOf(leave(person))).toMatchObject(gone);
    expect(await read(person)).toMatchObject({ state: 'left', version: 3 });
  });
});

describe('the last administrator', () => {
  const last = { kind: 'conflict', code: 'user.last-admin' };

  it('cannot leave, and can once there is another', async () => {
    expect(await refusalOf(leave(bed.admin))).toMatchObject(last);
    expect(await read(bed.admin)).toMatchObject({ state: 'active', version: 1 });
    expect(await membership(bed.admin)).toBeDefined();
    const second = await bed.addUser('admin');
    expect(await admins()).toBe(2);
    await leave(bed.admin);
    expect(await admins()).toBe(1);
    expect(await refusalOf(leave(second))).toMatchObject(last);
  });

  it('is not counted as two by an invitation that waits, nor by an admin without access', async () => {
    const body = { email: 'waiting@romashka.example', name: 'Иван', role: 'admin' as const, teamIds: [] };
    await bed.platform.createUser({ ...none, body }, bed.as(bed.admin));
    expect(await refusalOf(leave(bed.admin))).toMatchObject(last);
    const second = await bed.addUser('admin');
    await change(second, { active: false });
    expect(await refusalOf(leave(bed.admin))).toMatchObject(last);
    await leave(second);
    expect(await admins()).toBe(1);
  });

  it('stays when two leave, or one leaves and takes the role from the other, at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      bed = await addTenant(shared.endpoint, shared.tableName);
      const second = await bed.addUser('admin');
      const outcomes = await Promise.allSettled([
        leave(bed.admin),
        round % 2 ? leave(second) : change(second, { role: 'agent' }),
      ]);
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({ code: expect.stringMatching(/^(user\.last-admin|engine\.busy)$/) });
      expect(await admins()).toBe(1);
      const left = [await membership(bed.admin), await membership(second)];
      expect(left.filter((item) => item?.data['role'] === 'admin')).toHaveLength(1);
    }
  });
});
