import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { type Caller, tenantItem, tenantKey } from '../runtime/caller.ts';
import { userKey } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { userItem } from './people-item.ts';

export { dictionaryEntryItem } from './dictionary-item.ts';
export { allOf } from './lists.ts';
export { teamItem, userItem } from './people-item.ts';

/**
 * The caller that a user is now, for work that goes on in the background after the request that asked for it: with the role, the
 * teams and the rules of this moment. Nobody where the user may no longer act.
 */
export async function actingUser(
  table: Table,
  tenant: VerifiedTenant,
  userId: string,
): Promise<Caller | undefined> {
  const items = await table.batchGet([userKey(tenant, userId), tenantKey(tenant)], { consistent: true });
  const user = items.find(({ kind }) => kind === userItem.kind);
  const organisation = items.find(({ kind }) => kind === tenantItem.kind);
  if (!user || !organisation) return undefined;
  const { data } = readItem(userItem, user);
  const { data: settings } = readItem(tenantItem, organisation);
  if (!data.active) return undefined;
  return {
    // An event names the tenant; how many shards its feed has is the tenant's own record.
    tenant: new VerifiedTenant(tenant.id, settings.feedShards),
    settings,
    userId,
    role: data.role,
    teamIds: data.teamIds,
    visibility: settings.visibility,
  };
}
