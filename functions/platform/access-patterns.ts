import type { AccessPattern } from '../runtime/access-pattern.ts';

const TENANT = 'GetItem pk = T#tenant, sk = tenant';
const USER = 'GetItem pk = T#people, sk = user#<id>';

/** Every use of the table by the platform capability. */
export const PLATFORM_PATTERNS = [
  {
    id: 'read-me',
    use: 'The caller with one team',
    routes: ['readMe'],
    requests: ['BatchGetItem pk = T#people, sk = user#<id> and sk = team#<id> of each team'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-tenant',
    use: 'The settings',
    routes: ['readTenant'],
    requests: [TENANT],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'change-tenant',
    use: 'Change a setting',
    routes: ['changeTenant'],
    requests: [`${TENANT}, consistent`, 'TransactWriteItems tenant, event'],
    reads: 1,
    writes: 4,
  },
  {
    id: 'list-users',
    use: 'All users: 2',
    routes: ['listUsers'],
    requests: ['Query pk = T#people, sk begins with user#'],
    reads: 0.5,
    writes: 0,
  },
  { id: 'read-user', use: 'Read a user', routes: ['readUser'], requests: [USER], reads: 0.5, writes: 0 },
  {
    id: 'create-user',
    use: 'Add a user to one team',
    routes: ['createUser'],
    requests: [
      'BatchGetItem pk = T#people, sk = email#<address> and sk = team#<id>, of each, consistent',
      'TransactWriteItems user, e-mail, membership, check of the team, event',
    ],
    reads: 2,
    writes: 10,
  },
  {
    id: 'change-user',
    use: "Change a user's role",
    routes: ['changeUser'],
    requests: [`${USER}, consistent`, 'TransactWriteItems user, membership, event'],
    reads: 1,
    writes: 6,
  },
  {
    id: 'list-teams',
    use: 'All teams: 1',
    routes: ['listTeams'],
    requests: ['Query pk = T#people, sk begins with team#'],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'create-team',
    use: 'Make a team',
    routes: ['createTeam'],
    requests: ['TransactWriteItems team, event'],
    reads: 0,
    writes: 4,
  },
  {
    id: 'change-team',
    use: 'Rename a team',
    routes: ['changeTeam'],
    requests: ['GetItem pk = T#people, sk = team#<id>, consistent', 'TransactWriteItems team, event'],
    reads: 1,
    writes: 4,
  },
  {
    id: 'list-entries',
    use: 'A dictionary of 12 entries',
    routes: ['listEntries'],
    requests: ['Query pk = T#dictionary#<name>'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'create-entry',
    use: 'Add an entry',
    routes: ['createEntry'],
    requests: ['TransactWriteItems entry, event'],
    reads: 0,
    writes: 4,
  },
  {
    id: 'change-entry',
    use: 'Change an entry',
    routes: ['changeEntry'],
    requests: [
      'GetItem pk = T#dictionary#<name>, sk = <entry>, consistent',
      'TransactWriteItems entry, event',
    ],
    reads: 1,
    writes: 4,
  },
  {
    id: 'provision',
    use: 'Make an organisation with its first administrator and 32 dictionary entries (operator)',
    routes: [],
    requests: [
      `${TENANT}, consistent`,
      'TransactWriteItems tenant, count of admins, user, e-mail, membership, entries, and an event for each',
    ],
    reads: 1,
    writes: 142,
  },
] as const satisfies readonly AccessPattern[];
