import { createHash } from 'node:crypto';
import { invitationPointerSchema } from '../../shared/platform/invitation.ts';
import type { User } from '../../shared/platform/people.ts';
import { globalPartition, type Key } from '../../shared/table.ts';
import { type Identity, identityHash } from '../runtime/caller.ts';
import { defineItem } from '../runtime/table/item.ts';

/** Points from an invited address or identity to the user that waits for it. */
export const invitationItem = defineItem({ kind: 'invitation', schema: 1, data: invitationPointerSchema });

/** Days for which an expired invitation is kept, so that who comes late is told that it has expired. */
export const EXPIRED_INVITATION_DAYS = 30;

/** Of one text where an identity's is of two: an address is never taken for an identity. */
const emailHash = (email: string): string =>
  createHash('sha256')
    .update(JSON.stringify([email]))
    .digest('base64url');

export const invitationsOfEmail = (email: string): string => globalPartition.invitations(emailHash(email));
export const invitationsOfIdentity = (identity: Identity): string =>
  globalPartition.invitations(identityHash(identity));

export const invitationSortKey = (tenantId: string): string => `T#${tenantId}`;

/** Where the invitation of a user lies: under the identity that the admin named, else under the address. */
export const invitationKey = ({ email, named }: Pick<User, 'email' | 'named'>, tenantId: string): Key => ({
  pk: named ? invitationsOfIdentity(named) : invitationsOfEmail(email),
  sk: invitationSortKey(tenantId),
});
