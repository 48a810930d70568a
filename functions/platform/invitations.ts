import { invitationAcceptedV1 } from '../../events/invitation-accepted.v1.ts';
import { invitationDeclinedV1 } from '../../events/invitation-declined.v1.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { hasExpired, type OpenInvitation } from '../../shared/platform/invitation.ts';
import type { MembershipView } from '../../shared/platform/membership.ts';
import type { User } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, IdentityContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, revise } from '../runtime/versions.ts';
import type { Directory, Person } from './directory.ts';
import { invitationEnd, invitationRemoval } from './invitation-writes.ts';
import { findInvitation, listInvitations } from './invited.ts';
import { adminCount, countsAsAdmin, newMembershipWrite, userWrite } from './user-writes.ts';

type Handlers = Pick<
  RouteHandlers<typeof platformRoutes>,
  'listInvitations' | 'acceptInvitation' | 'declineInvitation'
>;

/** The routes of whoever was invited. */
export function createInvitations(table: Table, directory: Directory): Handlers {
  return {
    listInvitations: async (_, { signedIn, now }) => {
      const person = await directory.personOf(signedIn);
      const invitations: OpenInvitation[] = await listInvitations(table, signedIn.identity, person, now);
      return { status: 200, body: { invitations } };
    },
    acceptInvitation: async ({ params }, context) => {
      const person = await directory.personOf(context.signedIn);
      return onCurrent(() => accept(table, context, person, params.tenantId));
    },
    declineInvitation: async ({ params }, context) => {
      const person = await directory.personOf(context.signedIn);
      return onCurrent(() => decline(table, context, person, params.tenantId));
    },
  };
}

async function accept(
  table: Table,
  context: IdentityContext,
  person: Person,
  tenantId: string,
): Promise<Answer<MembershipView>> {
  const { signedIn, now } = context;
  const { tenant, organisation, stored } = await findInvitation(table, signedIn.identity, person, tenantId);
  const { invitation, ...user } = stored.data;
  if (hasExpired(invitation, now)) throw expired();
  const at = now.toISOString();
  const member = {
    ...user,
    identity: signedIn.identity,
    active: true,
    joinedAt: user.joinedAt ?? at,
    updatedAt: at,
    updatedBy: user.id,
  };
  const revision = revise<User>(stored, member);
  return new Change({ ...context, caller: { tenant, userId: user.id } })
    .add(userWrite(tenant, stored, revision))
    .add(newMembershipWrite(tenant, member, revision.version))
    .add(invitationRemoval(tenant, user))
    .add(...adminCount(tenant, Number(countsAsAdmin(member))))
    .event(invitationAcceptedV1, { userId: user.id })
    .commit(table, {
      status: 200,
      body: { tenantId, organisation: organisation.name, userId: user.id, role: user.role, active: true },
    });
}

const expired = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'invitation.expired',
    'The invitation has expired: ask the administrator to send it again.',
  );

async function decline(
  table: Table,
  context: IdentityContext,
  person: Person,
  tenantId: string,
): Promise<Answer<undefined>> {
  const { signedIn, now } = context;
  const { tenant, stored } = await findInvitation(table, signedIn.identity, person, tenantId);
  const { id } = stored.data;
  return new Change({ ...context, caller: { tenant, userId: id } })
    .add(...invitationEnd(tenant, stored, { updatedAt: now.toISOString(), updatedBy: id }))
    .event(invitationDeclinedV1, { userId: id })
    .commit(table, { status: 204 });
}
