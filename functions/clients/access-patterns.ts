import type { AccessPattern } from '../runtime/access-pattern.ts';
import { CHANGES } from './access-patterns-changes.ts';
import { CHRONOLOGY } from './access-patterns-chronology.ts';

const COMPANY = 'GetItem pk = T#company#<id>, sk = card';
const CONTACT = 'Query pk = T#contact#<id>, sk begins with card';
const THEIR_COMPANIES = 'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person';
const CARD = 'Query pk = T#company#<id>, sk begins with card';
const LATEST = 'Query pk = T#company#<id>, sk between timeline#0 and timeline#Z, newest first, 20';

const READS = [
  {
    id: 'open-card',
    use: 'Open a card: 10 people, the latest 20 of more entries, statistics',
    routes: ['readCard'],
    requests: [CARD, LATEST],
    reads: 3,
    writes: 0,
  },
  {
    id: 'open-card-with-long-notes',
    use: 'Open a bare card whose latest 20 entries are notes of 500 characters each: text is what costs',
    routes: ['readCard'],
    requests: [CARD, LATEST],
    reads: 4,
    writes: 0,
  },
  {
    id: 'open-card-with-relations',
    use: 'Open a bare card with one related company: its name is read, not mirrored',
    routes: ['readCard'],
    requests: [CARD, LATEST, 'BatchGetItem pk = T#company#<other>, sk = card, of each related company'],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'open-card-with-documents',
    use: 'Open a bare card with 20 documents: the latest 10 are read',
    routes: ['readCard'],
    requests: [CARD, LATEST, 'Query pk = T#company#<id>, sk begins with document#, newest first, 10'],
    reads: 3,
    writes: 0,
  },
  {
    id: 'read-company',
    use: 'Read a company',
    routes: ['readCompany'],
    requests: [COMPANY],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'read-contact',
    use: 'Read a contact with a place at one company',
    routes: ['readContact'],
    requests: [CONTACT, THEIR_COMPANIES],
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-contact-with-documents',
    use: 'Read a contact with a place at one company and one document',
    routes: ['readContact'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      'Query pk = T#contact#<id>, sk begins with document#, newest first, 10',
    ],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'page-timeline',
    use: 'A page of 20 entries of the chronology of a company',
    routes: ['readCompanyTimeline'],
    requests: [COMPANY, LATEST],
    reads: 2,
    writes: 0,
  },
  {
    id: 'page-timeline-by-kind',
    use: 'A page of 20 entries of a kind that is every second one: read 100 at a time',
    routes: ['readCompanyTimeline'],
    requests: [
      COMPANY,
      'Query pk = T#company#<id>, sk between timeline#<from> and timeline#<to>, newest first, 100',
    ],
    reads: 3,
    writes: 0,
  },
  {
    id: 'page-timeline-of-contact',
    use: 'The chronology of a contact with a place at one company',
    routes: ['readContactTimeline'],
    requests: [
      CONTACT,
      THEIR_COMPANIES,
      'Query pk = T#contact#<id>, sk between timeline#0 and timeline#Z, newest first, 20',
    ],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'lookup-nobody',
    use: 'Whose phone is this: nobody’s',
    routes: ['lookup'],
    requests: ['Query pk = T#lookup#phone#<number>'],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'lookup-by-phone',
    use: 'Whose phone is this: one pointer, to a contact of one company',
    routes: ['lookup'],
    requests: ['Query pk = T#lookup#phone#<number>', CONTACT, THEIR_COMPANIES],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'lookup-by-inn',
    use: 'Whose INN is this: one pointer, to a company',
    routes: ['lookup'],
    requests: [
      'Query pk = T#lookup#inn#<inn>',
      'BatchGetItem pk = T#company#<id>, sk = card, of each company',
    ],
    reads: 1,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];

/** Every use of the table by the clients capability. */
export const CLIENT_PATTERNS = [...READS, ...CHANGES, ...CHRONOLOGY] as const;
