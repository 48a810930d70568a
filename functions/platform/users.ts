import { userChangedV1 } from '../../events/user-changed.v1.ts';
import { userCreatedV1 } from '../../events/user-created.v1.ts';
import { normaliseEmail } from '../../shared/email.ts';
import { invalid, KartotekaError, notFound } from '../../shared/errors.ts';
import { type Membership, type User, userSchema } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { membershipItem, membershipKey } from '../runtime/caller.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { peoplePartition, teamKey, USERS, userKey } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, stale } from '../runtime/versions.ts';
import type { Directory } from './directory.ts';
import { allOf } from './lists.ts';
import { adminCountKey, userEmailItem, userEmailKey, userItem } from './people-item.ts';

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
    readUser: async ({ params }, context) => {
      const user = await findUser(table, context, params.id, false);
      return { status: 200, body: viewUser(user), version: user.version };
    },
    changeUser: ({ params, body }, context) => onCurrent(() => change(table, context, params.id, body)),
  };
}

export const viewUser = ({ data: { identity: _, ...data }, version }: { data: User; version: number }) => ({
  ...data,
  version,
});

async function findUser(
  table: Table,
  { caller }: RequestContext,
  id: string,
  consistent: boolean,
): Promise<Stored<User>> {
  const item = await table.get(userKey(caller.tenant, id), { consistent });
  if (!item) throw notFound('user');
  return readItem(userItem, item);
}

const countsAsAdmin = (user: Pick<User, 'role' | 'active'>): boolean => user.role === 'admin' && user.active;

/** What a caller's access depends on, as the identity finds it; it has the user's version. */
const membershipWrite = (tenant: VerifiedTenant, user: User, version: number): Write => {
  const { id: userId, role, teamIds, active } = user;
  const data: Membership = { tenantId: tenant.id, userId, role, teamIds, active };
  return {
    op: 'put',
    item: writeItem(membershipItem, membershipKey(user.identity, tenant.id), data, { version }),
  };
};

/** The writes of a new user: the user, the login's uniqueness, and the membership that lets the person in. */
export function newUserWrites(tenant: VerifiedTenant, user: User): Write[] {
  const taken = () =>
    new KartotekaError('conflict', 'user.exists', 'This person is a user of the organisation already.');
  const membership = membershipWrite(tenant, user, 1);
  return [
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
    { ...membership, condition: { absent: true }, refused: taken },
  ];
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
  const identity = named ?? (await directory.identityOf(email.email, fields.name));
  const at = now.toISOString();
  const data: User = {
    ...fields,
    email: email.email,
    identity,
    active: true,
    id: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
  return new Change(context)
    .add(...newUserWrites(caller.tenant, data))
    .add(...teamChecks(caller.tenant, [], data.teamIds))
    .add(...adminCount(caller.tenant, countsAsAdmin(data) ? 1 : 0))
    .event(userCreatedV1, { userId: data.id, version: 1 })
    .commit(table, {
      status: 201,
      body: viewUser({ data, version: 1 }),
      version: 1,
      location: `/users/${data.id}`,
    });
}

/** @throws, within the transaction, KartotekaError `user.last-admin` where the last one would go */
function adminCount(tenant: VerifiedTenant, by: number): Write[] {
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

const teamChecks = (tenant: VerifiedTenant, before: readonly string[], after: readonly string[]): Write[] =>
  after
    .filter((id, index) => !before.includes(id) && after.indexOf(id) === index)
    .map((id) => ({
      op: 'check',
      key: teamKey(tenant, id),
      condition: { live: true },
      refused: () =>
        invalid([
          {
            pointer: `/teamIds/${after.indexOf(id)}`,
            code: 'reference.unknown',
            message: 'There is no such team.',
          },
        ]),
    }));

async function change(
  table: Table,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Input<'changeUser'>['body'],
): Promise<Answer<ReturnType<typeof viewUser>>> {
  const { tenant } = context.caller;
  const stored = await findUser(table, context, id, true);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = applyPatch(userSchema, stored, patch, context);
  if (revision.changes.length === 0) return { status: 200, body: viewUser(stored), version: stored.version };
  const { data, version, fieldVersions } = revision;
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(userItem, userKey(tenant, id), data, { version, fieldVersions }),
      condition: { version: stored.version },
      refused: stale,
    })
    .add(membershipWrite(tenant, data, version))
    .add(...teamChecks(tenant, stored.data.teamIds, data.teamIds))
    .add(...adminCount(tenant, Number(countsAsAdmin(data)) - Number(countsAsAdmin(stored.data))))
    .event(userChangedV1, { userId: id, version, fields: revision.changes.map(({ field }) => field) })
    .commit(table, { status: 200, body: viewUser(revision), version });
}
