import type { clientRoutes } from '../../shared/clients/routes.ts';
import type { documentRoutes } from '../../shared/documents/routes.ts';
import type { exportRoutes } from '../../shared/exports/routes.ts';
import type { importRoutes } from '../../shared/imports/routes.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { Route } from '../../shared/route.ts';
import type { selectionRoutes } from '../../shared/search/selection-routes.ts';
import type { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import { backgroundPaths, type Prepared } from './background-paths.ts';
import { clientPaths } from './client-paths.ts';
import { documentPaths } from './document-paths.ts';
import { exportPaths } from './export-paths.ts';
import { importPaths } from './import-paths.ts';
import { apiAct, createPathBed, needed, ROUTES, type RouteId, type WriteRoute } from './path-bed.ts';
import { platformPaths } from './platform-paths.ts';
import { selectionPaths } from './selection-paths.ts';
import { workingTimePaths } from './working-time-paths.ts';

/** Everything in the product that writes to the table. */
export interface WritePath {
  /** The route's id, or a name of its own. */
  readonly name: string;
  /**
   * What a repeat meets when the first try did go through: the stored answer (by the Idempotency-Key of a POST), the
   * same answer, or that there is nothing left to delete.
   */
  readonly repeat: 'replayed' | 'same' | 'gone';
  prepare(endpoint: string): Promise<Prepared>;
}

const REPEATS = { POST: 'replayed', PATCH: 'same', PUT: 'same', DELETE: 'gone', GET: 'same' } as const;

const routePaths: Readonly<
  Record<
    | WriteRoute<typeof clientRoutes>
    | WriteRoute<typeof documentRoutes>
    | WriteRoute<typeof exportRoutes>
    | WriteRoute<typeof importRoutes>
    | WriteRoute<typeof platformRoutes>
    | WriteRoute<typeof selectionRoutes>
    | WriteRoute<typeof workingTimeRoutes>,
    (typeof clientPaths)['createCompany']
  >
> = {
  ...clientPaths,
  ...documentPaths,
  ...exportPaths,
  ...importPaths,
  ...platformPaths,
  ...selectionPaths,
  ...workingTimePaths,
};

export const writePaths: readonly WritePath[] = [
  ...Object.entries(routePaths).map(([name, parts]): WritePath => {
    const route: Route = ROUTES[name as RouteId];
    return {
      name,
      repeat: REPEATS[route.method],
      prepare: async (endpoint) => {
        const bed = await createPathBed(endpoint);
        const act = apiAct(bed.call(name as RouteId, await parts(bed)));
        return { act, items: needed(await bed.items()) };
      },
    };
  }),
  ...Object.entries(backgroundPaths).map(
    ([name, prepare]): WritePath => ({
      name,
      repeat: 'same',
      prepare: async (endpoint) => prepare(await createPathBed(endpoint)),
    }),
  ),
];
