import type { Invitation } from '../../shared/platform/invitation.ts';
import type { User } from '../../shared/platform/people.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { userKey } from '../runtime/references.ts';
import { type Stored, writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { revise, stale } from '../runtime/versions.ts';
import { EXPIRED_INVITATION_DAYS, invitationItem, invitationKey } from './invitation-item.ts';
import { userEmailKey } from './people-item.ts';
import { userWrite } from './user-writes.ts';

/** Lays the invitation where the invited person finds it. */
export function invitationWrite(
  tenant: VerifiedTenant,
  user: User & { readonly invitation: Invitation },
): Write & { op: 'put' } {
  const { sentBy, expiresAt } = user.invitation;
  const ttl = Math.floor(Date.parse(expiresAt) / 1000) + EXPIRED_INVITATION_DAYS * 86_400;
  return {
    op: 'put',
    item: writeItem(
      invitationItem,
      invitationKey(user, tenant.id),
      { tenantId: tenant.id, userId: user.id, sentBy, expiresAt },
      { ttl },
    ),
  };
}

export const invitationRemoval = (tenant: VerifiedTenant, user: User): Write => ({
  op: 'delete',
  key: invitationKey(user, tenant.id),
});

/**
 * The writes that end an invitation which nobody accepts. Who has never been a member has done nothing here: nothing of the
 * person is kept, and the address is free. Who has left before stays as one who has left.
 */
export function invitationEnd(
  tenant: VerifiedTenant,
  stored: Stored<User>,
  stamp: Pick<User, 'updatedAt' | 'updatedBy'>,
): Write[] {
  const { invitation: _, ...user } = stored.data;
  const removal = invitationRemoval(tenant, user);
  if (user.joinedAt !== undefined)
    return [userWrite(tenant, stored, revise(stored, { ...user, ...stamp })), removal];
  const condition = { version: stored.version };
  return [
    { op: 'delete', key: userKey(tenant, user.id), condition, refused: stale },
    { op: 'delete', key: userEmailKey(tenant, user.email) },
    removal,
  ];
}
