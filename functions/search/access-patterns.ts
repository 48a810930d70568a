import type { AccessPattern } from '../runtime/access-pattern.ts';

const PEOPLE = 'Query pk = T#people';
const FEED = 'Query index feed pk = T#feed#<shard>, sk from the last change seen less 10 s';

/** What questions ask of the table. Names are remembered for a minute; the copy follows the feed at each question. */
export const SEARCH_PATTERNS = [
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
    ],
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
    id: 'follow-feed',
    use: 'The copy at each question, where nothing has changed: a request and half a unit for each shard of the feed',
    routes: [],
    requests: [FEED],
    reads: 0.5,
    writes: 0,
  },
] as const satisfies readonly AccessPattern[];
