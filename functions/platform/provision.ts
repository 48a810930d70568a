import type { Context } from 'aws-lambda';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { directoryOf } from './directory.ts';
import { createProvision } from './provisioning.ts';

const env = readEnvironment(environments.provision);

const provision = createProvision({
  table: createTable({ client: createDocumentClient(), name: env.TABLE_NAME }),
  directory: directoryOf(env),
  now: () => new Date(),
});

/** Invoked by whoever runs the deployment: see "Deploy" in the README. */
export const handler = (input: unknown, context: Context) => provision(input, context.awsRequestId);
