import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { clientRoutes } from '../../shared/clients/routes.ts';
import { documentRoutes } from '../../shared/documents/routes.ts';
import { exportRoutes } from '../../shared/exports/routes.ts';
import { importRoutes } from '../../shared/imports/routes.ts';
import { platformRoutes } from '../../shared/platform/routes.ts';
import type { Routes } from '../../shared/route.ts';
import { selectionRoutes } from '../../shared/search/selection-routes.ts';
import { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import { connect } from '../equipment/table.ts';
import { createTenantBed, type TenantBed } from '../equipment/tenant-bed.ts';
import { type ApiCall, callApi, type Outcome } from './api-calls.ts';
import { allItems } from './stage.ts';

export const ROUTES = {
  ...clientRoutes,
  ...documentRoutes,
  ...exportRoutes,
  ...importRoutes,
  ...platformRoutes,
  ...selectionRoutes,
  ...workingTimeRoutes,
};
export type RouteId = keyof typeof ROUTES;

/** The rows that write: a new one does not compile until a path prepares its ground. */
export type WriteRoute<R extends Routes> = {
  [Id in keyof R]: R[Id] extends { readonly method: 'GET' } | { readonly asks: true } ? never : Id;
}[keyof R];

/** What a call holds beside its route. */
export type CallParts = Pick<ApiCall, 'params' | 'query' | 'body'>;

/** One thing that somebody does to the table: always the same thing, on whatever table holds the same items. */
export type Act = (scene: { readonly table: Table; readonly key?: string | undefined }) => Promise<Outcome>;

/** An organisation in a table of its own, in which the ground of a write path is prepared. */
export interface PathBed {
  readonly tenant: TenantBed;
  /** The call of a route by the administrator. */
  call(route: RouteId, parts: CallParts): ApiCall;
  /** Calls a route now and gives the id of what it made; empty where the answer has none. */
  make(route: RouteId, parts: CallParts): Promise<string>;
  /** All that is stored by now. */
  items(): Promise<StoredItem[]>;
}

/** The instant of everything that is done under faults: equal in all runs, and after all preparation. */
export const NOW = new Date(Date.now() + 60_000);

export async function createPathBed(endpoint: string): Promise<PathBed> {
  const tenant = await createTenantBed(endpoint);
  const call: PathBed['call'] = (route, parts) => ({
    route: ROUTES[route],
    caller: tenant.admin.email,
    ...parts,
  });
  return {
    tenant,
    call,
    make: async (route, parts) => {
      const made = await callApi(tenant.table, call(route, parts), { now: new Date() });
      if (made.status >= 300) throw new Error(`${route} was not prepared: ${JSON.stringify(made.body)}`);
      const { body } = made;
      return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
    },
    items: () => allItems(connect(endpoint), tenant.tableName),
  };
}

/**
 * What a path needs of all that is stored: no events of the past, and of each dictionary its first entry. The rest
 * would only make each of some thousand tables dearer to fill.
 */
export const needed = (items: readonly StoredItem[]): StoredItem[] =>
  items.filter(({ kind, data }) => kind !== 'event' && !(kind === 'dictionary-entry' && data['order'] !== 0));

/** A call of the API as an act. */
export const apiAct =
  (call: ApiCall): Act =>
  ({ table, key }) =>
    callApi(table, call, { key, now: NOW });
