import type { ObjectName } from '../../shared/search/object.ts';
import type { searchRoutes } from '../../shared/search/routes.ts';
import type { BatchReads } from '../clients/service.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Questions } from './questions.ts';
import { askShortly, type ShortForm } from './short-form.ts';

type Handlers = Pick<
  RouteHandlers<typeof searchRoutes>,
  'readCompanies' | 'readContacts' | 'listPlaces' | 'listTimeline'
>;

/** The routes of the short form: whole companies and contacts by their ids or as they are found, and rows of the other objects. */
export function createListing(questions: Questions, records: BatchReads): Handlers {
  const rows = (object: ObjectName, form: ShortForm, context: RequestContext) =>
    askShortly(object, form, undefined, (input) => questions.search(context, object, input));
  /** The ids of a page of records, which are read where they are kept. */
  const page = async (object: ObjectName, form: ShortForm, context: RequestContext) => {
    const { rows, total, next, asOf } = await askShortly(object, form, ['id'], (input) =>
      questions.search(context, object, input),
    );
    return {
      ids: rows.map(({ id }) => String(id)),
      beside: { total, asOf, ...(next === undefined ? {} : { next }) },
    };
  };
  return {
    readCompanies: async ({ query }, context) => {
      if (query.ids) return { status: 200, body: await records.readCompanies(query.ids, context) };
      const { ids, beside } = await page('companies', query, context);
      return { status: 200, body: { ...(await records.readCompanies(ids, context)), ...beside } };
    },
    readContacts: async ({ query }, context) => {
      if (query.ids) return { status: 200, body: await records.readContacts(query.ids, context) };
      const { ids, beside } = await page('contacts', query, context);
      return { status: 200, body: { ...(await records.readContacts(ids, context)), ...beside } };
    },
    listPlaces: async ({ query }, context) => ({ status: 200, body: await rows('places', query, context) }),
    listTimeline: async ({ query }, context) => ({
      status: 200,
      body: await rows('timeline', query, context),
    }),
  };
}
