import { createDirectory } from '../../functions/platform/directory.ts';
import { createPlatformHandlers } from '../../functions/platform/handlers.ts';
import { type Caller, createCallers, type Identity } from '../../functions/runtime/caller.ts';
import type { Answer, RequestContext } from '../../functions/runtime/request.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { entryInputSchema, entryPatchSchema } from '../../shared/platform/dictionary.ts';
import { teamInputSchema, userInputSchema } from '../../shared/platform/people.ts';
import type { DemoData } from './model.ts';
import {
  DEMO_TEAMS,
  DEMO_TENANT,
  DEMO_USERS,
  type DemoTenant,
  type DemoUser,
  EXTRA_TOPICS,
  SECOND_ADMIN,
  SECOND_TENANT,
  type TeamKey,
  type UserKey,
} from './people.ts';
import type { Target } from './target.ts';
import type { Write } from './writer.ts';

/** The people of the demo tenant, as callers of the API, and the ids of their teams. */
export interface Organisation {
  readonly callers: Readonly<Record<UserKey, Caller>>;
  readonly teams: Readonly<Record<TeamKey, string>>;
}

/** Makes both tenants with their teams, users and dictionaries. */
export async function makeOrganisation(
  target: Target,
  data: DemoData,
  at: Date,
  write: Write,
): Promise<Organisation> {
  const users = Object.entries(DEMO_USERS) as [UserKey, DemoUser][];
  await provision(target, DEMO_TENANT, DEMO_USERS.admin);
  await provision(target, SECOND_TENANT, SECOND_ADMIN);

  const { userPool: client, userPoolId, issuer, table } = target;
  const directory = createDirectory({ client, userPoolId, issuer });
  const platform = createPlatformHandlers({ table, directory, signUp: 'closed' });
  const resolve = createCallers({ table, now: () => new Date() }).resolve;
  const callerOf = async ({ email, name }: DemoUser): Promise<Caller> =>
    resolve(await directory.identityOf(email, name), undefined);
  const admin = await callerOf(DEMO_USERS.admin);
  const asAdmin = (name: string, body: unknown, send: (context: RequestContext) => Promise<Answer>) =>
    write({ name, caller: admin, at, body, send });

  const team = (key: TeamKey): Promise<string> => {
    const body = teamInputSchema.parse({ name: DEMO_TEAMS[key] });
    return asAdmin(`team-${key}`, body, (context) =>
      platform.createTeam({ params: undefined, query: undefined, body }, context),
    );
  };
  const teams = { home: await team('home'), export: await team('export') };
  for (const [key, { teams: memberOf, ...user }] of users) {
    if (key === 'admin') continue;
    const body = userInputSchema.parse({ ...user, teamIds: memberOf.map((one) => teams[one]) });
    await asAdmin(`user-${key}`, body, (context) =>
      platform.createUser({ params: undefined, query: undefined, body }, context),
    );
    await accept(platform, await directory.identityOf(user.email, user.name), at);
  }
  await fillDictionaries(platform, data, asAdmin);
  const callers = await Promise.all(users.map(async ([key, user]) => [key, await callerOf(user)] as const));
  return { teams, callers: Object.fromEntries(callers) as Record<UserKey, Caller> };
}

function provision(
  target: Target,
  { id, ...tenant }: DemoTenant,
  { email, name, language }: DemoUser,
): Promise<void> {
  return target.provision({ tenantId: id, tenant, admin: { email, name, language } });
}

/** The invited person joins; one who has joined before an interruption is a member already. */
async function accept(
  platform: ReturnType<typeof createPlatformHandlers>,
  identity: Identity,
  now: Date,
): Promise<void> {
  const params = { tenantId: DEMO_TENANT.id };
  const signedIn = { identity, claims: { emailVerified: false } };
  const context = { signedIn, now, correlationId: 'demo-accept' };
  try {
    await platform.acceptInvitation({ params, query: undefined, body: undefined }, context);
  } catch (error) {
    if (!(error instanceof KartotekaError && error.code === 'user.exists')) throw error;
  }
}

/** A tenant begins with filled dictionaries: the demo adds topics, and what its lead sources cost. */
async function fillDictionaries(
  platform: ReturnType<typeof createPlatformHandlers>,
  data: DemoData,
  asAdmin: (
    name: string,
    body: unknown,
    send: (context: RequestContext) => Promise<Answer>,
  ) => Promise<string>,
): Promise<void> {
  for (const topic of EXTRA_TOPICS) {
    const body = entryInputSchema.parse(topic);
    const params = { dictionary: 'contact-topics' as const };
    await asAdmin(`topic-${topic.id}`, body, (context) =>
      platform.createEntry({ params, query: undefined, body }, context),
    );
  }
  for (const [id, costs] of data.costs) {
    const body = entryPatchSchema.parse({ costs });
    const params = { dictionary: 'lead-sources' as const, id };
    await asAdmin(`costs-${id}`, body, (context) =>
      platform.changeEntry({ params, query: undefined, body }, context),
    );
  }
}
