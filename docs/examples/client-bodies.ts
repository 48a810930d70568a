import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';

/** What is sent to the routes of the clients capability. */
export const CLIENT_BODIES: Readonly<Record<string, unknown>> = {
  createCompany: {
    name: 'ООО «Ромашка»',
    legalName: 'Общество с ограниченной ответственностью «Ромашка»',
    status: 'prospect',
    inn: '7707083893',
    kpp: '773601001',
    phones: ['8 (495) 123-45-67', { number: '+7 916 000-11-22', kind: 'mobile', label: 'Склад' }],
    emails: ['info@romashka.example'],
    website: 'https://romashka.example/',
    addresses: [
      { kind: 'legal', line: 'ул. Ленина, 5, оф. 12', city: 'Москва', postalCode: '101000', country: 'RU' },
    ],
    industry: 'retail',
    segment: 'medium',
    leadSource: 'exhibition',
    finances: {
      annualRevenue: { amount: '48000000.00', currency: 'RUB' },
      creditLimit: { amount: '500000', currency: 'RUB' },
    },
    tags: ['exhibition-2026', 'VIP'],
    externalIds: [{ source: '1c', id: '000000123' }],
  },
  changeCompany: { status: 'customer', website: null, finances: { creditLimit: null }, baseVersion: 1 },
  noteOnCompany: { text: 'Просит прайс-лист к пятнице.' },
  logContactWithCompany: {
    channel: 'call',
    direction: 'in',
    topic: 'offer',
    outcome: 'Договорились о встрече',
    durationMinutes: 7,
    contactIds: [EXAMPLE_IDS.contact],
    occurredAt: `${EXAMPLE_DAY}T12:30:00+03:00`,
  },
  relateCompanies: { kind: 'partner', companyId: EXAMPLE_IDS.partner, note: 'С 2024 года' },
  linkContact: {
    contactId: EXAMPLE_IDS.contact,
    jobTitle: 'Директор по закупкам',
    role: 'decision-maker',
    influence: 5,
    primary: true,
    from: '2024-03-01',
  },
  changeContactLink: { to: '2026-11-30', primary: null },
  createContact: {
    name: 'Иванова Мария Петровна',
    firstName: 'Мария',
    middleName: 'Петровна',
    lastName: 'Иванова',
    phones: ['+7 916 000-11-22'],
    emails: [{ address: 'ivanova@romashka.example', kind: 'work' }],
    companies: [
      { companyId: EXAMPLE_IDS.partner, jobTitle: 'Директор', role: 'decision-maker', influence: 5 },
    ],
  },
  changeContact: { phones: ['+7 916 000-11-23'], birthday: '1985-04-12', baseVersion: 1 },
  noteOnContact: { text: 'Отвечает за закупки с весны.', occurredAt: `${EXAMPLE_DAY}T15:00:00+03:00` },
  logContactWithContact: { channel: 'meeting', outcome: 'Показали образцы', durationMinutes: 60 },
};
