import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Table } from '../runtime/table/table.ts';
import { createDictionaries } from './dictionaries.ts';
import type { Directory } from './directory.ts';
import { createInvitations } from './invitations.ts';
import { createInviting } from './inviting.ts';
import { createMemberships } from './memberships.ts';
import { createSignUp, type SignUp } from './sign-up.ts';
import { createTeams } from './teams.ts';
import { createTenants } from './tenants.ts';
import { createUsers } from './users.ts';

export interface PlatformDependencies {
  readonly table: Table;
  readonly directory: Directory;
  readonly signUp: SignUp;
}

/** A handler for every route of the platform capability. */
export const createPlatformHandlers = ({
  table,
  directory,
  signUp,
}: PlatformDependencies): RouteHandlers<typeof platformRoutes> => ({
  ...createTenants(table),
  ...createSignUp(table, directory, signUp),
  ...createMemberships(table),
  ...createInvitations(table, directory),
  ...createUsers(table, directory),
  ...createInviting(table, directory),
  ...createTeams(table),
  ...createDictionaries(table),
});
