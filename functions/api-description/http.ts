import { Logger } from '@aws-lambda-powertools/logger';
import document from '../../docs/openapi.json' with { type: 'json' };
import { environments, readEnvironment } from '../runtime/env.ts';
import { createApiDescription } from './describing.ts';

readEnvironment(environments['api-description']);

export const handler = createApiDescription(document, new Logger());
