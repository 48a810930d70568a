import * as z from 'zod';
import { roleSchema, visibilitySchema } from '../access.ts';
import { emailSchema } from '../email.ts';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import { instantSchema, recordFields, versionSchema } from '../record.ts';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { languageSchema, zoneSchema } from '../zone.ts';
import { invitationSchema } from './invitation.ts';

/** Most teams one user may be in: the membership is read with each caller. */
export const MAX_TEAMS_OF_USER = 20;

export const teamIdsSchema = z.array(ulidSchema).max(MAX_TEAMS_OF_USER);

const userFields = {
  name: line(200),
  role: roleSchema,
  teamIds: teamIdsSchema,
  language: languageSchema.optional(),
  zone: zoneSchema.optional(),
  active: z.boolean().meta({ description: 'false: may not, or no longer, work in this tenant' }),
};

/** Who an identity provider says somebody is: (issuer, subject). */
export const identitySchema = z.strictObject({
  issuer: z.url().max(500),
  subject: z.string().min(1).max(255),
});
export type Identity = z.output<typeof identitySchema>;

/** A user as stored. */
export const userSchema = z.strictObject({
  ...userFields,
  email: emailSchema,
  /** Who accepted the invitation; absent until somebody does, and again after leaving: an admin alone lets nobody in. */
  identity: identitySchema.optional(),
  /** Whom the admin invited by identity rather than by address. */
  named: identitySchema.optional(),
  /** Absent once it is accepted, declined or withdrawn. */
  invitation: invitationSchema.optional(),
  joinedAt: instantSchema.optional().meta({ description: 'When the person first became a member' }),
  ...recordFields,
});
export type User = z.output<typeof userSchema>;

const userStateSchema = z.enum(['invited', 'active', 'deactivated', 'left']).meta({
  description:
    'invited: has not accepted yet; active: may work; deactivated: an admin took the access away; left: may be invited again',
});

/** How a user stands to the organisation. */
export function stateOf({
  active,
  identity,
  invitation,
}: Pick<User, 'active' | 'identity' | 'invitation'>): z.output<typeof userStateSchema> {
  if (invitation) return 'invited';
  if (active) return 'active';
  return identity ? 'deactivated' : 'left';
}

/** A user as answered: colleagues need not know the identity. */
export const userViewSchema = userSchema
  .omit({ identity: true, named: true })
  .extend({ state: userStateSchema, version: versionSchema })
  .meta({ id: 'User', description: 'An employee with a login' });

export const userInputSchema = z
  .strictObject({
    email: z.string().max(254).meta({ description: 'The address the person signs in with' }),
    name: userFields.name,
    role: roleSchema,
    teamIds: userFields.teamIds.default([]),
    language: userFields.language,
    zone: userFields.zone,
    identity: identitySchema.optional().meta({
      description:
        'For a program, or a person whose tokens tell no verified e-mail: whom to invite instead of the owner of the address',
    }),
  })
  .meta({ id: 'UserInput', description: 'A user to be invited' });

export const userPatchSchema = z
  .strictObject({ ...patchFields(userFields), ...baseVersionField })
  .meta({ id: 'UserPatch', description: 'The fields to change; null empties a field' });

export const userListSchema = z.strictObject({ users: z.array(userViewSchema) }).meta({ id: 'Users' });

const teamFields = { name: line(100) };

export const teamSchema = z.strictObject({ ...teamFields, ...recordFields });
export type Team = z.output<typeof teamSchema>;

export const teamViewSchema = teamSchema
  .extend({ version: versionSchema })
  .meta({ id: 'Team', description: 'A team' });
export const teamInputSchema = z
  .strictObject(teamFields)
  .meta({ id: 'TeamInput', description: 'A team to be made' });
export const teamPatchSchema = z
  .strictObject({ ...patchFields(teamFields), ...baseVersionField })
  .meta({ id: 'TeamPatch', description: 'The fields to change' });
export const teamListSchema = z.strictObject({ teams: z.array(teamViewSchema) }).meta({ id: 'Teams' });

/** The caller, as the API sees them. */
export const meSchema = z
  .strictObject({
    user: userViewSchema,
    teams: z.array(teamViewSchema),
    tenant: z.strictObject({
      id: ulidSchema,
      name: z.string(),
      country: z.string(),
      currency: z.string(),
      zone: z.string(),
      language: languageSchema,
      visibility: visibilitySchema,
    }),
  })
  .meta({ id: 'Me', description: 'The caller with teams and tenant' });
