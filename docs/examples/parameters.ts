import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';

/** The example of each parameter of a path, by the path up to it. */
export const PATH_EXAMPLES: Readonly<Record<string, string>> = {
  '/companies/{id}': EXAMPLE_IDS.company,
  '/companies/{id}/contacts/{linkId}': EXAMPLE_IDS.link,
  '/companies/{id}/relations/{kind}': 'partner',
  '/companies/{id}/relations/{kind}/{companyId}': EXAMPLE_IDS.partner,
  '/contacts/{id}': EXAMPLE_IDS.contact,
  '/users/{id}': EXAMPLE_IDS.user,
  '/teams/{id}': EXAMPLE_IDS.team,
  '/dictionaries/{dictionary}': 'lead-sources',
  '/dictionaries/{dictionary}/{id}': 'telegram',
};

/** A usual query of routes that make little sense without one, by the route's id. */
export const QUERY_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  readCompanyTimeline: { kind: ['note', 'contact-logged'], from: `${EXAMPLE_DAY}T00:00:00+03:00`, limit: 20 },
  readContactTimeline: { kind: ['note', 'contact-logged'], from: `${EXAMPLE_DAY}T00:00:00+03:00`, limit: 20 },
  readCompanies: { ids: [EXAMPLE_IDS.company, EXAMPLE_IDS.gone] },
  readContacts: { ids: [EXAMPLE_IDS.contact] },
  lookup: { phone: '8 (495) 123-45-67' },
};

/** Examples of parameters of the query whose schema has none, by their name; they hold on every route. */
export const PARAMETER_EXAMPLES: Readonly<Record<string, unknown>> = {
  cursor: 'MDFLQThIR0dUSzNIWlBHVFNBRkY0V0IwS0M.Zk2pM0xVq1oD7mYw3rT8sBn5LcHe9GkXaUj0iQvRfPo',
};
