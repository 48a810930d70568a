import { type FieldIssue, invalid, KartotekaError } from '../../shared/errors.ts';
import type { Membership } from '../../shared/platform/membership.ts';
import type { Identity, User } from '../../shared/platform/people.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { membershipItem, membershipKey } from '../runtime/caller.ts';
import { teamKey, userKey } from '../runtime/references.ts';
import { type Stored, writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { type Revision, stale } from '../runtime/versions.ts';
import { adminCountKey, userEmailItem, userEmailKey, userItem } from './people-item.ts';

export const countsAsAdmin = (user: Pick<User, 'role' | 'active'>): boolean =>
  user.role === 'admin' && user.active;

/** A user whom an identity has accepted to be: what lets somebody in is written for no other. */
export type Member = User & { readonly identity: Identity };

export const isMember = (user: User): user is Member => user.identity !== undefined;

/** What a caller's access depends on, as the identity finds it; it has the user's version. */
export const membershipWrite = (
  tenant: VerifiedTenant,
  user: Member,
  version: number,
): Write & { op: 'put' } => {
  const { id: userId, role, teamIds, active } = user;
  const data: Membership = { tenantId: tenant.id, userId, role, teamIds, active };
  return {
    op: 'put',
    item: writeItem(membershipItem, membershipKey(user.identity, tenant.id), data, { version }),
  };
};

/** The membership of somebody who becomes a member: one identity is one user of a tenant. */
export const newMembershipWrite = (tenant: VerifiedTenant, user: Member, version: number): Write => ({
  ...membershipWrite(tenant, user, version),
  condition: { absent: true },
  refused: taken,
});

/** One address, and one identity, is one user of a tenant. */
export const taken = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'user.exists',
    'This person is a user of the organisation already; whoever has left can be invited again.',
  );

/** The writes of a new user: the user, and the uniqueness of the address. */
export const newUserWrites = (tenant: VerifiedTenant, user: User): Write[] => [
  {
    op: 'put',
    item: writeItem(userItem, userKey(tenant, user.id), user, { version: 1 }),
    condition: { absent: true },
  },
  {
    op: 'put',
    item: writeItem(userEmailItem, userEmailKey(tenant, user.email), { userId: user.id }),
    condition: { absent: true },
    refused: taken,
  },
];

/** The next version of a user, on the version that was read. */
export const userWrite = (
  tenant: VerifiedTenant,
  stored: Stored<User>,
  { data, version, fieldVersions }: Revision<User>,
): Write => ({
  op: 'put',
  item: writeItem(userItem, userKey(tenant, stored.data.id), data, { version, fieldVersions }),
  condition: { version: stored.version },
  refused: stale,
});

export const unknownTeam = (teamIds: readonly string[], id: string): FieldIssue => ({
  pointer: `/teamIds/${teamIds.indexOf(id)}`,
  code: 'reference.unknown',
  message: 'There is no such team.',
});

/** @throws, within the transaction, KartotekaError `user.last-admin` where the last one would go */
export function adminCount(tenant: VerifiedTenant, by: number): Write[] {
  if (by === 0) return [];
  return [
    {
      op: 'add',
      key: adminCountKey(tenant),
      attribute: 'count',
      by,
      ...(by < 0 ? { atLeast: 2 } : {}),
      refused: () =>
        new KartotekaError(
          'conflict',
          'user.last-admin',
          'This is the last administrator: make somebody else one first.',
        ),
    },
  ];
}

/** Checks that the teams a user newly belongs to are there. */
export const teamChecks = (
  tenant: VerifiedTenant,
  before: readonly string[],
  after: readonly string[],
): Write[] =>
  after
    .filter((id, index) => !before.includes(id) && after.indexOf(id) === index)
    .map((id) => ({
      op: 'check',
      key: teamKey(tenant, id),
      condition: { live: true },
      refused: () => invalid([unknownTeam(after, id)]),
    }));
