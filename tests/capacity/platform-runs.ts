import type { PLATFORM_PATTERNS } from '../../functions/platform/access-patterns.ts';
import { createProvision } from '../../functions/platform/provisioning.ts';
import { organisationInputSchema } from '../../shared/platform/tenant.ts';
import { everybody, identityOf, signedInAs } from '../equipment/tenant-bed.ts';
import { at, type Fixture, idOf, none } from './fixture.ts';
import type { Runs } from './runs.ts';

type Id = (typeof PLATFORM_PATTERNS)[number]['id'];

/** How each pattern of the platform capability comes about. */
export function platformRuns(fixture: Fixture): Runs<Id> {
  return { ...settings(fixture), ...people(fixture), ...joining(fixture), ...dictionaries(fixture) };
}

function settings({ platform, bed, metered, as }: Fixture) {
  const admin = () => bed.as(bed.admin);
  const provision = createProvision({ table: metered.table, directory: everybody, now: () => new Date() });
  return {
    'read-me': async () => () => platform.readMe(none, as()),
    'read-tenant': async () => () => platform.readTenant(none, as()),
    'change-tenant': async () => () =>
      platform.changeTenant({ ...none, body: { zone: 'Asia/Omsk' } }, admin()),
    provision: async () => () =>
      provision(
        { tenant: { name: 'Ландыш' }, admin: { email: 'anna@landysh.example', name: 'Анна' } },
        'metered',
      ),
  };
}

function people({ platform, bed, as, agent, team }: Fixture) {
  const admin = () => bed.as(bed.admin);
  const body = {
    email: 'olga.smirnova@romashka.example',
    name: 'Ольга Смирнова',
    role: 'agent' as const,
    teamIds: [team],
  };
  return {
    'list-users': async () => () => platform.listUsers(none, as()),
    'read-user': async () => () => platform.readUser(at(agent.id), as()),
    'create-user': async () => () => platform.createUser({ ...none, body }, admin()),
    'change-user': async () => () =>
      platform.changeUser({ ...at(agent.id), body: { role: 'manager' } }, admin()),
    'list-teams': async () => () => platform.listTeams(none, as()),
    'create-team': async () => () => platform.createTeam({ ...none, body: { name: 'Опт' } }, admin()),
    'change-team': async () => {
      const id = idOf(await bed.platform.createTeam({ ...none, body: { name: 'Розница' } }, admin()));
      return () => platform.changeTeam({ ...at(id), body: { name: 'Розница и сети' } }, admin());
    },
  };
}

function joining({ platform, bed, agent }: Fixture) {
  const place = { ...none, params: { tenantId: bed.tenant.id } };
  const invite = async (name: string) => {
    const email = `${name}@romashka.example`;
    const body = { email, name: 'Пётр Орлов', role: 'agent' as const, teamIds: [] };
    const id = idOf(await bed.platform.createUser({ ...none, body }, bed.as(bed.admin)));
    return { id, person: signedInAs(identityOf(email)) };
  };
  return {
    'create-organisation': async () => () =>
      platform.createOrganisation(
        { ...none, body: organisationInputSchema.parse({ name: 'Лютик' }) },
        signedInAs(identityOf('olga@lyutik.example')),
      ),
    'list-memberships': async () => () => platform.listMemberships(none, signedInAs(identityOf(agent.email))),
    leave: async () => {
      const { email } = await bed.addUser('agent');
      return () => platform.leave(place, signedInAs(identityOf(email)));
    },
    'list-invitations': async () => {
      const { person } = await invite('asking');
      return () => platform.listInvitations(none, person);
    },
    'accept-invitation': async () => {
      const { person } = await invite('accepting');
      return () => platform.acceptInvitation(place, person);
    },
    'decline-invitation': async () => {
      const { person } = await invite('declining');
      return () => platform.declineInvitation(place, person);
    },
    'invite-again': async () => {
      const { id } = await invite('forgetful');
      return () => platform.inviteAgain(at(id), bed.as(bed.admin));
    },
    'withdraw-invitation': async () => {
      const { id } = await invite('unwanted');
      return () => platform.withdrawInvitation(at(id), bed.as(bed.admin));
    },
  };
}

function dictionaries({ platform, bed, as }: Fixture) {
  const admin = () => bed.as(bed.admin);
  const entry = { labels: { ru: 'Телеграм', en: 'Telegram' }, order: 8, active: true };
  const place = { query: undefined, params: { dictionary: 'lead-sources' as const } };
  return {
    'list-entries': async () => () =>
      platform.listEntries({ ...none, params: { dictionary: 'industries' } }, as()),
    'create-entry': async () => () =>
      platform.createEntry({ ...place, body: { ...entry, id: 'telegram' } }, admin()),
    'change-entry': async () => {
      await bed.platform.createEntry({ ...place, body: { ...entry, id: 'radio' } }, admin());
      const params = { ...place.params, id: 'radio' };
      return () => platform.changeEntry({ ...place, params, body: { active: false } }, admin());
    },
  };
}
