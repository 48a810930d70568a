import type { exportRoutes } from '../../shared/exports/routes.ts';
import type { CallParts, PathBed, WriteRoute } from './path-bed.ts';

const ASKED = { object: 'companies', format: 'csv' };

/** What has to be there for each writing route of the exports capability, and the call itself. */
export const exportPaths: Readonly<
  Record<WriteRoute<typeof exportRoutes>, (bed: PathBed) => Promise<CallParts>>
> = {
  createExport: async () => ({ body: ASKED }),
  deleteExport: async (bed) => ({ params: { id: await bed.make('createExport', { body: ASKED }) } }),
};
