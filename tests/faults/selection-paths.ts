import type { selectionRoutes } from '../../shared/search/selection-routes.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

type Preparation = (bed: PathBed) => Promise<CallParts>;

const selection = (name: string, search: object = {}) => ({ name, object: 'companies', search });
const naming = (id: string) => ({ filter: { selection: id } });

const saved = (bed: PathBed, search?: object) =>
  bed.make('createSelection', { body: selection('Все компании', search) });

/** A selection, beside another one that is named by a third. */
const beside = async (bed: PathBed) => {
  const named = await saved(bed);
  await saved(bed, naming(named));
  return { named, id: await saved(bed) };
};

/** What has to be there for each writing route of selections, and the call itself. */
export const selectionPaths: Readonly<Record<WriteRoute<typeof selectionRoutes>, Preparation>> = {
  createSelection: async (bed) => ({ body: selection('Они же', naming(await saved(bed))) }),
  changeSelection: async (bed) => {
    const { id, named } = await beside(bed);
    return { params: { id }, body: { search: naming(named) } };
  },
  deleteSelection: async (bed) => ({ params: { id: (await beside(bed)).id } }),
  freezeSelection: async (bed) => ({ params: { id: await saved(bed) } }),
};
