import { searchObjects } from '../../shared/search/catalogue.ts';
import type { ObjectName } from '../../shared/search/object.ts';
import type { AggregateInput, SearchInput } from '../../shared/search/question.ts';
import type { searchRoutes } from '../../shared/search/routes.ts';
import type { BatchReads } from '../clients/service.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { createLeadSources } from './lead-sources.ts';
import { createListing } from './listing.ts';
import { createQuestions } from './questions.ts';
import { createSelectionHandlers, type SelectionDependencies } from './selections.ts';

export interface SearchDependencies extends SelectionDependencies {
  /** Whole records by their ids. */
  readonly records: BatchReads;
}

/** The handlers of finding, counting and charting. */
export function createSearchHandlers(deps: SearchDependencies): RouteHandlers<typeof searchRoutes> {
  const questions = createQuestions(deps);
  const search =
    (object: ObjectName) =>
    async ({ body }: { readonly body: SearchInput }, context: RequestContext) => ({
      status: 200,
      body: await questions.search(context, object, body),
    });
  const aggregate =
    (object: ObjectName) =>
    async ({ body }: { readonly body: AggregateInput }, context: RequestContext) => ({
      status: 200,
      body: await questions.aggregate(context, object, body),
    });
  return {
    ...createLeadSources(questions, deps.names),
    ...createListing(questions, deps.records),
    ...createSelectionHandlers(deps, questions),
    readSearchObjects: async () => ({ status: 200, body: searchObjects() }),
    searchCompanies: search('companies'),
    aggregateCompanies: aggregate('companies'),
    searchContacts: search('contacts'),
    aggregateContacts: aggregate('contacts'),
    searchPlaces: search('places'),
    aggregatePlaces: aggregate('places'),
    searchTimeline: search('timeline'),
    aggregateTimeline: aggregate('timeline'),
  };
}
