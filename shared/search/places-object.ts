import { type ObjectDefinition, recordFields } from './object.ts';

/** People's places at companies: who works where, as what, and with which part in decisions. */
export const placesObject: ObjectDefinition = {
  name: 'places',
  kind: 'contact-link',
  label: { ru: 'Люди в компаниях', en: 'People at companies' },
  fields: {
    ...recordFields,
    company: {
      type: 'id',
      of: 'companies',
      label: { ru: 'Компания', en: 'Company' },
      read: (data) => data['companyId'],
    },
    contact: {
      type: 'id',
      of: 'contacts',
      label: { ru: 'Контактное лицо', en: 'Contact' },
      read: (data) => data['contactId'],
    },
    jobTitle: { type: 'text', label: { ru: 'Должность', en: 'Job title' } },
    department: { type: 'text', label: { ru: 'Подразделение', en: 'Department' } },
    role: {
      type: 'code',
      label: { ru: 'Роль в решении', en: 'Role in decisions' },
      options: {
        'decision-maker': { ru: 'Принимает решение', en: 'Decision maker' },
        influencer: { ru: 'Влияет на решение', en: 'Influencer' },
        user: { ru: 'Пользователь', en: 'User' },
        gatekeeper: { ru: 'Посредник', en: 'Gatekeeper' },
        champion: { ru: 'Сторонник', en: 'Champion' },
      },
    },
    influence: { type: 'number', label: { ru: 'Влияние', en: 'Influence' } },
    primary: { type: 'boolean', label: { ru: 'Основной', en: 'Primary' } },
    from: { type: 'day', label: { ru: 'С', en: 'From' } },
    to: { type: 'day', label: { ru: 'По', en: 'To' } },
    note: { type: 'text', label: { ru: 'Примечание', en: 'Note' } },
  },
  relations: {
    company: { to: 'companies', ours: 'company', label: { ru: 'Компания', en: 'Company' } },
    contact: { to: 'contacts', ours: 'contact', label: { ru: 'Контактное лицо', en: 'Contact' } },
  },
  access: { through: ['company'] },
  needs: ['company', 'contact'],
  shown: ['company', 'contact', 'jobTitle', 'role', 'influence', 'primary', 'from', 'to'],
  order: { field: 'createdAt', direction: 'descending' },
};
