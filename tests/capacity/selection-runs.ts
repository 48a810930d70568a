import { searchInputSchema } from '../../shared/search/question.ts';
import { selectionInputSchema, selectionListQuerySchema } from '../../shared/search/selection.ts';
import { createSearchBed, type SearchBed } from '../equipment/search-bed.ts';
import { at, type Fixture, idOf, none } from './fixture.ts';

const search = {
  filter: {
    and: [
      { field: 'status', op: 'in', value: ['prospect', 'customer'] },
      { field: 'lastContactAt', op: 'isNull', value: true },
    ],
  },
};

const selection = (more: object = search) => ({
  ...none,
  body: selectionInputSchema.parse({ name: 'Без контакта', object: 'companies', search: more }),
});

/** How each pattern of selections comes about; those that were saved for one are gone before the next. */
export function selectionRuns({ bed, metered, as }: Fixture) {
  let searching: SearchBed | undefined;
  /** The function, by which the agent has asked a moment ago. */
  const asking = async (): Promise<SearchBed['search']> => {
    searching ??= createSearchBed({ table: bed.table, thinTable: metered.table, files: bed.files });
    const { search: routes } = searching;
    const all = selectionListQuerySchema.parse({ limit: '100' });
    const { body } = await routes.listSelections({ ...none, query: all }, as());
    for (const { id } of body?.selections ?? []) await routes.deleteSelection(at(id), as());
    await routes.searchCompanies({ ...none, body: searchInputSchema.parse({}) }, as());
    return routes;
  };
  /** Work with a selection that is there. */
  const withOne = (work: (routes: SearchBed['search'], id: string) => Promise<unknown>) => async () => {
    const routes = await asking();
    const id = idOf(await routes.createSelection(selection(), as()));
    return () => work(routes, id);
  };
  return {
    'save-selection': async () => {
      const routes = await asking();
      return () => routes.createSelection(selection(), as());
    },
    'list-selections': withOne((routes) =>
      routes.listSelections({ ...none, query: selectionListQuerySchema.parse({}) }, as()),
    ),
    'read-selection': withOne((routes, id) => routes.readSelection(at(id), as())),
    'count-selection': withOne((routes, id) => routes.countSelection(at(id), as())),
    'rename-selection': withOne((routes, id) =>
      routes.changeSelection({ ...at(id), body: { name: 'Давно не звонили' } }, as()),
    ),
    'freeze-selection': withOne((routes, id) => routes.freezeSelection(at(id), as())),
    'delete-selection': withOne((routes, id) => routes.deleteSelection(at(id), as())),
    'save-selection-of-another': withOne(async (routes, id) => {
      await routes.createSelection(selection({ filter: { selection: id } }), as());
      searching?.close();
      searching = undefined;
    }),
  };
}
