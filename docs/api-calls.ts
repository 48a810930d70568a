import { placedRoutes } from './openapi.ts';

/**
 * The table that the typed client calls the rows by. It is written out, so that the client needs none of the rows' schemas where it runs; its
 * type compares it with the rows.
 */
export function apiCallsModule(): string {
  const rows = placedRoutes().map(({ id, route }) => `  ${id}: '${route.method} ${route.path}',`);
  return [
    "import type { Calls } from './types.ts';",
    '',
    '/** Method and path of each row, by its id. Written by `npm run docs`; the type compares it with the rows. */',
    'export const API_CALLS: Calls = {',
    ...rows,
    '};',
  ].join('\n');
}
