import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createFiles } from '../runtime/files/files.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createQueryHandler } from './environment.ts';

const env = readEnvironment(environments.query);
// Its files have names of their own: on one machine several environments share it.
const folder = join(tmpdir(), 'kartoteka-query');
mkdirSync(folder, { recursive: true });

export const handler = createQueryHandler({
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  files: createFiles({
    bucket: env.FILES_BUCKET_NAME,
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_S3,
  }),
  logger: new Logger(),
  environmentsPerTenant: env.ENVIRONMENTS_PER_TENANT,
  limits: { folder, memory: `${env.ENGINE_MEMORY_MB}MB`, threads: env.ENGINE_THREADS },
});
