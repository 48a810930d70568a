import { Logger } from '@aws-lambda-powertools/logger';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createFailures } from './failures.ts';
import { createPublisher } from './publishing.ts';
import { createReplay } from './replaying.ts';

const env = readEnvironment(environments['event-replay']);

export const handler = createReplay({
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  failures: createFailures({ client: new S3Client({ maxAttempts: 3 }), bucket: env.FAILURES_BUCKET_NAME }),
  publish: createPublisher({
    client: new EventBridgeClient({ maxAttempts: 3 }),
    busName: env.EVENT_BUS_NAME,
  }),
  logger: new Logger(),
});
