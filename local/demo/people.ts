import type * as z from 'zod';
import type { Role } from '../../shared/access.ts';
import type { entryInputSchema } from '../../shared/platform/dictionary.ts';
import type { Language } from '../../shared/zone.ts';

/** An organisation of the demo. The fixed id makes the provision task bear a repeat. */
export interface DemoTenant {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly zone: string;
  readonly language: Language;
  readonly visibility: 'all' | 'team' | 'own';
}

export interface DemoUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly language: Language;
  readonly teams: readonly TeamKey[];
}

export type TeamKey = 'home' | 'export';
export type UserKey = 'admin' | 'manager' | 'anna' | 'igor' | 'james' | 'viewer';

export const DEMO_TENANT: DemoTenant = {
  id: '01J0000000DEM0KART0TEKA001',
  name: 'Картотека Демо',
  country: 'RU',
  currency: 'RUB',
  zone: 'Europe/Moscow',
  language: 'ru',
  visibility: 'team',
};

export const DEMO_TEAMS: Readonly<Record<TeamKey, string>> = { home: 'Россия и соседи', export: 'Export' };

const at = (name: string): string => `${name}@demo.kartoteka.example`;

/** The people of the demo tenant; the first is the administrator it is made with. */
export const DEMO_USERS: Readonly<Record<UserKey, DemoUser>> = {
  admin: { email: at('admin'), name: 'Елена Соколова', role: 'admin', language: 'ru', teams: [] },
  manager: {
    email: at('manager'),
    name: 'Дмитрий Орлов',
    role: 'manager',
    language: 'ru',
    teams: ['home', 'export'],
  },
  anna: { email: at('anna'), name: 'Анна Кузнецова', role: 'agent', language: 'ru', teams: ['home'] },
  igor: { email: at('igor'), name: 'Игорь Лебедев', role: 'agent', language: 'ru', teams: ['home'] },
  james: { email: at('james'), name: 'James Whitfield', role: 'agent', language: 'en', teams: ['export'] },
  viewer: {
    email: at('viewer'),
    name: 'Olivia Hart',
    role: 'viewer',
    language: 'en',
    teams: ['home', 'export'],
  },
};

/** The neighbour that must never be seen from the demo tenant. */
export const SECOND_TENANT: DemoTenant = {
  id: '01J0000000DEM0KART0TEKA002',
  name: 'Nordwind Trading',
  country: 'DE',
  currency: 'EUR',
  zone: 'Europe/Berlin',
  language: 'en',
  visibility: 'all',
};

export const SECOND_ADMIN: DemoUser = {
  email: 'admin@nordwind.kartoteka.example',
  name: 'Clara Hoffmann',
  role: 'admin',
  language: 'en',
  teams: [],
};

type NewEntry = z.input<typeof entryInputSchema>;

/** Topics beside those that every tenant begins with. */
export const EXTRA_TOPICS: readonly NewEntry[] = [
  { id: 'contract', labels: { ru: 'Договор', en: 'Contract' }, order: 8 },
  { id: 'maintenance', labels: { ru: 'Обслуживание', en: 'Maintenance' }, order: 9 },
];

/** What each lead source costs a quarter, in roubles, about; the others cost nothing. */
export const QUARTERLY_COSTS: Readonly<Record<string, number>> = {
  advertising: 420_000,
  'cold-call': 90_000,
  exhibition: 650_000,
  mailing: 45_000,
  partner: 120_000,
  web: 160_000,
};
