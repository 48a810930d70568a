import { EVERYONE } from '../access.ts';
import { idsSchema } from '../batch.ts';
import { companiesSchema } from '../clients/company.ts';
import { contactsSchema } from '../clients/contact.ts';
import { defineRoutes } from '../route.ts';
import { objectsSchema } from './catalogue.ts';
import { leadSourceEffectSchema, leadSourceQuerySchema } from './lead-source-effect.ts';
import { aggregateInputSchema, aggregateSchema, searchInputSchema, searchPageSchema } from './question.ts';
import { selectionRoutes } from './selection-routes.ts';
import { shortFormQuery } from './short-form.ts';

/** What a frozen selection that is named kept cannot be read. */
const LOST = 'selection.lost';
const UNAVAILABLE = ['search.preparing', 'search.busy', 'search.unavailable'] as const;
const CUT_OFF = ['search.over-time', 'search.over-memory'] as const;

/** Beside whole records: where they are a page of what was found. */
const pageOfRecords = searchPageSchema.pick({ total: true, next: true, asOf: true }).partial().shape;

const ASKED = ['cursor.invalid', 'search.answer-too-large', ...CUT_OFF, ...UNAVAILABLE] as const;

const shortForm =
  'The short form of a search: `?status=customer&employees[gte]=50&sort=-updatedAt`. Each parameter that is named like a field is a condition.';

/** What every object of search can be asked. */
const questionsAbout = <const O extends string>(object: O, what: string) =>
  ({
    search: {
      method: 'POST',
      path: `/${object}/search`,
      asks: true,
      summary: `Find ${what} by any of their fields and by what people type`,
      description:
        '`filter` is a tree of conditions (`GET /search/objects` lists fields, operators and relations), `q` a full-text search. ' +
        '`total` is exact. Follow `next` as `cursor` with the same question: rows that stay as they are appear exactly once. ' +
        'To find for certain what you wrote a moment ago, send the `Kartoteka-Written` of its answer as `Kartoteka-After`.',
      roles: EVERYONE,
      body: searchInputSchema,
      response: searchPageSchema,
      status: 200,
      errors: [
        'question.invalid',
        'cursor.invalid',
        'search.answer-too-large',
        LOST,
        ...CUT_OFF,
        ...UNAVAILABLE,
      ],
    },
    aggregate: {
      method: 'POST',
      path: `/${object}/aggregate`,
      asks: true,
      summary: `Count and measure ${what} by up to three fields`,
      description:
        'Over the same choice of rows as a search. Dates are put together in your time zone; `top` keeps the greatest groups and makes one of the rest.',
      roles: EVERYONE,
      body: aggregateInputSchema,
      response: aggregateSchema,
      status: 200,
      errors: ['question.invalid', 'aggregate.too-many-groups', LOST, ...CUT_OFF, ...UNAVAILABLE],
    },
  }) as const;

const companies = questionsAbout('companies', 'companies');
const contacts = questionsAbout('contacts', 'contacts');
const places = questionsAbout('places', 'places of people in companies');
const timeline = questionsAbout('timeline', 'entries of chronologies');

/** Every route of finding, counting and charting. */
export const questionRoutes = defineRoutes({
  readSearchObjects: {
    method: 'GET',
    path: '/search/objects',
    summary: 'What can be searched: objects, their fields, operators and relations',
    roles: EVERYONE,
    response: objectsSchema,
    status: 200,
  },
  readCompanies: {
    method: 'GET',
    path: '/companies',
    summary: 'Read companies by their ids, or find them',
    description: `${shortForm} With \`ids\`: up to 100 at once, in their order; those that are not there, or that you may not see, are named in \`missing\`.`,
    roles: EVERYONE,
    query: shortFormQuery({ ids: idsSchema.optional() }),
    response: companiesSchema.extend(pageOfRecords).meta({
      id: 'Companies',
      description: 'The companies of the given ids, in their order, or a page of those that were found',
    }),
    status: 200,
    errors: ASKED,
  },
  readContacts: {
    method: 'GET',
    path: '/contacts',
    summary: 'Read contacts by their ids, or find them',
    description:
      'As for companies. A person is visible by the own record or by that of a company of the person; the places are left out here.',
    roles: EVERYONE,
    query: shortFormQuery({ ids: idsSchema.optional() }),
    response: contactsSchema.extend(pageOfRecords).meta({
      id: 'Contacts',
      description:
        'The people of the given ids, in their order, or a page of those that were found; without their places',
    }),
    status: 200,
    errors: ASKED,
  },
  listPlaces: {
    method: 'GET',
    path: '/places',
    summary: 'Find places of people in companies',
    description: shortForm,
    roles: EVERYONE,
    query: shortFormQuery({}),
    response: searchPageSchema,
    status: 200,
    errors: ASKED,
  },
  listTimeline: {
    method: 'GET',
    path: '/timeline',
    summary: 'Find entries of all chronologies',
    description: shortForm,
    roles: EVERYONE,
    query: shortFormQuery({}),
    response: searchPageSchema,
    status: 200,
    errors: ASKED,
  },
  readLeadSourceEffect: {
    method: 'GET',
    path: '/analysis/lead-sources',
    summary: 'What lead sources cost and brought, by period',
    description:
      'Over the cards that you may see. Companies count in the period in which they came, contacts in that in which they took place. A source is charged the part of ' +
      'its costs that the days of the period make of theirs.',
    roles: EVERYONE,
    query: leadSourceQuerySchema,
    response: leadSourceEffectSchema,
    status: 200,
    errors: ['aggregate.too-many-groups', ...CUT_OFF, ...UNAVAILABLE],
  },
  searchCompanies: companies.search,
  aggregateCompanies: companies.aggregate,
  searchContacts: contacts.search,
  aggregateContacts: contacts.aggregate,
  searchPlaces: places.search,
  aggregatePlaces: places.aggregate,
  searchTimeline: timeline.search,
  aggregateTimeline: timeline.aggregate,
});

/** Every route of the search capability. */
export const searchRoutes = defineRoutes({ ...questionRoutes, ...selectionRoutes });
