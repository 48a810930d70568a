import { mayUseSelection } from '../../shared/access.ts';
import type { selectionRoutes } from '../../shared/search/selection-routes.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { selectionItem, selectionKey, selectionPrefix, selectionsPartition } from './selection-item.ts';
import { viewSelection } from './selection-store.ts';

/** Pages of the selections that a caller may use, newest first. */
export function createPagesOfSelections({
  table,
  cursors,
}: {
  readonly table: Table;
  readonly cursors: Cursors;
}): Pick<RouteHandlers<typeof selectionRoutes>, 'listSelections'> {
  return {
    listSelections: async ({ query }, context) => {
      const { caller } = context;
      const bound = `selections ${query.object ?? ''}`;
      const after = query.cursor === undefined ? undefined : await cursors.open(context, bound, query.cursor);
      const page = await table.query({
        pk: selectionsPartition(caller.tenant),
        prefix: selectionPrefix,
        descending: true,
        limit: query.limit,
        // The caller's own that was saved a moment ago is among them.
        consistent: true,
        ...(after === undefined ? {} : { after: selectionKey(caller.tenant, after) }),
      });
      const read = page.items.map((item) => readItem(selectionItem, item));
      const selections = read
        .filter(({ data }) => query.object === undefined || data.object === query.object)
        .filter(({ data }) => mayUseSelection(caller, data))
        .map(viewSelection);
      // The next page begins behind what was looked at, be it for the caller or not.
      const last = page.last && read.at(-1)?.data.id;
      const next = last === undefined ? {} : { next: await cursors.seal(context, bound, last) };
      return { status: 200, body: { selections, ...next } };
    },
  };
}
