import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';
import { admin, invitedMember, silent, TENANT_NAME } from './people.ts';

/** What is sent to the routes by which somebody becomes a member. */
export const JOINING_BODIES: Readonly<Record<string, unknown>> = {
  createOrganisation: {
    name: TENANT_NAME,
    zone: 'Europe/Samara',
    founder: { name: admin.name, language: 'ru' },
  },
};

const founded = {
  tenantId: EXAMPLE_IDS.tenant,
  organisation: TENANT_NAME,
  userId: EXAMPLE_IDS.admin,
  role: 'admin',
  active: true,
};
const joined = { ...founded, userId: EXAMPLE_IDS.user, role: 'agent' };

const { sentAt, expiresAt } = invitedMember.invitation;

/** What the routes answer by which somebody becomes a member. */
export const JOINING_ANSWERS: Readonly<Record<string, unknown>> = {
  createOrganisation: founded,
  listMemberships: { memberships: [joined] },
  listInvitations: {
    invitations: [
      {
        tenantId: EXAMPLE_IDS.tenant,
        organisation: TENANT_NAME,
        role: 'agent',
        invitedBy: admin.name,
        sentAt,
        expiresAt,
      },
      {
        tenantId: EXAMPLE_IDS.otherTenant,
        organisation: 'ООО «Осень»',
        role: 'viewer',
        invitedBy: 'Игорь Лапин',
        sentAt: `${EXAMPLE_DAY}T08:15:44.902Z`,
        expiresAt: '2025-11-24T08:15:44.902Z',
      },
    ],
  },
  acceptInvitation: joined,
  inviteAgain: silent,
};
