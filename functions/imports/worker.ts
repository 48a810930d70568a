import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createSubscriber } from '../runtime/event.ts';
import { createFiles } from '../runtime/files/files.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { importSubscriptions } from './working.ts';

const env = readEnvironment(environments['import-worker']);
const logger = new Logger();

export const handler = createSubscriber(
  importSubscriptions({
    table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
    files: createFiles({
      bucket: env.FILES_BUCKET_NAME,
      region: env.AWS_REGION,
      endpoint: env.AWS_ENDPOINT_URL_S3,
    }),
    logger,
    now: () => new Date(),
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
  }),
  logger,
);
