import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { userInputSchema, userPatchSchema } from '../../shared/platform/people.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  everybody,
  identityOf,
  type RequestOptions,
  signedInAs,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { createCallers, identityHash, membershipItem, membershipKey } from '../runtime/caller.ts';
import { newId } from '../runtime/change.ts';
import { userKey } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Directory } from './directory.ts';
import { adminCountKey } from './people-item.ts';
import { createUsers } from './users.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const ISSUER = 'https://issuer.example';

let shared: TenantBed;
let bed: TenantBed;

beforeAll(async () => {
  shared = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(async () => {
  bed = await addTenant(shared.endpoint, shared.tableName);
});

const none = { params: undefined, query: undefined, body: undefined };
const address = (): string => `user-${newId(new Date()).toLowerCase()}@romashka.example`;
const input = (body: object) => ({
  ...none,
  body: userInputSchema.parse({ email: address(), name: 'Иван Петров', role: 'agent', ...body }),
});
const invite = async (body: object = {}) =>
  bodyOf(await bed.platform.createUser(input(body), bed.as(bed.admin)));
/** A user who has accepted. */
const create = async (body: object = {}) => {
  const { id, email } = await invite(body);
  const params = { tenantId: bed.tenant.id };
  await bed.platform.acceptInvitation({ ...none, params }, signedInAs(identityOf(email)));
  return read(id);
};
/** A directory that notes whom it is asked to invite. */
const noting = (asked: string[]): Directory => ({
  ...everybody,
  invite: async (email) => void asked.push(email),
});
const change = async (id: string, patch: object, request: RequestOptions = {}) =>
  bodyOf(
    await bed.platform.changeUser(
      { ...none, params: { id }, body: userPatchSchema.parse(patch) },
      bed.as(bed.admin, request),
    ),
  );
const read = async (id: string) =>
  bodyOf(await bed.platform.readUser({ ...none, params: { id } }, bed.as(bed.admin)));
const list = async () => bodyOf(await bed.platform.listUsers(none, bed.as(bed.admin))).users;
/** What lets a person in, as the table holds it. */
const membership = async (subject: string, issuer = ISSUER) => {
  const item = await bed.table.get(membershipKey({ issuer, subject }, bed.tenant.id), { consistent: true });
  return item ? readItem(membershipItem, item) : undefined;
};
const admins = async () =>
  (await bed.table.get(adminCountKey(bed.tenant), { consistent: true }))?.data['count'];

describe('a new user', () => {
  it('is invited, is in the list, and has no membership', async () => {
    const team = await bed.addTeam('Продажи');
    const user = await invite({ email: ' Ivan@Romashka.Example', teamIds: [team], language: 'en' });
    expect(user).toMatchObject({
      email: 'ivan@romashka.example',
      role: 'agent',
      teamIds: [team],
      language: 'en',
      active: false,
      state: 'invited',
      invitation: { sentBy: bed.admin.id, sentAt: user.createdAt },
      createdBy: bed.admin.id,
      version: 1,
    });
    expect(user).not.toHaveProperty('joinedAt');
    expect(await read(user.id)).toEqual(user);
    expect(await list()).toEqual([expect.objectContaining({ id: bed.admin.id }), user]);
    expect(await membership('ivan@romashka.example')).toBeUndefined();
  });

  it('tells no identity, whether of somebody who accepted or of somebody whom the admin named', async () => {
    const identity = { issuer: ISSUER, subject: 'a program' };
    for (const user of [await create(), await invite({ identity }), await read(bed.admin.id)]) {
      expect(JSON.stringify(user)).not.toMatch(/issuer|subject|identity|named/);
    }
  });

  it('who is named by an identity gets no login and no mail, and is not a member either', async () => {
    const asked: string[] = [];
    const users = createUsers(bed.table, noting(asked));
    const identity = { issuer: 'https://other.example/realm#1', subject: 'machine 1' };
    const user = bodyOf(await users.createUser(input({ identity }), bed.as(bed.admin)));
    expect(user).toMatchObject({ active: false, state: 'invited' });
    expect(asked).toEqual([]);
    expect(await membership('machine 1', identity.issuer)).toBeUndefined();
    expect(identityHash(identity)).not.toBe(identityHash({ issuer: ISSUER, subject: 'machine 1' }));
    const { email } = bodyOf(await users.createUser(input({}), bed.as(bed.admin)));
    expect(asked).toEqual([email]);
  });

  it('is refused with an address or an identity that a user has already, however it is written', async () => {
    const identity = { issuer: ISSUER, subject: 'one' };
    const { email } = await invite({ identity });
    const taken = { kind: 'conflict', code: 'user.exists' };
    expect(await refusalOf(invite({ email: email.toUpperCase() }))).toMatchObject(taken);
    expect(await refusalOf(invite({ identity }))).toMatchObject(taken);
    const member = await create();
    expect(await refusalOf(invite({ identity: identityOf(member.email) }))).toMatchObject(taken);
    expect(await list()).toHaveLength(3);
    const other = await addTenant(bed.endpoint, bed.tableName);
    const elsewhere = await other.platform.createUser(input({ email, identity }), other.as(other.admin));
    expect(elsewhere.status).toBe(201);
  });

  it('that is refused is not invited: no login is made for nothing', async () => {
    const asked: string[] = [];
    const users = createUsers(bed.table, noting(asked));
    const { email } = await invite({ identity: { issuer: ISSUER, subject: 'elsewhere' } });
    const team = await bed.addTeam('Продажи');
    for (const body of [{ email }, { teamIds: [team, NOBODY, team] }, { email: 'nobody' }]) {
      expect((await refusalOf(users.createUser(input(body), bed.as(bed.admin)))).kind).not.toBe('internal');
    }
    expect(asked).toEqual([]);
    const user = bodyOf(await users.createUser(input({ teamIds: [team, team] }), bed.as(bed.admin)));
    expect(asked).toEqual([user.email]);
  });

  it('is not there where the login could not be made', async () => {
    const down = () =>
      Promise.reject(Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' }));
    const users = createUsers(bed.table, { ...everybody, invite: down });
    const email = address();
    await expect(users.createUser(input({ email }), bed.as(bed.admin))).rejects.toThrow('slow down');
    expect(await list()).toHaveLength(1);
    expect(await invite({ email })).toMatchObject({ state: 'invited' });
  });

  it('is one when many invite the same person at once, and is not counted as an admin before accepting', async () => {
    const email = address();
    const made = await Promise.allSettled([1, 2, 3, 4].map(() => invite({ email, role: 'admin' })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await list()).toHaveLength(2);
    expect(await admins()).toBe(1);
  });

  it('is refused without a proper address or with a team that is not there', async () => {
    const team = await bed.addTeam('Продажи');
    expect(await refusalOf(invite({ email: 'nobody' }))).toMatchObject({
      issues: [{ pointer: '/email', code: 'email.malformed' }],
    });
    expect(await refusalOf(invite({ teamIds: [team, NOBODY] }))).toMatchObject({
      issues: [{ pointer: '/teamIds/1', code: 'reference.unknown' }],
    });
    expect(await list()).toHaveLength(1);
  });
});

describe('a user stored before there were invitations', () => {
  it('is a member who joined when the record was made', async () => {
    const { id, email } = await create();
    const key = userKey(bed.tenant, id);
    const item = await bed.table.get(key, { consistent: true });
    const { joinedAt: _, ...data } = item?.data ?? {};
    if (!item) throw new Error('The user is gone.');
    await bed.table.transact([{ op: 'put', item: { ...item, schema: 1, data } }]);
    const before = await read(id);
    expect(before).toMatchObject({ state: 'active', joinedAt: before.createdAt });
    expect(await change(id, { role: 'manager' })).toMatchObject({ joinedAt: before.createdAt });
    expect(await membership(email)).toMatchObject({ data: { role: 'manager', active: true } });
  });
});

describe('a change', () => {
  it('of role, teams or activity reaches the membership with the same version', async () => {
    const [first, second] = [await bed.addTeam('Первая'), await bed.addTeam('Вторая')];
    const { id, email } = await create({ teamIds: [first] });
    const steps = [
      { role: 'manager' },
      { teamIds: [second, first] },
      { active: false },
      { active: true, role: 'viewer', teamIds: [] },
    ];
    let expected: object = { userId: id, role: 'agent', teamIds: [first], active: true };
    for (const [index, patch] of steps.entries()) {
      const user = await change(id, patch);
      expected = { ...expected, ...patch };
      expect(user).toMatchObject({ ...patch, version: index + 3 });
      expect(await membership(email)).toMatchObject({ version: index + 3, data: expected });
    }
  });

  it('of somebody who has not accepted changes what the invitation is to, and lets nobody in', async () => {
    const { id, email } = await invite();
    expect(await change(id, { role: 'admin', name: 'Пётр' })).toMatchObject({
      role: 'admin',
      state: 'invited',
    });
    expect(await refusalOf(change(id, { active: true }))).toMatchObject({
      kind: 'conflict',
      code: 'user.not-accepted',
    });
    expect(await change(id, { active: false })).toMatchObject({ state: 'invited', version: 2 });
    expect(await membership(email)).toBeUndefined();
    expect(await admins()).toBe(1);
  });

  it('lets a person in, and out again within a minute', async () => {
    const { id, email } = await create();
    let clock = Date.now();
    const callers = createCallers({ table: bed.table, now: () => new Date(clock) });
    const come = () => callers.resolve({ issuer: ISSUER, subject: email }, undefined);
    expect(await come()).toMatchObject({ userId: id, role: 'agent' });
    await change(id, { active: false });
    clock += 60_000;
    expect(await refusalOf(come())).toMatchObject({ kind: 'forbidden', code: 'membership.none' });
    await change(id, { active: true, role: 'viewer' });
    clock += 60_000;
    expect(await come()).toMatchObject({ userId: id, role: 'viewer' });
  });

  it('refuses a team that is not there, and leaves everything as it was', async () => {
    const { id, email, ...rest } = await create();
    expect(await refusalOf(change(id, { role: 'manager', teamIds: [NOBODY] }))).toMatchObject({
      issues: [{ pointer: '/teamIds/0', code: 'reference.unknown' }],
    });
    expect(await read(id)).toEqual({ id, email, ...rest });
    expect(await membership(email)).toMatchObject({ version: 2, data: { role: 'agent' } });
    expect(await refusalOf(change(NOBODY, { name: 'x' }))).toMatchObject({ code: 'user.not-found' });
  });

  it('is held to the versions that the caller names, and changes nothing where nothing differs', async () => {
    const { id } = await create();
    await change(id, { name: 'Пётр' });
    expect(await change(id, { name: 'Пётр' })).toMatchObject({ version: 3 });
    expect(await refusalOf(change(id, { name: 'x' }, { ifMatch: [1, 2] }))).toMatchObject({
      code: 'version.mismatch',
      facts: { currentVersion: 3 },
    });
    expect(await refusalOf(change(id, { name: 'x', baseVersion: 2 }))).toMatchObject({
      code: 'version.conflict',
      facts: { fields: ['name'] },
    });
    expect(await change(id, { zone: 'Asia/Omsk', baseVersion: 2 })).toMatchObject({
      name: 'Пётр',
      version: 4,
    });
    expect(await refusalOf(change(id, { name: null }))).toMatchObject({ issues: [{ pointer: '/name' }] });
  });
});

describe('the last administrator', () => {
  const last = { kind: 'conflict', code: 'user.last-admin' };

  it('keeps the role and the login', async () => {
    expect(await refusalOf(change(bed.admin.id, { role: 'agent' }))).toMatchObject(last);
    expect(await refusalOf(change(bed.admin.id, { active: false }))).toMatchObject(last);
    expect(await read(bed.admin.id)).toMatchObject({ role: 'admin', active: true, version: 1 });
    expect(await change(bed.admin.id, { name: 'Анна' })).toMatchObject({ name: 'Анна' });
    expect(await admins()).toBe(1);
  });

  it('is counted among the active ones', async () => {
    const second = await create({ role: 'admin' });
    expect(await admins()).toBe(2);
    await change(second.id, { active: false });
    expect(await refusalOf(change(bed.admin.id, { role: 'agent' }))).toMatchObject(last);
    await change(second.id, { role: 'agent' });
    expect(await admins()).toBe(1);
    await change(second.id, { role: 'admin', active: true });
    expect(await admins()).toBe(2);
    await change(bed.admin.id, { role: 'agent', active: false });
    expect(await refusalOf(change(second.id, { active: false }))).toMatchObject(last);
  });

  it('stays when two are taken down at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const tenant = await addTenant(shared.endpoint, shared.tableName);
      bed = tenant;
      const second = await create({ role: 'admin' });
      const outcomes = await Promise.allSettled([
        change(bed.admin.id, { role: 'agent' }),
        change(second.id, { active: false }),
      ]);
      const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(refused).toHaveLength(1);
      expect(refused[0]).toMatchObject({ code: expect.stringMatching(/^(user\.last-admin|engine\.busy)$/) });
      expect((await list()).filter(({ role, active }) => role === 'admin' && active)).toHaveLength(1);
      expect(await admins()).toBe(1);
    }
  });
});
