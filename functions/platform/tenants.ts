import { tenantChangedV1 } from '../../events/tenant-changed.v1.ts';
import { teamViewSchema } from '../../shared/platform/people.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { type Tenant, tenantSchema } from '../../shared/platform/tenant.ts';
import { tenantItem, tenantKey } from '../runtime/caller.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { teamKey, userKey } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, stale } from '../runtime/versions.ts';
import { teamItem, userItem } from './people-item.ts';
import { viewUser } from './users.ts';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'readMe' | 'readTenant' | 'changeTenant'>;

/** The routes of the organisation itself, and of the caller. */
export function createTenants(table: Table): Handlers {
  return {
    readMe: (_, context) => readMe(table, context),
    readTenant: async (_, context) => {
      const tenant = await readTenant(table, context, false);
      return { status: 200, body: viewTenant(tenant), version: tenant.version };
    },
    changeTenant: ({ body }, context) => onCurrent(() => change(table, context, body)),
  };
}

const viewTenant = ({ data: { feedShards: _, ...data }, version }: { data: Tenant; version: number }) => ({
  ...data,
  version,
});

async function readTenant(
  table: Table,
  { caller }: RequestContext,
  consistent: boolean,
): Promise<Stored<Tenant>> {
  const item = await table.get(tenantKey(caller.tenant), { consistent });
  if (!item) throw new Error('The tenant of a verified caller is gone.');
  return readItem(tenantItem, item);
}

async function readMe(table: Table, context: RequestContext) {
  const { caller } = context;
  const keys = [
    userKey(caller.tenant, caller.userId),
    ...[...new Set(caller.teamIds)].map((id) => teamKey(caller.tenant, id)),
  ];
  const items = await table.batchGet(keys);
  const user = items.find(({ kind }) => kind === userItem.kind);
  if (!user) throw new Error('The user of a verified caller is gone.');
  const teams = items.filter(({ kind }) => kind === teamItem.kind).map((item) => readItem(teamItem, item));
  const { country, currency, zone, language } = caller.settings;
  return {
    status: 200,
    body: {
      user: viewUser(readItem(userItem, user)),
      teams: teams.map(({ data, version }) => teamViewSchema.parse({ ...data, version })),
      tenant: {
        id: caller.tenant.id,
        name: caller.settings.name,
        country,
        currency,
        zone,
        language,
        visibility: caller.visibility,
      },
    },
  };
}

async function change(
  table: Table,
  context: RequestContext,
  { baseVersion, ...patch }: Parameters<Handlers['changeTenant']>[0]['body'],
): Promise<Answer<ReturnType<typeof viewTenant>>> {
  const { tenant } = context.caller;
  const stored = await readTenant(table, context, true);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const revision = applyPatch(tenantSchema, stored, patch, context);
  if (revision.changes.length === 0)
    return { status: 200, body: viewTenant(stored), version: stored.version };
  const { data, version, fieldVersions } = revision;
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(tenantItem, tenantKey(tenant), data, { version, fieldVersions }),
      condition: { version: stored.version },
      refused: stale,
    })
    .event(tenantChangedV1, { version, fields: revision.changes.map(({ field }) => field) })
    .commit(table, { status: 200, body: viewTenant(revision), version });
}
