import type { ImportFieldId } from './fields.ts';

type Fields = readonly ImportFieldId[];

/** By what a row names a company. */
export const NAMES_OF_COMPANY: Fields = ['company.name', 'company.inn', 'company.externalId'];

/** By what a row names a person, and by what the person is found in the base. */
export const NAMES_OF_PERSON: Fields = ['contact.name', 'contact.firstName', 'contact.lastName'];
export const KEYS_OF_PERSON: Fields = ['contact.email', 'contact.phone', 'contact.externalId'];

/** By what a row names the parent company. */
export const NAMES_OF_PARENT: Fields = ['parent.name', 'parent.inn', 'parent.externalId'];

/** What a person has as well as a company. */
export const OF_BOTH: ReadonlySet<ImportFieldId> = new Set<ImportFieldId>([
  'company.phone',
  'company.fax',
  'company.email',
  'company.tags',
  'company.owner',
  'company.team',
  'company.addressLine',
  'company.city',
  'company.region',
  'company.postalCode',
  'company.country',
  'company.description',
  'company.zone',
  'company.language',
]);
