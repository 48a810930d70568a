import { Logger } from '@aws-lambda-powertools/logger';
import { createQueryClient } from '../query/service.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { keepSnapshots } from './keeping-snapshots.ts';

const env = readEnvironment(environments['search-snapshots']);
const deps = {
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  query: createQueryClient({
    functionName: env.QUERY_FUNCTION_NAME,
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_LAMBDA,
  }),
  logger: new Logger(),
  now: () => new Date(),
};

/** Invoked by the clock: see `events/schedules.ts`. */
export const handler = (): Promise<void> => keepSnapshots(deps);
