import type { platformRoutes } from '../../shared/platform/routes.ts';
import { addTenant } from '../equipment/tenant-bed.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

const none = { params: undefined, query: undefined, body: undefined };

/** Another organisation invites the administrator of this one, who calls. */
export async function invitedElsewhere({ tenant }: PathBed): Promise<CallParts> {
  const other = await addTenant(tenant.endpoint, tenant.tableName);
  const body = { email: tenant.admin.email, name: 'Анна', role: 'admin' as const, teamIds: [] };
  await other.platform.createUser({ ...none, body }, other.as(other.admin));
  return { params: { tenantId: other.tenant.id } };
}

/** Somebody who was invited and has not answered. */
const waiting = async (bed: PathBed): Promise<CallParts> => ({
  params: {
    id: await bed.make('createUser', {
      body: { email: 'vera@romashka.example', name: 'Вера', role: 'agent' },
    }),
  },
});

/** What has to be there for each writing route of the platform capability, and the call itself. */
export const platformPaths: Readonly<Record<WriteRoute<typeof platformRoutes>, Preparation>> = {
  createOrganisation: async () => ({ body: { name: 'Лютик', founder: { name: 'Анна Админова' } } }),
  leave: async ({ tenant }) => {
    await tenant.addUser('admin');
    return { params: { tenantId: tenant.tenant.id } };
  },
  acceptInvitation: invitedElsewhere,
  declineInvitation: invitedElsewhere,
  inviteAgain: waiting,
  withdrawInvitation: waiting,
  changeTenant: async () => ({ body: { name: 'Ромашка и партнёры', visibility: 'team' } }),
  createUser: async ({ tenant }) => ({
    body: {
      email: 'Vera@romashka.example',
      name: 'Вера Новая',
      role: 'admin',
      teamIds: [await tenant.addTeam('Продажи')],
    },
  }),
  changeUser: async ({ tenant }) => ({
    params: { id: (await tenant.addUser('admin')).id },
    body: { role: 'agent', teamIds: [await tenant.addTeam('Продажи')] },
  }),
  createTeam: async () => ({ body: { name: 'Продажи' } }),
  changeTeam: async ({ tenant }) => ({
    params: { id: await tenant.addTeam('Продажи') },
    body: { name: 'Сбыт' },
  }),
  createEntry: async () => ({
    params: { dictionary: 'industries' },
    body: { id: 'floristry', labels: { ru: 'Флористика', en: 'Floristry' } },
  }),
  changeEntry: async () => ({
    params: { dictionary: 'lead-sources', id: 'advertising' },
    body: {
      active: false,
      costs: [{ from: '2026-01-01', to: '2026-12-31', cost: { amount: '1000', currency: 'RUB' } }],
    },
  }),
};
