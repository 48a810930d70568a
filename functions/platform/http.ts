import { Logger } from '@aws-lambda-powertools/logger';
import { platformRoutes } from '../../shared/platform/routes.ts';
import { createCallers } from '../runtime/caller.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createHttpHandler } from '../runtime/http.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createTenantLimits } from '../runtime/tenant-limits.ts';
import { directoryOf } from './directory.ts';
import { createPlatformHandlers } from './handlers.ts';

const env = readEnvironment(environments.platform);
const now = (): Date => new Date();
const logger = new Logger();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });
const handlers = createPlatformHandlers({
  table,
  directory: directoryOf(env),
  signUp: env.SIGN_UP,
});

export const handler = createHttpHandler(platformRoutes, handlers, {
  callers: createCallers({ table, now }),
  limits: createTenantLimits({ table, logger, now, limit: env.REQUESTS_PER_MINUTE }),
  table,
  logger,
  now,
});
