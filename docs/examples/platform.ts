import { EXAMPLE_IDS, STAMPS } from './ids.ts';

const settings = { name: 'ООО «Весна»', country: 'RU', currency: 'RUB', language: 'ru' };

const admin = {
  id: EXAMPLE_IDS.admin,
  name: 'Анна Админова',
  email: 'anna@vesna.example',
  role: 'admin',
  teamIds: [],
  active: true,
  ...STAMPS.made,
};
const user = {
  id: EXAMPLE_IDS.user,
  name: 'Ольга Смирнова',
  email: 'olga@romashka.example',
  teamIds: [EXAMPLE_IDS.team],
  language: 'ru',
  active: true,
};
const newUser = { ...user, role: 'agent', ...STAMPS.made };

const team = { id: EXAMPLE_IDS.team, name: 'Оптовые продажи', ...STAMPS.made };

const entry = {
  dictionary: 'lead-sources',
  id: 'telegram',
  labels: { ru: 'Телеграм', en: 'Telegram' },
  order: 8,
  active: true,
};
const newEntry = { ...entry, ...STAMPS.made };

/** What the routes of the platform capability answer. */
export const PLATFORM_ANSWERS: Readonly<Record<string, unknown>> = {
  readMe: {
    user: admin,
    teams: [],
    tenant: { id: EXAMPLE_IDS.tenant, ...settings, zone: 'Europe/Moscow', visibility: 'all' },
  },
  readTenant: {
    id: EXAMPLE_IDS.tenant,
    ...settings,
    zone: 'Europe/Moscow',
    visibility: 'all',
    ...STAMPS.made,
  },
  changeTenant: {
    id: EXAMPLE_IDS.tenant,
    ...settings,
    zone: 'Asia/Yekaterinburg',
    visibility: 'team',
    ...STAMPS.changed,
  },
  listUsers: { users: [admin, newUser] },
  createUser: newUser,
  readUser: newUser,
  changeUser: { ...user, role: 'manager', ...STAMPS.changed },
  listTeams: { teams: [team] },
  createTeam: team,
  changeTeam: { ...team, name: 'Опт и сети', ...STAMPS.changed },
  listEntries: {
    entries: [
      {
        dictionary: 'lead-sources',
        id: 'advertising',
        labels: { ru: 'Реклама', en: 'Advertising' },
        order: 0,
        active: true,
        ...STAMPS.made,
      },
      newEntry,
    ],
  },
  createEntry: newEntry,
  changeEntry: {
    ...entry,
    costs: [{ from: '2026-10-01', to: '2026-10-31', cost: { amount: '120000.00', currency: 'RUB' } }],
    ...STAMPS.changed,
  },
};
