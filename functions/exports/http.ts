import { Logger } from '@aws-lambda-powertools/logger';
import { exportRoutes } from '../../shared/exports/routes.ts';
import { createQueryClient } from '../query/service.ts';
import { createCallers } from '../runtime/caller.ts';
import { createCursors } from '../runtime/cursor.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createFiles } from '../runtime/files/files.ts';
import { createHttpHandler } from '../runtime/http.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createTenantLimits } from '../runtime/tenant-limits.ts';
import { createNamedSelections, createNames, createRegistering } from '../search/service.ts';
import { createExportHandlers } from './handlers.ts';

const env = readEnvironment(environments.exports);
const now = (): Date => new Date();
const logger = new Logger();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });
const files = createFiles({
  bucket: env.FILES_BUCKET_NAME,
  region: env.AWS_REGION,
  endpoint: env.AWS_ENDPOINT_URL_S3,
});

export const handler = createHttpHandler(
  exportRoutes,
  createExportHandlers({
    table,
    files,
    cursors: createCursors(table),
    names: createNames(table, now),
    registering: createRegistering(table),
    query: createQueryClient({
      functionName: env.QUERY_FUNCTION_NAME,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_LAMBDA,
    }),
    selections: createNamedSelections(table),
  }),
  {
    callers: createCallers({ table, now }),
    limits: createTenantLimits({ table, logger, now, limit: env.REQUESTS_PER_MINUTE }),
    table,
    logger,
    now,
  },
);
