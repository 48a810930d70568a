import { type ObjectDefinition, ownershipFields, reachFields, recordFields } from './object.ts';

/** People. */
export const contactsObject: ObjectDefinition = {
  name: 'contacts',
  kind: 'contact',
  label: { ru: 'Контактные лица', en: 'Contacts' },
  fields: {
    ...recordFields,
    ...ownershipFields,
    ...reachFields,
    name: { type: 'text', label: { ru: 'Имя', en: 'Name' } },
    firstName: { type: 'text', label: { ru: 'Личное имя', en: 'First name' } },
    lastName: { type: 'text', label: { ru: 'Фамилия', en: 'Last name' } },
    middleName: { type: 'text', label: { ru: 'Отчество', en: 'Middle name' } },
    birthday: { type: 'day', label: { ru: 'День рождения', en: 'Birthday' } },
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
    places: { to: 'places', theirs: 'contact', label: { ru: 'Места работы', en: 'Places' } },
    timeline: {
      to: 'timeline',
      theirs: 'contact',
      repeated: true,
      label: { ru: 'Хронология', en: 'Timeline' },
    },
  },
  access: { own: true, through: ['places'] },
  fullText: {
    words: ['name', 'emails', 'externalIds'],
    whole: ['emails'],
    digits: ['phones'],
    through: ['places', 'company'],
    notes: 'timeline',
  },
  shown: ['name', 'phones', 'emails', 'birthday', 'owner', 'team', 'tags', 'lastContactAt', 'updatedAt'],
  order: { field: 'name', direction: 'ascending' },
};
