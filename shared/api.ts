import { clientRoutes } from './clients/routes.ts';
import { documentRoutes } from './documents/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { platformRoutes } from './platform/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { workingTimeRoutes } from './working-time/routes.ts';

/** Every route of the API by capability: one capability is served by one function. */
export const API = {
  clients: clientRoutes,
  documents: documentRoutes,
  exports: exportRoutes,
  imports: importRoutes,
  platform: platformRoutes,
  search: searchRoutes,
  'working-time': workingTimeRoutes,
} as const;
