import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { INVITATION_DAYS } from '../../shared/platform/invitation.ts';
import { userInputSchema, userPatchSchema } from '../../shared/platform/people.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import {
  addTenant,
  createTenantBed,
  everybody,
  identityOf,
  signedInAs,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { createCallers, type Identity, membershipKey } from '../runtime/caller.ts';
import { newId } from '../runtime/change.ts';
import type { Directory, Person } from './directory.ts';
import { invitationKey } from './invitation-item.ts';
import { createInvitations } from './invitations.ts';
import { adminCountKey, userEmailKey } from './people-item.ts';

const DAY_MS = 86_400_000;
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
const address = (): string => `user-${newId(new Date()).toLowerCase()}@romashka.example`;
const invite = async (body: object = {}, by = bed) => {
  const input = userInputSchema.parse({ email: address(), name: 'Иван Петров', role: 'agent', ...body });
  return bodyOf(await by.platform.createUser({ ...none, body: input }, by.as(by.admin)));
};
/** The routes for somebody of whom the directory knows so much; of the owner of an address by default. */
const routesOf = (person?: Person) =>
  person
    ? createInvitations(bed.table, { ...everybody, personOf: async () => person } satisfies Directory)
    : bed.platform;
interface Asked {
  readonly person?: Person;
  readonly now?: Date;
  readonly tenantId?: string;
}
const ask = async (
  what: 'acceptInvitation' | 'declineInvitation',
  identity: Identity,
  { person, now = new Date(), tenantId = bed.tenant.id }: Asked = {},
) => routesOf(person)[what]({ ...none, params: { tenantId } }, signedInAs(identity, { now }));
const accept = async (identity: Identity, asked?: Asked) =>
  (await ask('acceptInvitation', identity, asked)).body;
const open = async (identity: Identity, { person, now = new Date() }: Asked = {}) =>
  bodyOf(await routesOf(person).listInvitations(none, signedInAs(identity, { now }))).invitations;
const read = async (id: string) =>
  bodyOf(await bed.platform.readUser({ ...none, params: { id } }, bed.as(bed.admin)));
const change = (id: string, patch: object) =>
  bed.platform.changeUser({ ...none, params: { id }, body: userPatchSchema.parse(patch) }, bed.as(bed.admin));
const admins = async () =>
  (await bed.table.get(adminCountKey(bed.tenant), { consistent: true }))?.data['count'];
const callers = () => createCallers({ table: bed.table, now: () => new Date() });
/** What is left of an invited user. */
const remains = async ({ email }: { readonly email: string }) =>
  bed.table.batchGet(
    [
      invitationKey({ email }, bed.tenant.id),
      userEmailKey(bed.tenant, email),
      membershipKey(identityOf(email), bed.tenant.id),
    ],
    { consistent: true },
  );

describe('whoever accepts', () => {
  it('is a member at once, with the role and teams of the invitation as it stands then', async () => {
    const [first, second] = [await bed.addTeam('Первая'), await bed.addTeam('Вторая')];
    const { id, email } = await invite({ role: 'viewer', teamIds: [first] });
    const resolve = callers().resolve;
    expect(await refusalOf(resolve(identityOf(email), undefined))).toMatchObject({ code: 'membership.none' });
    await change(id, { role: 'manager', teamIds: [first, second] });
    expect(await accept(identityOf(email))).toEqual({
      tenantId: bed.tenant.id,
      organisation: 'Ромашка',
      userId: id,
      role: 'manager',
      active: true,
    });
    // The same environment refused this identity a moment ago.
    expect(await resolve(identityOf(email), undefined)).toMatchObject({
      userId: id,
      role: 'manager',
      teamIds: [first, second],
    });
    const user = await read(id);
    expect(user).toMatchObject({ state: 'active', active: true, updatedBy: id, version: 3 });
    expect(user.joinedAt).toBe(user.updatedAt);
    expect(user).not.toHaveProperty('invitation');
    expect(await open(identityOf(email))).toEqual([]);
  });

  it('counts as an administrator from then on', async () => {
    const { email } = await invite({ role: 'admin' });
    expect(await admins()).toBe(1);
    await accept(identityOf(email));
    expect(await admins()).toBe(2);
  });

  it('who works elsewhere need name no organisation before, and has to afterwards', async () => {
    const elsewhere = await addTenant(shared.endpoint, shared.tableName);
    const person = await elsewhere.addUser('agent');
    const identity = identityOf(person.email);
    await invite({ email: person.email, role: 'admin' });
    expect(await callers().resolve(identity, undefined)).toMatchObject({ userId: person.id });
    expect(await refusalOf(callers().resolve(identity, bed.tenant.id))).toMatchObject({
      code: 'tenant.not-a-member',
    });
    await accept(identity);
    expect(await refusalOf(callers().resolve(identity, undefined))).toMatchObject({
      code: 'tenant.required',
      facts: { tenants: expect.arrayContaining([bed.tenant.id, elsewhere.tenant.id]) },
    });
    expect(await callers().resolve(identity, bed.tenant.id)).toMatchObject({ role: 'admin' });
    expect(await callers().resolve(identity, elsewhere.tenant.id)).toMatchObject({ role: 'agent' });
  });

  it('a second time is told that this is done, also when two try at once', async () => {
    const { id, email } = await invite({ role: 'admin' });
    const asked = await Promise.allSettled([1, 2, 3].map(() => accept(identityOf(email))));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of asked) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          code: expect.stringMatching(/^(user\.exists|engine\.busy)$/),
        });
    }
    expect(await refusalOf(accept(identityOf(email)))).toMatchObject({
      kind: 'conflict',
      code: 'user.exists',
    });
    expect(await read(id)).toMatchObject({ state: 'active', version: 2 });
    expect(await admins()).toBe(2);
  });

  it('under another address of the same login is told so, and stays one user', async () => {
    const { email } = await bed.addUser('agent');
    const second = await invite();
    const both = { email: second.email, name: 'Иван' };
    expect(await refusalOf(accept(identityOf(email), { person: both }))).toMatchObject({
      code: 'user.exists',
    });
    expect(await read(second.id)).toMatchObject({ state: 'invited' });
  });
});

describe('nobody accepts', () => {
  const unseen = { kind: 'not-found', code: 'invitation.not-found' };

  it('for somebody else, in another organisation, or what does not exist', async () => {
    const { email, id } = await invite();
    const stranger = identityOf(address());
    const other = await addTenant(shared.endpoint, shared.tableName);
    expect(await refusalOf(accept(stranger))).toMatchObject(unseen);
    expect(await refusalOf(accept(identityOf(bed.admin.email)))).toMatchObject({ code: 'user.exists' });
    expect(await refusalOf(accept(identityOf(email), { tenantId: other.tenant.id }))).toMatchObject(unseen);
    expect(await refusalOf(accept(identityOf(email), { tenantId: NOWHERE }))).toMatchObject(unseen);
    expect(await refusalOf(ask('declineInvitation', stranger))).toMatchObject(unseen);
    expect(await open(stranger)).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'invited', version: 1 });
  });

  it('without an address that is proved', async () => {
    const { email, id } = await invite();
    const unproved = { person: { name: 'Иван' } };
    const refusal = { kind: 'forbidden', code: 'email.unverified' };
    expect(await refusalOf(accept(identityOf(email), unproved))).toMatchObject(refusal);
    expect(await refusalOf(ask('declineInvitation', identityOf(email), unproved))).toMatchObject(refusal);
    expect(await open(identityOf(email), unproved)).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'invited', version: 1 });
  });

  it('after the last moment, until the invitation is sent again', async () => {
    const { email, id, invitation } = await invite();
    const end = Date.parse(invitation?.expiresAt ?? '');
    expect(end - Date.parse(invitation?.sentAt ?? '')).toBe(INVITATION_DAYS * DAY_MS);
    const [last, late] = [new Date(end - 1), new Date(end)];
    expect(await open(identityOf(email), { now: last })).toHaveLength(1);
    expect(await open(identityOf(email), { now: late })).toEqual([]);
    expect(await refusalOf(accept(identityOf(email), { now: late }))).toMatchObject({
      kind: 'conflict',
      code: 'invitation.expired',
    });
    await bed.platform.inviteAgain({ ...none, params: { id } }, bed.as(bed.admin, { now: late }));
    expect(await open(identityOf(email), { now: late })).toHaveLength(1);
    expect(await accept(identityOf(email), { now: late })).toMatchObject({ userId: id });
  });

  it('what was withdrawn or declined', async () => {
    const withdrawn = await invite();
    await bed.platform.withdrawInvitation({ ...none, params: { id: withdrawn.id } }, bed.as(bed.admin));
    expect(await refusalOf(accept(identityOf(withdrawn.email)))).toMatchObject(unseen);
    const declined = await invite();
    await ask('declineInvitation', identityOf(declined.email));
    expect(await refusalOf(accept(identityOf(declined.email)))).toMatchObject(unseen);
    expect(await refusalOf(ask('declineInvitation', identityOf(declined.email)))).toMatchObject(unseen);
  });

  it('what the admin withdraws at the same moment: one of the two wins, and nothing is left by half', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, email } = await invite({ role: 'admin' });
      const [accepted] = await Promise.allSettled([
        accept(identityOf(email)),
        bed.platform.withdrawInvitation({ ...none, params: { id } }, bed.as(bed.admin)),
      ]);
      const left = (await remains({ email })).map(({ kind }) => kind).sort();
      expect(left).toEqual(accepted.status === 'fulfilled' ? ['membership', 'user-email'] : []);
      expect(await admins()).toBe(accepted.status === 'fulfilled' ? 2 : 1);
      if (accepted.status === 'fulfilled') await change(id, { role: 'agent' });
    }
  });
});

describe('an invitation of an identity', () => {
  it('is for that identity alone, which needs no address', async () => {
    const program = { issuer: 'https://issuer.example', subject: 'machine-client' };
    const { id, email } = await invite({ identity: program });
    expect(await open(identityOf(email))).toEqual([]);
    expect(await refusalOf(accept(identityOf(email)))).toMatchObject({ code: 'invitation.not-found' });
    const namesake = { ...program, issuer: 'https://other.example' };
    expect(await refusalOf(accept(namesake, { person: {} }))).toMatchObject({ code: 'email.unverified' });
    expect(await open(program, { person: {} })).toMatchObject([{ tenantId: bed.tenant.id }]);
    expect(await accept(program, { person: {} })).toMatchObject({ userId: id });
    expect(await callers().resolve(program, undefined)).toMatchObject({ userId: id });
  });
});

describe('open invitations', () => {
  it('are all of one address, the latest first, with who asks and as what', async () => {
    const other = await addTenant(shared.endpoint, shared.tableName);
    const { email, invitation } = await invite({ role: 'manager' });
    const later = new Date(Date.now() + 1000);
    const body = userInputSchema.parse({ email, name: 'Иван', role: 'viewer' });
    await other.platform.createUser({ ...none, body }, other.as(other.admin, { now: later }));
    await invite();
    const listed = await open(identityOf(email));
    expect(listed.map(({ tenantId }) => tenantId)).toEqual([other.tenant.id, bed.tenant.id]);
    expect(listed[1]).toEqual({
      tenantId: bed.tenant.id,
      organisation: 'Ромашка',
      role: 'manager',
      invitedBy: 'Анна Админова',
      sentAt: invitation?.sentAt,
      expiresAt: invitation?.expiresAt,
    });
    await accept(identityOf(email));
    expect(await open(identityOf(email))).toMatchObject([{ tenantId: other.tenant.id }]);
  });
});

describe('whoever declines', () => {
  it('leaves nothing behind, and the address can be invited anew', async () => {
    const { id, email } = await invite({ role: 'admin' });
    await ask('declineInvitation', identityOf(email));
    expect(await remains({ email })).toEqual([]);
    expect(await refusalOf(read(id))).toMatchObject({ code: 'user.not-found' });
    expect(await admins()).toBe(1);
    const again = await invite({ email });
    expect(await accept(identityOf(email))).toMatchObject({ userId: again.id });
  });
});
