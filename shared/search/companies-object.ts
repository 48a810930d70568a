import { eachOf, type ObjectDefinition, ownershipFields, reachFields, recordFields } from './object.ts';

const finance = (name: string) => (data: Readonly<Record<string, unknown>>) =>
  (data['finances'] as Readonly<Record<string, unknown>> | undefined)?.[name];

const accounts = (data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  accounts: finance('bankAccounts')(data),
});

/** Client firms and individuals. */
export const companiesObject: ObjectDefinition = {
  name: 'companies',
  kind: 'company',
  label: { ru: 'Компании', en: 'Companies' },
  fields: {
    ...recordFields,
    ...ownershipFields,
    ...reachFields,
    kind: {
      type: 'code',
      label: { ru: 'Вид клиента', en: 'Kind' },
      options: {
        company: { ru: 'Компания', en: 'Company' },
        person: { ru: 'Частное лицо', en: 'Individual' },
      },
    },
    name: { type: 'text', label: { ru: 'Название', en: 'Name' } },
    legalName: { type: 'text', label: { ru: 'Полное наименование', en: 'Legal name' } },
    status: {
      type: 'code',
      label: { ru: 'Статус', en: 'Status' },
      options: {
        prospect: { ru: 'Потенциальный клиент', en: 'Prospect' },
        customer: { ru: 'Клиент', en: 'Customer' },
        former: { ru: 'Бывший клиент', en: 'Former customer' },
      },
    },
    inn: { type: 'text', label: { ru: 'ИНН', en: 'INN' } },
    kpp: { type: 'text', label: { ru: 'КПП', en: 'KPP' } },
    ogrn: { type: 'text', label: { ru: 'ОГРН', en: 'OGRN' } },
    industry: { type: 'code', dictionary: 'industries', label: { ru: 'Отрасль', en: 'Industry' } },
    segment: { type: 'code', dictionary: 'segments', label: { ru: 'Сегмент', en: 'Segment' } },
    leadSource: { type: 'code', dictionary: 'lead-sources', label: { ru: 'Источник', en: 'Lead source' } },
    website: { type: 'text', label: { ru: 'Сайт', en: 'Web site' } },
    employees: { type: 'number', label: { ru: 'Сотрудников', en: 'Employees' } },
    foundedYear: { type: 'number', label: { ru: 'Год основания', en: 'Founded' } },
    annualRevenue: {
      type: 'money',
      label: { ru: 'Годовая выручка', en: 'Annual revenue' },
      read: finance('annualRevenue'),
    },
    budget: { type: 'money', label: { ru: 'Бюджет', en: 'Budget' }, read: finance('budget') },
    creditLimit: {
      type: 'money',
      label: { ru: 'Кредитный лимит', en: 'Credit limit' },
      read: finance('creditLimit'),
    },
    banks: {
      type: 'text',
      list: true,
      label: { ru: 'Банки', en: 'Banks' },
      read: (data) => eachOf('accounts', (account) => account['bank'])(accounts(data)),
    },
    bankAccounts: {
      type: 'text',
      list: true,
      label: { ru: 'Счета', en: 'Bank accounts' },
      read: (data) => eachOf('accounts', (account) => account['account'] ?? account['iban'])(accounts(data)),
    },
    lastContactAt: {
      type: 'instant',
      label: { ru: 'Последний контакт', en: 'Last contact' },
      derived: {
        relation: 'timeline',
        measure: 'max',
        field: 'occurredAt',
        where: { field: 'kind', is: 'contact-logged' },
      },
    },
    contactsMade: {
      type: 'number',
      label: { ru: 'Контактов', en: 'Contacts made' },
      derived: { relation: 'timeline', measure: 'count', where: { field: 'kind', is: 'contact-logged' } },
    },
  },
  relations: {
    places: { to: 'places', theirs: 'company', label: { ru: 'Люди компании', en: 'People' } },
    timeline: { to: 'timeline', theirs: 'company', label: { ru: 'Хронология', en: 'Timeline' } },
  },
  access: { own: true },
  fullText: {
    words: ['name', 'legalName', 'inn', 'emails', 'externalIds'],
    whole: ['emails'],
    digits: ['phones'],
    through: ['places', 'contact'],
    notes: 'timeline',
  },
  shown: [
    'name',
    'status',
    'industry',
    'segment',
    'leadSource',
    'owner',
    'team',
    'inn',
    'phones',
    'emails',
    'tags',
    'lastContactAt',
    'updatedAt',
  ],
  order: { field: 'name', direction: 'ascending' },
};
