import { API_BASE } from '../shared/api-base.ts';
import type { Routes } from '../shared/route.ts';
import type { RoutePrefix } from './capability.ts';

/**
 * What the gateway has to know of a capability's routes: the first segments of each path, and whether anything lies below
 * them. The rows themselves decide inside the function.
 *
 * @param segments How many segments make a prefix. More than one for a capability whose rows lie below another's: the
 * gateway selects the most specific route.
 */
export function prefixesOf(routes: Routes, segments = 1): readonly RoutePrefix[] {
  const byPrefix = Map.groupBy(Object.values(routes), ({ path }) => {
    const own = path.split('/').slice(1, segments + 1);
    if (own.length < segments) throw new Error(`${path} has no prefix of ${segments} segments.`);
    return own.join('/');
  });
  return [...byPrefix]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([prefix, rows]) => ({
      path: `${API_BASE}/${prefix}`,
      ...(rows.some(({ path }) => path !== `/${prefix}`) ? { below: true } : {}),
    }));
}
