import { API_BASE } from '../shared/api-base.ts';
import type { Routes } from '../shared/route.ts';
import type { RoutePrefix } from './capability.ts';

/**
 * What the gateway has to know of a capability's routes: the first segment of each path, and whether anything
 * lies below it. The rows themselves decide inside the function.
 */
export function prefixesOf(routes: Routes): readonly RoutePrefix[] {
  const bySegment = Map.groupBy(Object.values(routes), ({ path }) => path.split('/')[1] ?? '');
  return [...bySegment]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([segment, rows]) => ({
      path: `${API_BASE}/${segment}`,
      ...(rows.some(({ path }) => path.split('/').length > 2) ? { below: true } : {}),
    }));
}
