import { Logger } from '@aws-lambda-powertools/logger';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createFiles } from '../runtime/files/files.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createPurge } from './purging.ts';

const env = readEnvironment(environments['client-purge']);

export const handler = createPurge({
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  files: createFiles({
    bucket: env.FILES_BUCKET_NAME,
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_S3,
  }),
  logger: new Logger(),
});
