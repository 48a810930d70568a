import { Logger } from '@aws-lambda-powertools/logger';
import { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import { createCallers } from '../runtime/caller.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createHttpHandler } from '../runtime/http.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createTenantLimits } from '../runtime/tenant-limits.ts';
import { createWorkingTimeHandlers } from './handlers.ts';

const env = readEnvironment(environments['working-time']);
const now = (): Date => new Date();
const logger = new Logger();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });

export const handler = createHttpHandler(workingTimeRoutes, createWorkingTimeHandlers(table), {
  callers: createCallers({ table, now }),
  limits: createTenantLimits({ table, logger, now, limit: env.REQUESTS_PER_MINUTE }),
  table,
  logger,
  now,
});
