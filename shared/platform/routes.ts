import * as z from 'zod';
import { ADMINS, EVERYONE } from '../access.ts';
import { entryIdSchema } from '../clients/company.ts';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  dictionaryNameSchema,
  entryInputSchema,
  entryListSchema,
  entryPatchSchema,
  entryViewSchema,
} from './dictionary.ts';
import { joiningRoutes } from './joining-routes.ts';
import {
  meSchema,
  teamInputSchema,
  teamListSchema,
  teamPatchSchema,
  teamViewSchema,
  userInputSchema,
  userListSchema,
  userPatchSchema,
  userViewSchema,
} from './people.ts';
import { tenantPatchSchema, tenantViewSchema } from './tenant.ts';

const id = z.strictObject({ id: ulidSchema });
const dictionary = z.strictObject({ dictionary: dictionaryNameSchema });
const entry = z.strictObject({ dictionary: dictionaryNameSchema, id: entryIdSchema });
const conflicts = ['version.mismatch', 'version.conflict'];

/** Every route of the platform capability. */
export const platformRoutes = defineRoutes({
  ...joiningRoutes,
  readMe: {
    method: 'GET',
    path: '/me',
    summary: 'Who am I',
    roles: EVERYONE,
    response: meSchema,
    status: 200,
  },
  readTenant: {
    method: 'GET',
    path: '/tenant',
    summary: "The organisation's settings",
    roles: EVERYONE,
    response: tenantViewSchema,
    status: 200,
    versioned: true,
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenant',
    summary: "Change the organisation's settings",
    description: 'Settings reach every running function within 60 seconds.',
    roles: ADMINS,
    body: tenantPatchSchema,
    response: tenantViewSchema,
    status: 200,
    versioned: true,
    errors: conflicts,
  },
  listUsers: {
    method: 'GET',
    path: '/users',
    summary: 'All users',
    roles: EVERYONE,
    response: userListSchema,
    status: 200,
  },
  createUser: {
    method: 'POST',
    path: '/users',
    summary: 'Invite a user',
    description:
      'Makes the login too, where there is none, and has a temporary password mailed; whoever has a login already gets no ' +
      'mail and finds the invitation at `GET /invitations`. The user is `invited`, and no member, until the person accepts. With ' +
      '`identity` no login is made: that identity alone can accept.',
    roles: ADMINS,
    body: userInputSchema,
    response: userViewSchema,
    status: 201,
    versioned: true,
    errors: ['user.exists', 'reference.unknown', 'mail.not-sent'],
  },
  readUser: {
    method: 'GET',
    path: '/users/{id}',
    summary: 'Read a user',
    roles: EVERYONE,
    params: id,
    response: userViewSchema,
    status: 200,
    versioned: true,
  },
  changeUser: {
    method: 'PATCH',
    path: '/users/{id}',
    summary: "Change a user's name, role or teams, or take the login away",
    description:
      'Takes effect within 60 seconds. The last active admin keeps the role. Who has not accepted an invitation, or has left, ' +
      'cannot be made active here.',
    roles: ADMINS,
    params: id,
    body: userPatchSchema,
    response: userViewSchema,
    status: 200,
    versioned: true,
    errors: [...conflicts, 'user.last-admin', 'user.not-accepted', 'reference.unknown'],
  },
  inviteAgain: {
    method: 'POST',
    path: '/users/{id}/invitation',
    summary: 'Invite a user again',
    description:
      'For somebody who is invited, or has left. The days begin anew; a temporary password that was never used is replaced ' +
      'and mailed.',
    roles: ADMINS,
    params: id,
    response: userViewSchema,
    status: 200,
    versioned: true,
    errors: ['user.joined', 'user.exists', 'mail.not-sent'],
  },
  withdrawInvitation: {
    method: 'DELETE',
    path: '/users/{id}/invitation',
    summary: 'Withdraw an invitation',
    description: 'Whoever has never been a member is removed, and the address is free again.',
    roles: ADMINS,
    params: id,
    status: 204,
    versioned: true,
  },
  listTeams: {
    method: 'GET',
    path: '/teams',
    summary: 'All teams',
    roles: EVERYONE,
    response: teamListSchema,
    status: 200,
  },
  createTeam: {
    method: 'POST',
    path: '/teams',
    summary: 'Make a team',
    roles: ADMINS,
    body: teamInputSchema,
    response: teamViewSchema,
    status: 201,
    versioned: true,
  },
  changeTeam: {
    method: 'PATCH',
    path: '/teams/{id}',
    summary: 'Rename a team',
    roles: ADMINS,
    params: id,
    body: teamPatchSchema,
    response: teamViewSchema,
    status: 200,
    versioned: true,
    errors: conflicts,
  },
  listEntries: {
    method: 'GET',
    path: '/dictionaries/{dictionary}',
    summary: 'The entries of a dictionary',
    roles: EVERYONE,
    params: dictionary,
    response: entryListSchema,
    status: 200,
  },
  createEntry: {
    method: 'POST',
    path: '/dictionaries/{dictionary}',
    summary: 'Add an entry',
    roles: ADMINS,
    params: dictionary,
    body: entryInputSchema,
    response: entryViewSchema,
    status: 201,
    versioned: true,
    errors: ['entry.exists'],
  },
  changeEntry: {
    method: 'PATCH',
    path: '/dictionaries/{dictionary}/{id}',
    summary: 'Change an entry, or take it out of use',
    roles: ADMINS,
    params: entry,
    body: entryPatchSchema,
    response: entryViewSchema,
    status: 200,
    versioned: true,
    errors: conflicts,
  },
});
