import { Logger } from '@aws-lambda-powertools/logger';
import { searchRoutes } from '../../shared/search/routes.ts';
import { createBatchReads } from '../clients/service.ts';
import { createQueryClient } from '../query/service.ts';
import { createCallers } from '../runtime/caller.ts';
import { createCursors } from '../runtime/cursor.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createHttpHandler } from '../runtime/http.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createTenantLimits } from '../runtime/tenant-limits.ts';
import { createSearchHandlers } from './handlers.ts';
import { createNames } from './names.ts';
import { createRegistering } from './registering.ts';
import { createNamedSelections } from './selection-naming.ts';

const env = readEnvironment(environments.search);
const now = (): Date => new Date();
const logger = new Logger();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });

export const handler = createHttpHandler(
  searchRoutes,
  createSearchHandlers({
    query: createQueryClient({
      functionName: env.QUERY_FUNCTION_NAME,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_LAMBDA,
    }),
    cursors: createCursors(table),
    names: createNames(table, now),
    records: createBatchReads(table),
    selections: createNamedSelections(table),
    table,
    registering: createRegistering(table),
  }),
  {
    callers: createCallers({ table, now }),
    limits: createTenantLimits({ table, logger, now, limit: env.REQUESTS_PER_MINUTE }),
    table,
    logger,
    now,
  },
);
