import type { importRoutes } from '../../shared/imports/routes.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { createImportFiles } from './import-files.ts';
import { createImportWork, type ImportDependencies } from './imports.ts';

/** A handler for every route of the imports capability. */
export const createImportHandlers = (
  deps: ImportDependencies & { readonly cursors: Cursors },
): RouteHandlers<typeof importRoutes> => ({
  ...createImportFiles(deps, deps.cursors),
  ...createImportWork(deps),
});
