import type { decisionRoleSchema } from '../../../shared/clients/contact.ts';

type DecisionRole = (typeof decisionRoleSchema.options)[number];

/** A place in a client's firm and what part its holder usually has in decisions. */
export interface Job {
  readonly ru: string;
  readonly en: string;
  readonly department?: { readonly ru: string; readonly en: string };
  readonly role: DecisionRole;
  /** From 1, slight, to 5, decides. */
  readonly influence: readonly [least: number, most: number];
}

const OFFICE = {
  purchasing: { ru: 'Отдел закупок', en: 'Purchasing' },
  warehouse: { ru: 'Склад', en: 'Warehouse' },
  finance: { ru: 'Бухгалтерия', en: 'Finance' },
  it: { ru: 'Отдел ИТ', en: 'IT' },
  technical: { ru: 'Техническая служба', en: 'Engineering' },
  reception: { ru: 'Приёмная', en: 'Front office' },
} as const;

/** People one speaks to first. */
export const LEADS: readonly Job[] = [
  { ru: 'Генеральный директор', en: 'Managing Director', role: 'decision-maker', influence: [5, 5] },
  { ru: 'Директор', en: 'Owner', role: 'decision-maker', influence: [5, 5] },
  { ru: 'Коммерческий директор', en: 'Commercial Director', role: 'decision-maker', influence: [4, 5] },
  { ru: 'Директор по логистике', en: 'Head of Logistics', role: 'decision-maker', influence: [4, 5] },
  {
    ru: 'Начальник отдела закупок',
    en: 'Head of Purchasing',
    department: OFFICE.purchasing,
    role: 'decision-maker',
    influence: [3, 5],
  },
];

/** The others. */
export const STAFF: readonly Job[] = [
  {
    ru: 'Специалист по закупкам',
    en: 'Buyer',
    department: OFFICE.purchasing,
    role: 'influencer',
    influence: [2, 3],
  },
  {
    ru: 'Начальник склада',
    en: 'Warehouse Manager',
    department: OFFICE.warehouse,
    role: 'champion',
    influence: [3, 4],
  },
  { ru: 'Кладовщик', en: 'Storekeeper', department: OFFICE.warehouse, role: 'user', influence: [1, 2] },
  {
    ru: 'Главный бухгалтер',
    en: 'Chief Accountant',
    department: OFFICE.finance,
    role: 'influencer',
    influence: [3, 4],
  },
  {
    ru: 'Финансовый директор',
    en: 'Finance Director',
    department: OFFICE.finance,
    role: 'decision-maker',
    influence: [4, 5],
  },
  { ru: 'Бухгалтер', en: 'Accountant', department: OFFICE.finance, role: 'user', influence: [1, 2] },
  {
    ru: 'Главный инженер',
    en: 'Chief Engineer',
    department: OFFICE.technical,
    role: 'influencer',
    influence: [3, 4],
  },
  {
    ru: 'Инженер по оборудованию',
    en: 'Equipment Engineer',
    department: OFFICE.technical,
    role: 'user',
    influence: [2, 3],
  },
  {
    ru: 'Руководитель ИТ',
    en: 'IT Manager',
    department: OFFICE.it,
    role: 'influencer',
    influence: [3, 4],
  },
  {
    ru: 'Системный администратор',
    en: 'Systems Administrator',
    department: OFFICE.it,
    role: 'user',
    influence: [1, 2],
  },
  {
    ru: 'Секретарь руководителя',
    en: 'Executive Assistant',
    department: OFFICE.reception,
    role: 'gatekeeper',
    influence: [2, 3],
  },
  {
    ru: 'Офис-менеджер',
    en: 'Office Manager',
    department: OFFICE.reception,
    role: 'gatekeeper',
    influence: [1, 2],
  },
];
