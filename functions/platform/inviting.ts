import { invitationSentV1 } from '../../events/invitation-sent.v1.ts';
import { invitationWithdrawnV1 } from '../../events/invitation-withdrawn.v1.ts';
import { KartotekaError, notFound } from '../../shared/errors.ts';
import { invitationBy } from '../../shared/platform/invitation.ts';
import type { User } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { Change, findReplay } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, revise } from '../runtime/versions.ts';
import type { Directory } from './directory.ts';
import { invitationEnd, invitationWrite } from './invitation-writes.ts';
import { isMember, taken, userWrite } from './user-writes.ts';
import { findUser, viewUser } from './users.ts';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'inviteAgain' | 'withdrawInvitation'>;

/** The routes by which an admin deals with an invitation that was sent. */
export function createInviting(table: Table, directory: Directory): Handlers {
  return {
    inviteAgain: async ({ params }, context) => {
      // A mail cannot be taken back: a repeat sends none, and what is refused in the end is refused beforehand.
      const replay = await findReplay(table, context);
      if (replay) return replay as Answer<ReturnType<typeof viewUser>>;
      const stored = await findUser(table, context.caller.tenant, params.id);
      requireMatch(context, stored);
      requireOutside(stored.data);
      const { named, email, name } = stored.data;
      if (!named) await directory.invite(email, name);
      return onCurrent(() => inviteAgain(table, context, params.id));
    },
    withdrawInvitation: ({ params }, context) => onCurrent(() => withdraw(table, context, params.id)),
  };
}

/** @throws KartotekaError `user.joined` */
function requireOutside(user: User): void {
  if (!isMember(user)) return;
  throw new KartotekaError(
    'conflict',
    'user.joined',
    'This person has accepted already: to give the access back, set "active" to true.',
  );
}

const stampOf = ({ caller, now }: RequestContext) => ({
  updatedAt: now.toISOString(),
  updatedBy: caller.userId,
});

async function inviteAgain(
  table: Table,
  context: RequestContext,
  id: string,
): Promise<Answer<ReturnType<typeof viewUser>>> {
  const { caller, now } = context;
  const stored = await findUser(table, caller.tenant, id);
  requireMatch(context, stored);
  requireOutside(stored.data);
  const data = {
    ...stored.data,
    invitation: invitationBy(caller.userId, now),
    ...stampOf(context),
  };
  const revision = revise(stored, data);
  return (
    new Change(context)
      .add(userWrite(caller.tenant, stored, revision))
      // Somebody else may wait under the identity that this user was named by.
      .add({
        ...invitationWrite(caller.tenant, data),
        condition: { absentOr: { userId: id } },
        refused: taken,
      })
      .event(invitationSentV1, { userId: id })
      .commit(table, { status: 200, body: viewUser(revision), version: revision.version })
  );
}

async function withdraw(table: Table, context: RequestContext, id: string): Promise<Answer<undefined>> {
  const { tenant } = context.caller;
  const stored = await findUser(table, tenant, id);
  requireMatch(context, stored);
  if (!stored.data.invitation) throw notFound('invitation');
  return new Change(context)
    .add(...invitationEnd(tenant, stored, stampOf(context)))
    .event(invitationWithdrawnV1, { userId: id })
    .commit(table, { status: 204 });
}
