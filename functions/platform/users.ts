import { invitationSentV1 } from '../../events/invitation-sent.v1.ts';
import { userChangedV1 } from '../../events/user-changed.v1.ts';
import { userCreatedV1 } from '../../events/user-created.v1.ts';
import { normaliseEmail } from '../../shared/email.ts';
import { invalid, KartotekaError, notFound } from '../../shared/errors.ts';
import { invitationBy } from '../../shared/platform/invitation.ts';
import { stateOf, type User, userSchema } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { membershipKey } from '../runtime/caller.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { peoplePartition, teamKey, USERS, userKey } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, type Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict } from '../runtime/versions.ts';
import type { Directory } from './directory.ts';
import { invitationWrite } from './invitation-writes.ts';
import { allOf } from './lists.ts';
import { teamItem, userEmailItem, userEmailKey, userItem } from './people-item.ts';
import {
  adminCount,
  countsAsAdmin,
  isMember,
  membershipWrite,
  newUserWrites,
  taken,
  teamChecks,
  unknownTeam,
  userWrite,
} from './user-writes.ts';

type Handlers = Pick<
  RouteHandlers<typeof platformRoutes>,
  'listUsers' | 'createUser' | 'readUser' | 'changeUser'
>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

/** The routes of the people with a login. */
export function createUsers(table: Table, directory: Directory): Handlers {
  return {
    listUsers: async (_, { caller }) => {
      const items = await allOf(table, { pk: peoplePartition(caller.tenant), prefix: USERS });
      const users = items.map((item) => viewUser(readItem(userItem, item)));
      return {
        status: 200,
        body: { users: users.sort((one, other) => one.name.localeCompare(other.name, 'ru')) },
      };
    },
    createUser: ({ body }, context) => create(table, directory, context, body),
    readUser: async ({ params }, { caller }) => {
      const user = await findUser(table, caller.tenant, params.id, false);
      return { status: 200, body: viewUser(user), version: user.version };
    },
    changeUser: ({ params, body }, context) => onCurrent(() => change(table, context, params.id, body)),
  };
}

export const viewUser = ({
  data: { identity, named: _, ...data },
  version,
}: {
  data: User;
  version: number;
}) => ({ ...data, state: stateOf({ ...data, identity }), version });

/** @throws KartotekaError `user.not-found` */
export async function findUser(
  table: Table,
  tenant: VerifiedTenant,
  id: string,
  consistent = true,
): Promise<Stored<User>> {
  const item = await table.get(userKey(tenant, id), { consistent });
  if (!item) throw notFound('user');
  return readItem(userItem, item);
}

/**
 * Asks beforehand what the transaction is going to check: a login that was made, and its invitation, cannot be taken back.
 *
 * @throws KartotekaError `user.exists`, `body.invalid` with `reference.unknown`
 */
async function requireAdmissible(
  table: Table,
  tenant: VerifiedTenant,
  email: string,
  teamIds: readonly string[],
): Promise<void> {
  const keys = [userEmailKey(tenant, email), ...[...new Set(teamIds)].map((id) => teamKey(tenant, id))];
  const found = await table.batchGet(keys, { consistent: true });
  if (found.some(({ kind }) => kind === userEmailItem.kind)) throw taken();
  const teams = found.filter(({ kind }) => kind === teamItem.kind).map(({ sk }) => sk);
  const unknown = teamIds.filter((id) => !teams.includes(teamKey(tenant, id).sk));
  if (unknown.length > 0) throw invalid(unknown.map((id) => unknownTeam(teamIds, id)));
}

async function create(
  table: Table,
  directory: Directory,
  context: RequestContext,
  { email: typed, identity: named, ...fields }: Input<'createUser'>['body'],
): Promise<Answer<ReturnType<typeof viewUser>>> {
  const { caller, now } = context;
  const email = normaliseEmail(typed);
  if ('error' in email) throw invalid([{ pointer: '/email', code: email.error, message: email.message }]);
  if (!named) {
    await requireAdmissible(table, caller.tenant, email.email, fields.teamIds);
    await directory.invite(email.email, fields.name);
  }
  const at = now.toISOString();
  const data = {
    ...fields,
    email: email.email,
    ...(named ? { named } : {}),
    active: false,
    invitation: invitationBy(caller.userId, now),
    id: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
  return new Change(context)
    .add(...newUserWrites(caller.tenant, data))
    .add({ ...invitationWrite(caller.tenant, data), condition: { absent: true }, refused: taken })
    .add(...noMembership(caller.tenant, data))
    .add(...teamChecks(caller.tenant, [], data.teamIds))
    .event(userCreatedV1, { userId: data.id, version: 1 })
    .event(invitationSentV1, { userId: data.id })
    .commit(table, {
      status: 201,
      body: viewUser({ data, version: 1 }),
      version: 1,
      location: `/users/${data.id}`,
    });
}

/** Whom an admin names may be a user already; who is behind an address is known when the invitation is accepted. */
const noMembership = (tenant: VerifiedTenant, { named }: User): Write[] =>
  named
    ? [{ op: 'check', key: membershipKey(named, tenant.id), condition: { absent: true }, refused: taken }]
    : [];

async function change(
  table: Table,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Input<'changeUser'>['body'],
): Promise<Answer<ReturnType<typeof viewUser>>> {
  const { tenant } = context.caller;
  const stored = await findUser(table, tenant, id);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = applyPatch(userSchema, stored, patch, context);
  if (revision.changes.length === 0) return { status: 200, body: viewUser(stored), version: stored.version };
  const { data, version } = revision;
  if (data.active && !isMember(data)) throw notAccepted();
  return new Change(context)
    .add(userWrite(tenant, stored, revision))
    .add(...(isMember(data) ? [membershipWrite(tenant, data, version)] : []))
    .add(...teamChecks(tenant, stored.data.teamIds, data.teamIds))
    .add(...adminCount(tenant, Number(countsAsAdmin(data)) - Number(countsAsAdmin(stored.data))))
    .event(userChangedV1, { userId: id, version, fields: revision.changes.map(({ field }) => field) })
    .commit(table, { status: 200, body: viewUser(revision), version });
}

const notAccepted = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'user.not-accepted',
    'Only the person can do that, by accepting an invitation: invite again, if need be.',
  );
