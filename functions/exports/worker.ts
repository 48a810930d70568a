import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { createQueryClient } from '../query/service.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createSubscriber } from '../runtime/event.ts';
import { createFiles } from '../runtime/files/files.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createNamedSelections, createNames } from '../search/service.ts';
import { exportSubscriptions } from './working.ts';

const env = readEnvironment(environments['export-worker']);
const logger = new Logger();
const now = (): Date => new Date();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });

export const handler = createSubscriber(
  exportSubscriptions({
    table,
    names: createNames(table, now),
    query: createQueryClient({
      functionName: env.QUERY_FUNCTION_NAME,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_LAMBDA,
    }),
    selections: createNamedSelections(table),
    files: createFiles({
      bucket: env.FILES_BUCKET_NAME,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_S3,
    }),
    logger,
    now,
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
  }),
  logger,
);
