import { EXAMPLE_DAY, EXAMPLE_IDS } from './ids.ts';

/** The example of each parameter of a path, by the path up to it. */
export const PATH_EXAMPLES: Readonly<Record<string, string>> = {
  '/companies/{id}': EXAMPLE_IDS.company,
  '/companies/{id}/contacts/{linkId}': EXAMPLE_IDS.link,
  '/companies/{id}/relations/{kind}': 'partner',
  '/companies/{id}/relations/{kind}/{companyId}': EXAMPLE_IDS.partner,
  '/companies/{id}/documents/{documentId}': EXAMPLE_IDS.document,
  '/contacts/{id}': EXAMPLE_IDS.contact,
  '/contacts/{id}/documents/{documentId}': EXAMPLE_IDS.contactDocument,
  '/exports/{id}': EXAMPLE_IDS.export,
  '/imports/{id}': EXAMPLE_IDS.import,
  '/selections/{id}': EXAMPLE_IDS.selection,
  '/invitations/{tenantId}': EXAMPLE_IDS.tenant,
  '/memberships/{tenantId}': EXAMPLE_IDS.tenant,
  '/users/{id}': EXAMPLE_IDS.user,
  '/teams/{id}': EXAMPLE_IDS.team,
  '/dictionaries/{dictionary}': 'lead-sources',
  '/dictionaries/{dictionary}/{id}': 'telegram',
};

/** Where a route makes sense on another record than its neighbours: its own example of a parameter of the path, by the route's id. */
export const OWN_PATH_EXAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  declineInvitation: { tenantId: EXAMPLE_IDS.otherTenant },
  inviteAgain: { id: EXAMPLE_IDS.invited },
  withdrawInvitation: { id: EXAMPLE_IDS.invited },
  resumeImport: { id: EXAMPLE_IDS.stalledImport },
  cancelImport: { id: EXAMPLE_IDS.stalledImport },
};

/** A usual query of routes that make little sense without one, by the route's id. */
export const QUERY_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  readCompanyTimeline: { kind: ['note', 'contact-logged'], from: `${EXAMPLE_DAY}T00:00:00+03:00`, limit: 20 },
  readContactTimeline: { kind: ['note', 'contact-logged'], from: `${EXAMPLE_DAY}T00:00:00+03:00`, limit: 20 },
  readCompanies: { ids: [EXAMPLE_IDS.company, EXAMPLE_IDS.gone] },
  readContacts: { ids: [EXAMPLE_IDS.contact] },
  readLeadSourceEffect: { from: '2025-01-01', to: '2025-12-31', by: 'quarter', currency: 'RUB' },
  listPlaces: { role: 'decision-maker', primary: true, sort: ['jobTitle'], limit: 20 },
  listTimeline: { kind: 'note', 'company[isNull]': false, 'text[contains]': 'прайс-лист', limit: 20 },
  listCalendarDays: { from: '2025-11-01', to: '2025-11-05' },
  lookup: { phone: '8 (495) 123-45-67' },
};

/** Examples of parameters of the query whose schema has none, by their name; they hold on every route. */
export const PARAMETER_EXAMPLES: Readonly<Record<string, unknown>> = {
  cursor: 'MDFLQThIR0dUSzNIWlBHVFNBRkY0V0IwS0M.Zk2pM0xVq1oD7mYw3rT8sBn5LcHe9GkXaUj0iQvRfPo',
};
