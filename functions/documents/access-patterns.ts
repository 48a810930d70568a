import type { AccessPattern } from '../runtime/access-pattern.ts';

const COMPANY = 'GetItem pk = T#company#<id>, sk = card';
const CONTACT = 'Query pk = T#contact#<id>, sk begins with card';
const THEIR_COMPANIES = 'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person';
const ONE = 'GetItem pk = T#company#<id>, sk = document#<document>';
const ONE_NOW = `${ONE}, consistent` as const;
const LATEST_STATE =
  'BatchGetItem pk = T#company#<id>, sk = document#<document>, sk = upload#<document> and sk = card#documents, consistent';
const ofContact = <Text extends string>(text: Text) => text.replaceAll('T#company', 'T#contact') as Text;

const ADDING = [
  {
    id: 'announce-document',
    use: 'Announce a document of a company',
    routes: ['createCompanyDocument'],
    requests: [
      COMPANY,
      'GetItem pk = T#company#<id>, sk = card#documents',
      'TransactWriteItems announcement, check of the card',
    ],
    reads: 1,
    writes: 4,
  },
  {
    id: 'announce-document-of-contact',
    use: 'Announce a document of a contact with a place at one company',
    routes: ['createContactDocument'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      'GetItem pk = T#contact#<id>, sk = card#documents',
      'TransactWriteItems announcement, check of the card',
    ],
    reads: 1.5,
    writes: 4,
  },
  {
    id: 'complete-document',
    use: 'Complete the second document of a company',
    routes: ['completeCompanyDocument'],
    requests: [
      COMPANY,
      LATEST_STATE,
      'TransactWriteItems document, announcement freed, counter, check of the card, timeline entry, event',
    ],
    reads: 3.5,
    writes: 14,
  },
  {
    id: 'complete-document-of-contact',
    use: 'Complete the first document of a contact with a place at one company',
    routes: ['completeContactDocument'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      ofContact(LATEST_STATE),
      'TransactWriteItems document, announcement freed, counter, check of the card, timeline entry, event',
    ],
    reads: 4,
    writes: 14,
  },
] as const satisfies readonly AccessPattern[];

const READING = [
  {
    id: 'list-documents',
    use: 'A page of 20 documents of a company',
    routes: ['listCompanyDocuments'],
    requests: [COMPANY, 'Query pk = T#company#<id>, sk begins with document#, newest first, 20'],
    reads: 2,
    writes: 0,
  },
  {
    id: 'list-documents-of-contact',
    use: 'The one document of a contact with a place at one company',
    routes: ['listContactDocuments'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      'Query pk = T#contact#<id>, sk begins with document#, newest first, 20',
    ],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'read-document',
    use: 'Read or fetch a document of a company',
    routes: ['readCompanyDocument', 'downloadCompanyDocument'],
    requests: [COMPANY, ONE],
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-document-of-contact',
    use: 'Read or fetch a document of a contact with a place at one company',
    routes: ['readContactDocument', 'downloadContactDocument'],
    requests: [CONTACT, THEIR_COMPANIES, ofContact(ONE)],
    reads: 1.5,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];

const CHANGING = [
  {
    id: 'judge-document',
    use: 'A scanner finds a document of a company clean',
    routes: ['judgeCompanyDocument'],
    requests: [COMPANY, ONE_NOW, 'TransactWriteItems document, check of the card, event'],
    reads: 1.5,
    writes: 8,
  },
  {
    id: 'judge-document-of-contact',
    use: 'A scanner finds a document of a contact infected',
    routes: ['judgeContactDocument'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      ofContact(ONE_NOW),
      'TransactWriteItems document, check of the card, timeline entry, event',
    ],
    reads: 2,
    writes: 11,
  },
  {
    id: 'remove-document',
    use: 'Remove a document of a company',
    routes: ['removeCompanyDocument'],
    requests: [
      COMPANY,
      ONE_NOW,
      'TransactWriteItems document freed, counter, check of the card, timeline entry, event',
    ],
    reads: 1.5,
    writes: 12,
  },
  {
    id: 'remove-document-of-contact',
    use: 'Remove a document of a contact with a place at one company',
    routes: ['removeContactDocument'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      ofContact(ONE_NOW),
      'TransactWriteItems document freed, counter, check of the card, timeline entry, event',
    ],
    reads: 2,
    writes: 12,
  },
  {
    id: 'clean-up-announcement',
    use: 'An announcement is gone: was it completed? (stream)',
    routes: [],
    requests: ['GetItem pk = T#company#<id>, sk = document#<document>, consistent'],
    reads: 1,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];

/** Every use of the table by the documents capability. */
export const DOCUMENT_PATTERNS = [...ADDING, ...READING, ...CHANGING] as const;
