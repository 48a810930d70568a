import { clientRoutes } from './clients/routes.ts';
import { platformRoutes } from './platform/routes.ts';

/** Where the API begins, in addresses and in the gateway's routes. */
export const API_BASE = '/api/v1';

/** Every route of the API by capability: one capability is served by one function. */
export const API = { clients: clientRoutes, platform: platformRoutes } as const;
