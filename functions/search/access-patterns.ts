import type { AccessPattern } from '../runtime/access-pattern.ts';

const PEOPLE = 'Query pk = T#people';
const FEED = 'Query index feed pk = T#feed#<shard>, sk from the last change seen less 10 s';
const THEIR_COMPANIES = 'BatchGetItem pk = T#company#<id>, sk = card, of each company of the person';
const SELECTION = 'GetItem pk = T#selections, sk = selection#<id>, consistent';
const LINKS = 'GetItem pk = T#selections, sk = links, consistent';
const NAMED = 'BatchGetItem pk = T#selections, sk = selection#<id>, of each that is named, consistent';
const PLACES = 'Query pk = T#contact#<id>, sk begins with card#company#';

/** What selections ask of the table, by those whose colleagues are known. */
const SELECTION_PATTERNS = [
  {
    id: 'save-selection',
    use: 'Save a search as a selection',
    routes: ['createSelection'],
    requests: ['TransactWriteItems selection'],
    reads: 0,
    writes: 2,
  },
  {
    id: 'delete-selection',
    use: 'Delete a selection, the only one',
    routes: ['deleteSelection'],
    requests: [
      SELECTION,
      LINKS,
      'Query pk = T#selections, sk begins with selection#, consistent',
      'TransactWriteItems selection freed, links',
    ],
    reads: 3,
    writes: 4,
  },
  {
    id: 'list-selections',
    use: 'A page with the one selection that there is',
    routes: ['listSelections'],
    requests: ['Query pk = T#selections, sk begins with selection#, newest first, 50, consistent'],
    reads: 1,
    writes: 0,
  },
  {
    id: 'read-selection',
    use: 'Read a selection',
    routes: ['readSelection'],
    requests: [SELECTION],
    reads: 1,
    writes: 0,
  },
  {
    id: 'count-selection',
    use: 'Count the cards of a selection: it is read, and named',
    routes: ['countSelection'],
    requests: [SELECTION, NAMED],
    reads: 2,
    writes: 0,
  },
  {
    id: 'rename-selection',
    use: 'Rename a selection',
    routes: ['changeSelection'],
    requests: [SELECTION, 'TransactWriteItems selection'],
    reads: 1,
    writes: 2,
  },
  {
    id: 'freeze-selection',
    use: 'Freeze a selection',
    routes: ['freezeSelection'],
    requests: [SELECTION, 'TransactWriteItems selection'],
    reads: 1,
    writes: 2,
  },
  {
    id: 'save-selection-of-another',
    use: 'Save a selection that names another one',
    routes: ['createSelection'],
    requests: [LINKS, NAMED, 'TransactWriteItems selection, links'],
    reads: 2,
    writes: 4,
  },
] as const satisfies readonly AccessPattern[];

/** What questions and selections ask of the table. Names are remembered for a minute; the copy follows the feed at each question. */
export const SEARCH_PATTERNS = [
  ...SELECTION_PATTERNS,
  {
    id: 'read-companies',
    use: 'Read 3 companies by their ids',
    routes: ['readCompanies'],
    requests: ['BatchGetItem pk = T#company#<id>, sk = card, of each id'],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'read-companies-missing',
    use: 'Read 3 companies by their ids, of which one is not there: it may just have been written',
    routes: ['readCompanies'],
    requests: [
      'BatchGetItem pk = T#company#<id>, sk = card, of each id',
      'BatchGetItem pk = T#company#<id>, sk = card, of each id not found, consistent',
    ],
    reads: 2.5,
    writes: 0,
  },
  {
    id: 'read-contacts',
    use: 'Read 3 contacts by their ids',
    routes: ['readContacts'],
    requests: ['BatchGetItem pk = T#contact#<id>, sk = card, of each id'],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'read-contacts-by-companies',
    use: 'Read 3 contacts by their ids, 2 of which the caller sees by a company only: one query more for each such',
    routes: ['readContacts'],
    requests: ['BatchGetItem pk = T#contact#<id>, sk = card, of each id', PLACES, PLACES, THEIR_COMPANIES],
    reads: 3,
    writes: 0,
  },
  {
    id: 'read-search-objects',
    use: 'What can be searched',
    routes: ['readSearchObjects'],
    requests: [],
    reads: 0,
    writes: 0,
  },
  {
    id: 'ask-question',
    use: 'A question of somebody whose colleagues are known: the thin function reads nothing',
    routes: [
      'searchCompanies',
      'aggregateCompanies',
      'searchContacts',
      'aggregateContacts',
      'searchPlaces',
      'aggregatePlaces',
      'searchTimeline',
      'aggregateTimeline',
      'listPlaces',
      'listTimeline',
    ],
    requests: [],
    reads: 0,
    writes: 0,
  },
  {
    id: 'find-records',
    use: 'A page of 3 companies by the short form: whole records, read by their ids',
    routes: ['readCompanies', 'readContacts'],
    requests: ['BatchGetItem pk = T#company#<id>, sk = card, of each id found'],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'note-asking',
    use: 'The first question of a day: the organisation is put on the list of those that ask',
    routes: [],
    requests: ['TransactWriteItems organisation'],
    reads: 0,
    writes: 2,
  },
  {
    id: 'keep-snapshots',
    use: 'Each six hours: a page of the organisations that ask',
    routes: [],
    requests: ['Query pk = G#search-tenants'],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'read-lead-source-effect',
    use: 'What lead sources cost and brought, where the entries are known',
    routes: ['readLeadSourceEffect'],
    requests: [],
    reads: 0,
    writes: 0,
  },
  {
    id: 'learn-people',
    use: 'The first question of a minute: an organisation of a few people and teams',
    routes: [],
    requests: [PEOPLE],
    reads: 1,
    writes: 0,
  },
  {
    id: 'learn-entries',
    use: 'The first answer of a minute that speaks of a dictionary with seven entries',
    routes: [],
    requests: ['Query pk = T#dictionary#<name>'],
    reads: 0.5,
    writes: 0,
  },
  {
    id: 'hold-slot',
    use: 'An environment of the query function begins to work for an organisation, and once a minute while it does',
    routes: [],
    requests: ['Query pk = T#search-slots, consistent', 'TransactWriteItems place'],
    reads: 1,
    writes: 2,
  },
  {
    id: 'follow-feed',
    use: 'The copy at each question, where nothing has changed: a request and half a unit for each of four shards of the feed',
    routes: [],
    requests: [FEED, FEED, FEED, FEED],
    reads: 2,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];
