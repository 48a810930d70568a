import { EXAMPLE_IDS, STAMPS } from './ids.ts';
import { admin, invitedMember, member, silent, TENANT_NAME } from './people.ts';

/** What is sent to the routes of the platform capability, those of joining apart. */
export const PLATFORM_BODIES: Readonly<Record<string, unknown>> = {
  changeTenant: { visibility: 'team', zone: 'Asia/Yekaterinburg' },
  createUser: {
    email: 'olga@vesna.example',
    name: 'Ольга Котова',
    role: 'agent',
    teamIds: [EXAMPLE_IDS.team],
    language: 'ru',
  },
  changeUser: { role: 'manager', baseVersion: 1 },
  createTeam: { name: 'Оптовые продажи' },
  changeTeam: { name: 'Опт и сети' },
  createEntry: { id: 'telegram', labels: { ru: 'Телеграм', en: 'Telegram' }, order: 8 },
  changeEntry: {
    costs: [{ from: '2026-10-01', to: '2026-10-31', cost: { amount: '120000.00', currency: 'RUB' } }],
  },
};

const settings = { name: TENANT_NAME, country: 'RU', currency: 'RUB', language: 'ru' };

const team = { id: EXAMPLE_IDS.team, name: 'Оптовые продажи', ...STAMPS.made };

const entry = {
  dictionary: 'lead-sources',
  id: 'telegram',
  labels: { ru: 'Телеграм', en: 'Telegram' },
  order: 8,
  active: true,
};
const newEntry = { ...entry, ...STAMPS.made };

/** What the routes of the platform capability answer, those of joining apart. */
export const PLATFORM_ANSWERS: Readonly<Record<string, unknown>> = {
  readMe: {
    user: admin,
    teams: [],
    tenant: { id: EXAMPLE_IDS.tenant, ...settings, zone: 'Europe/Samara', visibility: 'all' },
  },
  readTenant: {
    id: EXAMPLE_IDS.tenant,
    ...settings,
    zone: 'Europe/Samara',
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
  listUsers: { users: [admin, member, silent] },
  createUser: invitedMember,
  readUser: member,
  changeUser: { ...member, role: 'manager', ...STAMPS.changed, version: 3 },
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
