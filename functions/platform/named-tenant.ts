import type { InvitationPointer } from '../../shared/platform/invitation.ts';
import type { Membership } from '../../shared/platform/membership.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import type { Stored } from '../runtime/table/item.ts';

/**
 * The tenant that a stored membership or invitation names. Both are found only under what the caller has proved: the
 * identity of a token, or the verified address of a login. One shard is enough for keys of settings and people.
 */
export const namedTenant = ({ data }: Stored<Membership> | Stored<InvitationPointer>): VerifiedTenant =>
  new VerifiedTenant(data.tenantId, 1);
