import fc from 'fast-check';
import { beforeAll, expect, inject, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import { stateOf } from '../../shared/platform/people.ts';
import { bodyOf } from '../../tests/equipment/client-desk.ts';
import {
  addTenant,
  createTenantBed,
  identityOf,
  signedInAs,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';
import { membershipItem, membershipKey } from '../runtime/caller.ts';
import { newId } from '../runtime/change.ts';
import { peoplePartition } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import { invitationItem, invitationKey } from './invitation-item.ts';
import { adminCountItem, userEmailItem, userItem } from './people-item.ts';

/** Everything that can happen to somebody's place in an organisation, done by the admin or by the person. */
const ACTS = [
  'invite',
  'accept',
  'decline',
  'withdraw',
  'invite again',
  'deactivate',
  'activate',
  'promote',
  'demote',
  'leave',
] as const;

let shared: TenantBed;

beforeAll(async () => {
  shared = await createTenantBed(inject('dynamodbEndpoint'));
});

const none = { params: undefined, query: undefined, body: undefined };

/** Acts upon one of two people, or upon the founder, by index; what the rules refuse is refused. */
async function act(
  bed: TenantBed,
  emails: readonly string[],
  who: number,
  what: (typeof ACTS)[number],
): Promise<void> {
  const email = emails[who] ?? '';
  const admin = bed.as(bed.admin);
  const { users } = bodyOf(await bed.platform.listUsers(none, admin));
  const id = users.find((user) => user.email === email)?.id ?? newId(new Date());
  const at = { ...none, params: { id } };
  const place = { ...none, params: { tenantId: bed.tenant.id } };
  const person = signedInAs(identityOf(email));
  const patch = (body: object) => bed.platform.changeUser({ ...at, body }, admin);
  const body = { email, name: 'Иван', role: 'agent' as const, teamIds: [] };
  await {
    invite: () => bed.platform.createUser({ ...none, body }, admin),
    accept: () => bed.platform.acceptInvitation(place, person),
    decline: () => bed.platform.declineInvitation(place, person),
    withdraw: () => bed.platform.withdrawInvitation(at, admin),
    'invite again': () => bed.platform.inviteAgain(at, admin),
    deactivate: () => patch({ active: false }),
    activate: () => patch({ active: true }),
    promote: () => patch({ role: 'admin' }),
    demote: () => patch({ role: 'agent' }),
    leave: () => bed.platform.leave(place, person),
  }
    [what]()
    .catch((error: unknown) => {
      // Acts that meet may be told to come again; anything but a coded refusal is a fault of ours.
      if (!(error instanceof KartotekaError) || error.kind === 'internal') throw error;
    });
}

/** What has to hold of the items of an organisation, whatever happened to it. */
async function expectConsistent(bed: TenantBed, emails: readonly string[]): Promise<void> {
  const { items } = await bed.table.query({ pk: peoplePartition(bed.tenant), consistent: true });
  const users = items.filter(({ kind }) => kind === userItem.kind).map((item) => readItem(userItem, item));
  const active = users.filter(({ data }) => data.role === 'admin' && data.active);
  const count = items.find(({ kind }) => kind === adminCountItem.kind)?.data['count'];
  expect(count).toBe(active.length);
  expect(count).toBeGreaterThan(0);
  const addresses = items.filter(({ kind }) => kind === userEmailItem.kind).map(({ sk }) => sk);
  expect(addresses.toSorted()).toEqual(users.map(({ data }) => `email#${data.email}`).toSorted());
  for (const email of emails) {
    const user = users.find(({ data }) => data.email === email);
    const keys = [membershipKey(identityOf(email), bed.tenant.id), invitationKey({ email }, bed.tenant.id)];
    const places = await bed.table.batchGet(keys, { consistent: true });
    const membership = places.find(({ kind }) => kind === membershipItem.kind);
    const invited = places.some(({ kind }) => kind === invitationItem.kind);
    const state = user && stateOf(user.data);
    expect([email, membership !== undefined]).toEqual([email, state === 'active' || state === 'deactivated']);
    expect([email, invited]).toEqual([email, state === 'invited']);
    if (!membership || !user) continue;
    const { role, active, id: userId, teamIds } = user.data;
    expect(readItem(membershipItem, membership)).toMatchObject({
      version: user.version,
      data: { role, active, userId, teamIds },
    });
  }
}

const step = fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...ACTS)), { minLength: 1, maxLength: 3 });

it('a membership, a pointer and a count are there exactly where the user says so, whatever is done in whatever order, three at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (steps) => {
      const bed = await addTenant(shared.endpoint, shared.tableName);
      const tag = newId(new Date()).toLowerCase();
      const emails = [`one-${tag}@romashka.example`, `two-${tag}@romashka.example`, bed.admin.email];
      for (const together of steps) {
        await Promise.all(together.map(([who, what]) => act(bed, emails, who, what)));
        await expectConsistent(bed, emails);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
