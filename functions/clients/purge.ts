import { Logger } from '@aws-lambda-powertools/logger';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createPurge } from './purging.ts';

const env = readEnvironment(environments['client-purge']);

export const handler = createPurge({
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  logger: new Logger(),
});
