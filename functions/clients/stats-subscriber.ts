import { Logger } from '@aws-lambda-powertools/logger';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createSubscriber } from '../runtime/event.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { statsSubscriptions } from './stats.ts';

const env = readEnvironment(environments['client-stats']);
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });

export const handler = createSubscriber(statsSubscriptions(table), new Logger());
