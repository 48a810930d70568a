import * as z from 'zod';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import { openInvitationListSchema } from './invitation.ts';
import { membershipListSchema, membershipViewSchema } from './membership.ts';
import { MAX_FOUNDED, organisationInputSchema } from './tenant.ts';

const tenantId = z.strictObject({ tenantId: ulidSchema });

/** How an identity becomes, and ceases to be, a member of organisations: the routes that ask for no membership. */
export const joiningRoutes = defineRoutes({
  createOrganisation: {
    method: 'POST',
    path: '/organisations',
    summary: 'Sign up: make an organisation of your own',
    description: `You become its administrator. Only where the installation is open for it, and at most ${MAX_FOUNDED} times for one login.`,
    access: 'identity',
    body: organisationInputSchema,
    response: membershipViewSchema,
    status: 201,
    errors: ['sign-up.closed', 'email.unverified', 'organisation.too-many', 'record.busy'],
  },
  listMemberships: {
    method: 'GET',
    path: '/memberships',
    summary: 'The organisations you belong to',
    access: 'identity',
    response: membershipListSchema,
    status: 200,
  },
  leave: {
    method: 'DELETE',
    path: '/memberships/{tenantId}',
    summary: 'Leave an organisation',
    description:
      'You are out everywhere within 60 seconds, and only a new invitation that you accept lets you in again. What you own stays ' +
      'with your name until somebody takes it over. The last active administrator cannot leave.',
    access: 'identity',
    params: tenantId,
    status: 204,
    errors: ['user.last-admin', 'record.busy'],
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    summary: 'Your open invitations',
    description: 'Those to the verified e-mail address of your login, and to your identity itself.',
    access: 'identity',
    response: openInvitationListSchema,
    status: 200,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations/{tenantId}/accept',
    summary: 'Accept an invitation',
    description:
      'You are a member at once. If you belong to several organisations now, name one in `Kartoteka-Tenant` from here on.',
    access: 'identity',
    params: tenantId,
    response: membershipViewSchema,
    status: 200,
    errors: ['email.unverified', 'invitation.expired', 'user.exists', 'record.busy'],
  },
  declineInvitation: {
    method: 'POST',
    path: '/invitations/{tenantId}/decline',
    summary: 'Decline an invitation',
    description: 'The organisation keeps nothing of you, unless you were a member before.',
    access: 'identity',
    params: tenantId,
    status: 204,
    errors: ['email.unverified', 'user.exists', 'record.busy'],
  },
});
