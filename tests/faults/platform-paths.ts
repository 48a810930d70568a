import type { platformRoutes } from '../../shared/platform/routes.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

/** What has to be there for each writing route of the platform capability, and the call itself. */
export const platformPaths: Readonly<Record<WriteRoute<typeof platformRoutes>, Preparation>> = {
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
