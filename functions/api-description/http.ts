import { join } from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import document from '../../docs/openapi.json' with { type: 'json' };
import { environments, readEnvironment } from '../runtime/env.ts';
import { createApiDescription } from './describing.ts';
import { readServedFiles } from './files.ts';

const { PUBLIC_BASE_URL } = readEnvironment(environments['api-description']);

export const handler = createApiDescription({
  document,
  baseUrl: PUBLIC_BASE_URL,
  files: readServedFiles(join(import.meta.dirname, 'files')),
  logger: new Logger(),
});
