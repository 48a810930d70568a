import { userLeftV1 } from '../../events/user-left.v1.ts';
import { notFound } from '../../shared/errors.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { globalPartition } from '../../shared/table.ts';
import { identityHash, membershipItem, membershipKey, tenantItem, tenantKey } from '../runtime/caller.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, IdentityContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, revise } from '../runtime/versions.ts';
import { allOf } from './lists.ts';
import { namedTenant } from './named-tenant.ts';
import { adminCount, countsAsAdmin, userWrite } from './user-writes.ts';
import { findUser } from './users.ts';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'listMemberships' | 'leave'>;

/** The routes of an identity's own places in organisations. */
export function createMemberships(table: Table): Handlers {
  return {
    listMemberships: async (_, context) => ({
      status: 200,
      body: { memberships: await listMemberships(table, context) },
    }),
    leave: ({ params }, context) => onCurrent(() => leave(table, context, params.tenantId)),
  };
}

async function listMemberships(table: Table, { signedIn }: IdentityContext) {
  const pk = globalPartition.identity(identityHash(signedIn.identity));
  const memberships = (await allOf(table, { pk })).map((item) => readItem(membershipItem, item));
  const keys = memberships.map((membership) => tenantKey(namedTenant(membership)));
  const tenants = (await table.batchGet(keys)).map((item) => readItem(tenantItem, item).data);
  const views = memberships.flatMap(({ data: { teamIds: _, ...membership } }) => {
    const tenant = tenants.find(({ id }) => id === membership.tenantId);
    return tenant ? [{ ...membership, organisation: tenant.name }] : [];
  });
  return views.sort((one, other) => one.organisation.localeCompare(other.organisation, 'ru'));
}

/**
 * Takes the membership and the tie to the identity away, so that no admin can bring the person back without a new
 * invitation. Records that the person owns keep pointing at the user.
 */
async function leave(table: Table, context: IdentityContext, tenantId: string): Promise<Answer<undefined>> {
  const { signedIn, now } = context;
  const key = membershipKey(signedIn.identity, tenantId);
  const item = await table.get(key, { consistent: true });
  if (!item) throw notFound('membership');
  const membership = readItem(membershipItem, item);
  const tenant = namedTenant(membership);
  const { userId } = membership.data;
  const stored = await findUser(table, tenant, userId);
  const { identity: _, ...user } = stored.data;
  const gone = { ...user, active: false, updatedAt: now.toISOString(), updatedBy: userId };
  return new Change({ ...context, caller: { tenant, userId } })
    .add(userWrite(tenant, stored, revise(stored, gone)))
    .add({ op: 'delete', key })
    .add(...adminCount(tenant, -Number(countsAsAdmin(stored.data))))
    .event(userLeftV1, { userId })
    .commit(table, { status: 204 });
}
