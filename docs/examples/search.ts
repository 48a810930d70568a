import { searchObjects } from '../../shared/search/catalogue.ts';
import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';

const { createdAt, updatedAt } = STAMPS.made;
const asOf = `${EXAMPLE_DAY}T11:05:00.412Z`;

/** What is sent to the routes of the search capability. */
export const SEARCH_BODIES: Readonly<Record<string, unknown>> = {
  searchCompanies: {
    q: 'romashka 7707083893',
    filter: {
      and: [
        { field: 'status', op: 'in', value: ['prospect', 'customer'] },
        { field: 'owner', op: 'eq', value: 'me' },
        { relation: 'places', some: { field: 'role', op: 'eq', value: 'decision-maker' } },
      ],
    },
    fields: ['name', 'status', 'lastContactAt'],
    facets: ['status'],
    limit: 50,
  },
  aggregateCompanies: {
    filter: { field: 'leadSource', op: 'isNull', value: false },
    groupBy: [
      { field: 'createdAt', by: 'month' },
      { field: 'leadSource', top: 5 },
    ],
    measures: [{ measure: 'count' }, { measure: 'sum', field: 'annualRevenue', currency: 'RUB' }],
  },
  searchContacts: {
    filter: { field: 'emails', op: 'endsWith', value: '@romashka.example' },
    sort: [{ field: 'name', direction: 'ascending' }],
    fields: ['name', 'emails'],
  },
  aggregateContacts: { groupBy: [{ field: 'owner', top: 10 }], order: 'measure' },
  searchPlaces: {
    filter: { field: 'role', op: 'eq', value: 'decision-maker' },
    fields: ['company', 'contact.name', 'jobTitle', 'role'],
  },
  aggregatePlaces: {
    filter: { field: 'role', op: 'isNull', value: false },
    groupBy: [{ field: 'role' }],
    measures: [{ measure: 'distinct', field: 'contact' }],
  },
  searchTimeline: {
    q: 'прайс-лист',
    notes: { within: { last: 5, unit: 'year' } },
    fields: ['kind', 'occurredAt', 'company'],
  },
  aggregateTimeline: {
    filter: { field: 'kind', op: 'eq', value: 'contact-logged' },
    groupBy: [{ field: 'occurredAt', by: 'week' }, { field: 'channel' }],
  },
};

const EFFECT = {
  companies: 0,
  contactsMade: 0,
  customers: 0,
  conversion: null,
  cost: { amount: '120000.00', currency: 'RUB' },
  otherCosts: [],
  costPerCompany: null,
  costPerCustomer: null,
  revenue: null,
};

const one = [{ measure: 'count', label: 'Количество' }];

/** What the routes of the search capability answer. */
export const SEARCH_ANSWERS: Readonly<Record<string, unknown>> = {
  readSearchObjects: { objects: searchObjects().objects.slice(3) },
  readLeadSourceEffect: {
    rows: [{ source: 'telegram', label: 'Телеграм-канал', period: '2025-10-01', ...EFFECT }],
    totals: EFFECT,
    asOf,
  },
  listPlaces: {
    rows: [
      {
        id: EXAMPLE_IDS.link,
        company: EXAMPLE_IDS.company,
        contact: EXAMPLE_IDS.contact,
        jobTitle: 'Директор по закупкам',
        role: 'decision-maker',
        influence: 5,
        primary: true,
        from: '2024-03-01',
        to: null,
      },
    ],
    total: 1,
    asOf,
  },
  listTimeline: {
    rows: [
      {
        id: EXAMPLE_IDS.note,
        kind: 'note',
        occurredAt: createdAt,
        actor: EXAMPLE_IDS.admin,
        company: EXAMPLE_IDS.company,
        contact: null,
        channel: null,
        direction: null,
        topic: null,
        outcome: null,
      },
    ],
    total: 1,
    asOf,
  },
  searchCompanies: {
    rows: [{ id: EXAMPLE_IDS.company, name: 'ООО «Ромашка»', status: 'prospect', lastContactAt: updatedAt }],
    total: 1,
    facets: { status: [{ value: 'prospect', label: 'Потенциальный клиент', count: 1 }] },
    asOf,
  },
  aggregateCompanies: {
    dimensions: [
      { field: 'createdAt', label: 'Создано' },
      { field: 'leadSource', label: 'Источник' },
    ],
    measures: [...one, { measure: 'sum', label: 'Сумма: Годовая выручка' }],
    groups: [
      {
        keys: [
          { value: '2025-11-01', label: 'ноябрь 2025' },
          { value: 'exhibition', label: 'Выставка' },
        ],
        values: [1, { amount: '48000000.00', currency: 'RUB' }],
      },
    ],
    totals: [1, { amount: '48000000.00', currency: 'RUB' }],
    asOf,
  },
  searchContacts: {
    rows: [{ id: EXAMPLE_IDS.contact, name: 'Иванова Мария Петровна', emails: ['ivanova@romashka.example'] }],
    total: 1,
    asOf,
  },
  aggregateContacts: {
    dimensions: [{ field: 'owner', label: 'Ответственный' }],
    measures: one,
    groups: [{ keys: [{ value: EXAMPLE_IDS.admin, label: 'Анна Смирнова' }], values: [1] }],
    totals: [1],
    asOf,
  },
  searchPlaces: {
    rows: [
      {
        id: EXAMPLE_IDS.link,
        company: EXAMPLE_IDS.company,
        'contact.name': 'Иванова Мария Петровна',
        jobTitle: 'Директор по закупкам',
        role: 'decision-maker',
      },
    ],
    total: 1,
    asOf,
  },
  aggregatePlaces: {
    dimensions: [{ field: 'role', label: 'Роль в решении' }],
    measures: [{ measure: 'distinct', label: 'Разных: Контактное лицо' }],
    groups: [{ keys: [{ value: 'decision-maker', label: 'Принимает решение' }], values: [1] }],
    totals: [1],
    asOf,
  },
  searchTimeline: {
    rows: [{ id: EXAMPLE_IDS.note, kind: 'note', occurredAt: createdAt, company: EXAMPLE_IDS.company }],
    total: 1,
    asOf,
  },
  aggregateTimeline: {
    dimensions: [
      { field: 'occurredAt', label: 'Когда' },
      { field: 'channel', label: 'Канал' },
    ],
    measures: one,
    groups: [
      {
        keys: [
          { value: '2025-11-17', label: 'Неделя с 17 нояб. 2025 г.' },
          { value: 'call', label: 'Звонок' },
        ],
        values: [1],
      },
    ],
    totals: [1],
    asOf,
  },
};
