import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Table } from '../runtime/table/table.ts';
import { createDictionaries } from './dictionaries.ts';
import type { Directory } from './directory.ts';
import { createTeams } from './teams.ts';
import { createTenants } from './tenants.ts';
import { createUsers } from './users.ts';

export interface PlatformDependencies {
  readonly table: Table;
  readonly directory: Directory;
}

/** A handler for every route of the platform capability. */
export const createPlatformHandlers = ({
  table,
  directory,
}: PlatformDependencies): RouteHandlers<typeof platformRoutes> => ({
  ...createTenants(table),
  ...createUsers(table, directory),
  ...createTeams(table),
  ...createDictionaries(table),
});
