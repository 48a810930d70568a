import type { AccessPattern } from '../runtime/access-pattern.ts';

const COMPANY_NOW = 'GetItem pk = T#company#<id>, sk = card, consistent';
const CONTACT_NOW = 'Query pk = T#contact#<id>, sk begins with card, consistent';
const THEIR_COMPANIES_NOW =
  'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person, consistent';
const OTHER_NOW = 'BatchGetItem pk = T#company#<other>, sk = card, consistent';
const LINK_NOW = 'GetItem pk = T#company#<id>, sk = card#contact#<link>, consistent';

const COMPANIES = [
  {
    id: 'create-company',
    use: 'Create a company with a phone, an e-mail and an INN',
    routes: ['createCompany'],
    requests: ['TransactWriteItems company, 4 lookups, timeline entry, event'],
    reads: 0,
    writes: 16,
  },
  {
    id: 'change-company',
    use: 'Change a field of a company',
    routes: ['changeCompany'],
    requests: [COMPANY_NOW, 'TransactWriteItems company, timeline entry, event'],
    reads: 1,
    writes: 9,
  },
  {
    id: 'delete-company',
    use: 'Delete a company with a phone',
    routes: ['deleteCompany'],
    requests: [COMPANY_NOW, 'TransactWriteItems company, 2 lookups freed, timeline entry, event'],
    reads: 1,
    writes: 13,
  },
  {
    id: 'restore-company',
    use: 'Bring a company with a phone back',
    routes: ['restoreCompany'],
    requests: [COMPANY_NOW, 'TransactWriteItems company, 2 lookups, timeline entry, event'],
    reads: 1,
    writes: 13,
  },
  {
    id: 'relate-companies',
    use: 'Make one company the partner of another',
    routes: ['relateCompanies'],
    requests: [
      COMPANY_NOW,
      OTHER_NOW,
      'TransactWriteItems relation on both cards, check of the other, two timeline entries, event',
    ],
    reads: 2,
    writes: 14,
  },
  {
    id: 'relate-to-parent',
    use: 'Give a company a parent that has none: the line of parents is walked up',
    routes: ['relateCompanies'],
    requests: [
      COMPANY_NOW,
      OTHER_NOW,
      'Query pk = T#company#<parent>, sk begins with card#relation#parent#, consistent',
      'TransactWriteItems as relate-companies, and a check that it is not the other way round',
    ],
    reads: 3,
    writes: 16,
  },
  {
    id: 'unrelate-companies',
    use: 'Remove a relation from both cards',
    routes: ['unrelateCompanies'],
    requests: [
      COMPANY_NOW,
      OTHER_NOW,
      'TransactWriteItems both relations freed, two timeline entries, event',
    ],
    reads: 2,
    writes: 12,
  },
] as const satisfies readonly AccessPattern[];

const CONTACTS = [
  {
    id: 'create-contact',
    use: 'Create a contact with a phone and an e-mail',
    routes: ['createContact'],
    requests: ['TransactWriteItems contact, 2 lookups, timeline entry, event'],
    reads: 0,
    writes: 12,
  },
  {
    id: 'create-contact-with-key',
    use: 'Create a contact with a phone and an e-mail, with an Idempotency-Key',
    routes: ['createContact'],
    requests: ['TransactWriteItems idempotency record, and as create-contact'],
    reads: 0,
    writes: 14,
  },
  {
    id: 'create-contact-at-company',
    use: 'Create a contact with a phone and a place at a company',
    routes: ['createContact'],
    requests: [
      'BatchGetItem pk = T#company#<id>, sk = card, of each company, consistent',
      'TransactWriteItems contact, lookup, both sides of the link, check of the company, two timeline entries, two events',
    ],
    reads: 1,
    writes: 22,
  },
  {
    id: 'change-contact',
    use: 'Change a field of a contact with a place at one company',
    routes: ['changeContact'],
    requests: [
      CONTACT_NOW,
      THEIR_COMPANIES_NOW,
      'TransactWriteItems contact, check of the number of places, its summary on each card, a timeline entry on each card, event',
    ],
    reads: 2,
    writes: 17,
  },
  {
    id: 'delete-contact',
    use: 'Delete a contact with a phone and a place at one company',
    routes: ['deleteContact'],
    requests: [
      CONTACT_NOW,
      THEIR_COMPANIES_NOW,
      'TransactWriteItems as change-contact, and the lookup freed',
    ],
    reads: 2,
    writes: 19,
  },
  {
    id: 'restore-contact',
    use: 'Bring a contact with a phone and a place at one company back',
    routes: ['restoreContact'],
    requests: [CONTACT_NOW, THEIR_COMPANIES_NOW, 'TransactWriteItems as change-contact, and the lookup'],
    reads: 2,
    writes: 19,
  },
  {
    id: 'link-contact',
    use: 'Give a contact of one company a place at another',
    routes: ['linkContact'],
    requests: [
      COMPANY_NOW,
      CONTACT_NOW,
      THEIR_COMPANIES_NOW,
      'TransactWriteItems both sides of the link, number of places, check of the contact, two timeline entries, event',
    ],
    reads: 3,
    writes: 19,
  },
  {
    id: 'change-link',
    use: 'Change a place',
    routes: ['changeContactLink'],
    requests: [COMPANY_NOW, LINK_NOW, 'TransactWriteItems as link-contact, without the number of places'],
    reads: 2,
    writes: 16,
  },
  {
    id: 'unlink-contact',
    use: 'Remove a place',
    routes: ['unlinkContact'],
    requests: [
      COMPANY_NOW,
      LINK_NOW,
      'TransactWriteItems both sides freed, marker, two timeline entries, event',
    ],
    reads: 2,
    writes: 16,
  },
] as const satisfies readonly AccessPattern[];

/** Every change of what a card is about. */
export const CHANGES = [...COMPANIES, ...CONTACTS] as const;
