import type { AccessPattern } from '../runtime/access-pattern.ts';

const COMPANY = 'GetItem pk = T#company#<id>, sk = card';
const COMPANY_NOW = `${COMPANY}, consistent` as const;
const CONTACT = 'Query pk = T#contact#<id>, sk begins with card';
const CONTACT_NOW = `${CONTACT}, consistent` as const;
const THEIR_COMPANIES = 'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person';
const THEIR_COMPANIES_NOW = `${THEIR_COMPANIES}, consistent` as const;
const OTHER_NOW = 'BatchGetItem pk = T#company#<other>, sk = card, consistent';
const LINK_NOW = 'GetItem pk = T#company#<id>, sk = card#contact#<link>, consistent';

const COMPANIES = [
  {
    id: 'create-company',
    use: 'Create a company with a phone, an e-mail and an INN',
    routes: ['createCompany'],
    requests: ['TransactWriteItems company, 3 lookups, timeline entry, event'],
    reads: 0,
    writes: 14,
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
    requests: [COMPANY_NOW, 'TransactWriteItems company, lookup freed, timeline entry, event'],
    reads: 1,
    writes: 11,
  },
  {
    id: 'restore-company',
    use: 'Bring a company with a phone back',
    routes: ['restoreCompany'],
    requests: [COMPANY_NOW, 'TransactWriteItems company, lookup, timeline entry, event'],
    reads: 1,
    writes: 11,
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
    writes: 17,
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
    requests: [COMPANY_NOW, LINK_NOW, 'TransactWriteItems both sides freed, two timeline entries, event'],
    reads: 2,
    writes: 13,
  },
] as const satisfies readonly AccessPattern[];

const CHRONOLOGY = [
  {
    id: 'write-note',
    use: 'Write a note on a company',
    routes: ['noteOnCompany'],
    requests: [COMPANY, 'TransactWriteItems timeline entry, event'],
    reads: 0.5,
    writes: 5,
  },
  {
    id: 'correct-note',
    use: 'Correct a note',
    routes: ['noteOnCompany'],
    requests: [
      COMPANY,
      'GetItem pk = T#company#<id>, sk = timeline#<entry>, consistent',
      'TransactWriteItems timeline entry, correction, event',
    ],
    reads: 1.5,
    writes: 7,
  },
  {
    id: 'write-note-on-contact',
    use: 'Write a note on a contact with a place at one company',
    routes: ['noteOnContact'],
    requests: [CONTACT, THEIR_COMPANIES, 'TransactWriteItems timeline entry, event'],
    reads: 1,
    writes: 5,
  },
  {
    id: 'log-contact',
    use: 'Log a call with one person of a company, with a topic',
    routes: ['logContactWithCompany'],
    requests: [
      COMPANY,
      CONTACT,
      THEIR_COMPANIES,
      'TransactWriteItems a timeline entry on each card, check of the topic, event',
    ],
    reads: 1.5,
    writes: 10,
  },
  {
    id: 'log-contact-on-contact',
    use: 'Log a call on the card of a contact with a place at one company',
    routes: ['logContactWithContact'],
    requests: [CONTACT, THEIR_COMPANIES, 'TransactWriteItems timeline entry, event'],
    reads: 1,
    writes: 5,
  },
  {
    id: 'count-contact',
    use: 'Count a logged contact on one card (subscriber)',
    routes: [],
    requests: [
      'BatchGetItem pk = T#company#<id>, sk = timeline#<entry> and sk = card#stats, consistent',
      'TransactWriteItems statistics, mark on the entry',
    ],
    reads: 2,
    writes: 5,
  },
  {
    id: 'purge-card',
    use: 'Empty the partition of an expired card with one related company: 3 items',
    routes: [],
    requests: [
      'Query pk = T#company#<id>, 50, consistent',
      'TransactWriteItems all of them freed, and the other side of each relation and link',
      'Query pk = T#company#<id>, 50, consistent',
    ],
    reads: 2,
    writes: 13,
  },
] as const satisfies readonly AccessPattern[];

/** Every change of a card. */
export const CHANGES = [...COMPANIES, ...CONTACTS, ...CHRONOLOGY] as const;
