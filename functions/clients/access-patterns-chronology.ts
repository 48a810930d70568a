import type { AccessPattern } from '../runtime/access-pattern.ts';

const COMPANY = 'GetItem pk = T#company#<id>, sk = card';
const CONTACT = 'Query pk = T#contact#<id>, sk begins with card';
const THEIR_COMPANIES = 'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person';

/** What is written on the chronology of a card, counted of it, and purged in the end. */
export const CHRONOLOGY = [
  {
    id: 'write-note',
    use: 'Write a note on a company',
    routes: ['noteOnCompany'],
    requests: [COMPANY, 'TransactWriteItems timeline entry, event'],
    reads: 0.5,
    writes: 7,
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
    writes: 9,
  },
  {
    id: 'write-note-on-contact',
    use: 'Write a note on a contact with a place at one company',
    routes: ['noteOnContact'],
    requests: [CONTACT, THEIR_COMPANIES, 'TransactWriteItems timeline entry, event'],
    reads: 1,
    writes: 7,
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
    writes: 14,
  },
  {
    id: 'log-contact-on-contact',
    use: 'Log a call on the card of a contact with a place at one company',
    routes: ['logContactWithContact'],
    requests: [CONTACT, THEIR_COMPANIES, 'TransactWriteItems timeline entry, event'],
    reads: 1,
    writes: 7,
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
