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
import { newId } from '../runtime/change.ts';
import { createInviting } from './inviting.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let shared: TenantBed;
let bed: TenantBed;
let mailed: string[];

beforeAll(async () => {
  shared = await createTenantBed(inject('dynamodbEndpoint'));
});
beforeEach(async () => {
  bed = await addTenant(shared.endpoint, shared.tableName);
  mailed = [];
});

const none = { params: undefined, query: undefined, body: undefined };
const at = (id: string) => ({ ...none, params: { id } });
const routes = () =>
  createInviting(bed.table, { ...everybody, invite: async (email) => void mailed.push(email) });
const invite = async (body: object = {}) => {
  const email = `user-${newId(new Date()).toLowerCase()}@romashka.example`;
  const input = userInputSchema.parse({ email, name: 'Иван Петров', role: 'agent', ...body });
  return bodyOf(await bed.platform.createUser({ ...none, body: input }, bed.as(bed.admin)));
};
const again = async (id: string, request?: RequestOptions) =>
  bodyOf(await routes().inviteAgain(at(id), bed.as(bed.admin, request)));
const withdraw = (id: string, request?: RequestOptions) =>
  routes().withdrawInvitation(at(id), bed.as(bed.admin, request));
const accept = (email: string) =>
  bed.platform.acceptInvitation(
    { ...none, params: { tenantId: bed.tenant.id } },
    signedInAs(identityOf(email)),
  );
const leave = (email: string) =>
  bed.platform.leave({ ...none, params: { tenantId: bed.tenant.id } }, signedInAs(identityOf(email)));
const read = async (id: string) => bodyOf(await bed.platform.readUser(at(id), bed.as(bed.admin)));

describe('inviting again', () => {
  it('mails the person and begins the days anew', async () => {
    const { id, email, invitation } = await invite();
    const now = new Date(Date.now() + 60_000);
    const user = await again(id, { now });
    expect(mailed).toEqual([email]);
    expect(user).toMatchObject({ state: 'invited', version: 2, invitation: { sentAt: now.toISOString() } });
    expect(Date.parse(user.invitation?.expiresAt ?? '')).toBeGreaterThan(
      Date.parse(invitation?.expiresAt ?? ''),
    );
    expect(await accept(email)).toMatchObject({ body: { userId: id } });
  });

  it('mails nobody a second time when a request is repeated', async () => {
    const { id, email } = await invite();
    const request = { idempotency: { key: 'again', fingerprint: 'f' } };
    const first = await routes().inviteAgain(at(id), bed.as(bed.admin, request));
    const repeat = await routes().inviteAgain(at(id), bed.as(bed.admin, request));
    expect(repeat).toEqual({ ...first, replayed: true });
    expect(mailed).toEqual([email]);
  });

  it('mails nobody who was named by an identity', async () => {
    const { id } = await invite({
      identity: { issuer: 'https://issuer.example', subject: newId(new Date()) },
    });
    expect(await again(id)).toMatchObject({ state: 'invited', version: 2 });
    expect(mailed).toEqual([]);
  });

  it('is refused for a member, active or not, without a mail', async () => {
    const { id, email } = await invite();
    await accept(email);
    const joined = { kind: 'conflict', code: 'user.joined' };
    expect(await refusalOf(again(id))).toMatchObject(joined);
    const patch = userPatchSchema.parse({ active: false });
    await bed.platform.changeUser({ ...at(id), body: patch }, bed.as(bed.admin));
    expect(await read(id)).toMatchObject({ state: 'deactivated' });
    expect(await refusalOf(again(id))).toMatchObject(joined);
    expect(await refusalOf(again(NOBODY))).toMatchObject({ code: 'user.not-found' });
    expect(await refusalOf(again(id, { ifMatch: [1] }))).toMatchObject({ code: 'version.mismatch' });
    expect(mailed).toEqual([]);
  });

  it('brings back who has left, as the same user, once the person accepts', async () => {
    const { id, email } = await bed.addUser('manager');
    const { joinedAt } = await read(id);
    await leave(email);
    expect(await refusalOf(invite({ email }))).toMatchObject({ code: 'user.exists' });
    expect(await again(id)).toMatchObject({ state: 'invited', active: false });
    expect(await accept(email)).toMatchObject({ body: { userId: id, role: 'manager' } });
    expect(await read(id)).toMatchObject({ state: 'active', joinedAt });
  });
});

describe('an identity that two users are named by, one after the other', () => {
  const twice = async () => {
    const identity = { issuer: 'https://issuer.example', subject: newId(new Date()) };
    const to = { ...none, params: { tenantId: bed.tenant.id } };
    const gone = await invite({ identity });
    await bed.platform.acceptInvitation(to, signedInAs(identity));
    await bed.platform.leave(to, signedInAs(identity));
    const invited = await invite({ identity });
    return { identity, to, gone, invited };
  };

  it('stays invited as the one that waits: the other is not invited again in its place', async () => {
    const { identity, to, gone, invited } = await twice();
    expect(await refusalOf(again(gone.id))).toMatchObject({ kind: 'conflict', code: 'user.exists' });
    expect(await read(gone.id)).toMatchObject({ state: 'left' });
    expect(await again(invited.id)).toMatchObject({ state: 'invited' });
    expect(await bed.platform.acceptInvitation(to, signedInAs(identity))).toMatchObject({
      body: { userId: invited.id },
    });
  });

  it('is invited as the other once the first invitation is withdrawn', async () => {
    const { identity, to, gone, invited } = await twice();
    await withdraw(invited.id);
    expect(await again(gone.id)).toMatchObject({ state: 'invited' });
    expect(await bed.platform.acceptInvitation(to, signedInAs(identity))).toMatchObject({
      body: { userId: gone.id },
    });
  });
});

describe('withdrawing', () => {
  it('removes who has never been a member, and frees the address', async () => {
    const { id, email } = await invite();
    expect(await withdraw(id)).toEqual({ status: 204 });
    expect(await refusalOf(read(id))).toMatchObject({ code: 'user.not-found' });
    expect(await refusalOf(withdraw(id))).toMatchObject({ code: 'user.not-found' });
    const anew = await invite({ email });
    expect(anew.id).not.toBe(id);
    expect(await accept(email)).toMatchObject({ body: { userId: anew.id } });
  });

  it('of an identity frees the identity', async () => {
    const identity = { issuer: 'https://issuer.example', subject: newId(new Date()) };
    const { id } = await invite({ identity });
    await withdraw(id);
    expect(await invite({ identity })).toMatchObject({ state: 'invited' });
  });

  it('leaves who has left before as one who has left', async () => {
    const { id, email } = await bed.addUser('agent');
    const { joinedAt } = await read(id);
    await leave(email);
    await again(id);
    await withdraw(id);
    expect(await read(id)).toMatchObject({ state: 'left', email, joinedAt });
    expect(await refusalOf(accept(email))).toMatchObject({ code: 'invitation.not-found' });
    expect(await refusalOf(withdraw(id))).toMatchObject({ code: 'invitation.not-found' });
  });

  it('is for an invitation only, and held to the version that the admin names', async () => {
    expect(await refusalOf(withdraw(bed.admin.id))).toMatchObject({ code: 'invitation.not-found' });
    const { id } = await invite();
    expect(await refusalOf(withdraw(id, { ifMatch: [7] }))).toMatchObject({ code: 'version.mismatch' });
    expect(await withdraw(id, { ifMatch: [1] })).toEqual({ status: 204 });
  });
});
