import * as z from 'zod';
import { roleSchema } from '../access.ts';
import { ulidSchema } from '../ulid.ts';
import { teamIdsSchema } from './people.ts';

/**
 * One identity's place in one tenant. It holds all that access depends on, so that a caller is known with one
 * read of the membership and one of the tenant.
 */
export const membershipSchema = z.strictObject({
  tenantId: ulidSchema,
  userId: ulidSchema,
  role: roleSchema,
  teamIds: teamIdsSchema,
  active: z.boolean(),
});
export type Membership = z.output<typeof membershipSchema>;

/** A membership as the identity sees it. */
export const membershipViewSchema = membershipSchema
  .omit({ teamIds: true })
  .extend({
    tenantId: ulidSchema.meta({ description: 'Id of the organisation, for the header `Kartoteka-Tenant`' }),
    organisation: z.string().meta({ description: 'Name of the organisation' }),
    active: z.boolean().meta({ description: 'false: an administrator has taken the access away' }),
  })
  .meta({ id: 'Membership', description: 'The place that you have in an organisation' });
export type MembershipView = z.output<typeof membershipViewSchema>;

export const membershipListSchema = z
  .strictObject({ memberships: z.array(membershipViewSchema) })
  .meta({ id: 'Memberships' });
