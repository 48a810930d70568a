import { Logger } from '@aws-lambda-powertools/logger';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { platformRoutes } from '../../shared/platform/routes.ts';
import { createCallers } from '../runtime/caller.ts';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createHttpHandler } from '../runtime/http.ts';
import { createDocumentClient, createTable } from '../runtime/table/table.ts';
import { createTenantLimits } from '../runtime/tenant-limits.ts';
import { createDirectory } from './directory.ts';
import { createPlatformHandlers } from './handlers.ts';

const env = readEnvironment(environments.platform);
const now = (): Date => new Date();
const logger = new Logger();
const table = createTable({ client: createDocumentClient(), name: env.TABLE_NAME });
const directory = createDirectory({
  client: new CognitoIdentityProviderClient({ maxAttempts: 3 }),
  userPoolId: env.USER_POOL_ID,
  issuer: env.OIDC_ISSUER,
});

export const handler = createHttpHandler(platformRoutes, createPlatformHandlers({ table, directory }), {
  callers: createCallers({ table, now }),
  limits: createTenantLimits({ table, logger, now, limit: env.REQUESTS_PER_MINUTE }),
  table,
  logger,
  now,
});
