import * as z from 'zod';

/**
 * The environment of every function, once: the CDK app must satisfy `EnvironmentOf<name>` by type,
 * and the function parses the same schema when it starts, so neither can forget a variable.
 */

const name = z.string().min(1);

const observed = {
  POWERTOOLS_SERVICE_NAME: name,
  POWERTOOLS_METRICS_NAMESPACE: name,
  POWERTOOLS_LOG_LEVEL: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT']),
};

const http = {
  ...observed,
  /** Every address that leaves the system is built on it, never on the Host header. */
  PUBLIC_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
};

/** The bucket of documents and imports; region and endpoint are Lambda's and the SDK's own variables. */
const files = {
  FILES_BUCKET_NAME: name,
  AWS_REGION: name,
  AWS_ENDPOINT_URL_S3: z.url({ protocol: /^https?$/ }).optional(),
};

/** The function that answers questions; region and endpoint are Lambda's and the SDK's own variables. */
const asking = {
  QUERY_FUNCTION_NAME: name,
  AWS_REGION: name,
  AWS_ENDPOINT_URL_LAMBDA: z.url({ protocol: /^https?$/ }).optional(),
};

const api = {
  ...http,
  TABLE_NAME: name,
  /** Requests a minute that a tenant may make: see `rate-limit.ts`. */
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(32),
};

const identity = {
  USER_POOL_ID: name,
  /** The `iss` of the tokens our users sign in with; with `sub` it names an identity. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }),
  /** Whether logins are made and known in our user pool, or all we know of a person is in the issuer's access tokens. */
  LOGINS: z.enum(['user-pool', 'elsewhere']),
};

export const environments = {
  clients: z.object({ ...api }),
  documents: z.object({
    ...api,
    ...files,
    /** Whether only what a virus scanner found clean may be fetched. */
    DOWNLOADS_WAIT_FOR_SCAN: z.enum(['true', 'false']),
  }),
  platform: z.object({
    ...api,
    ...identity,
    /** Whether anybody who has signed in may make an organisation. */
    SIGN_UP: z.enum(['open', 'closed']),
  }),
  exports: z.object({ ...api, ...files, ...asking }),
  'export-worker': z.object({ ...observed, ...files, ...asking, TABLE_NAME: name }),
  imports: z.object({ ...api, ...files }),
  'import-worker': z.object({ ...observed, ...files, TABLE_NAME: name }),
  'api-description': z.object({ ...http }),
  'event-relay': z.object({ ...observed, EVENT_BUS_NAME: name }),
  'event-replay': z.object({
    ...observed,
    TABLE_NAME: name,
    EVENT_BUS_NAME: name,
    FAILURES_BUCKET_NAME: name,
  }),
  'client-stats': z.object({ ...observed, TABLE_NAME: name }),
  'client-purge': z.object({ ...observed, ...files, TABLE_NAME: name }),
  provision: z.object({ ...observed, ...identity, TABLE_NAME: name }),
  search: z.object({ ...api, ...asking }),
  'working-time': z.object({ ...api }),
  'search-snapshots': z.object({ ...observed, ...asking, TABLE_NAME: name }),
  query: z.object({
    ...observed,
    ...files,
    TABLE_NAME: name,
    /** How much of the function's memory the engine may use, in megabytes. */
    ENGINE_MEMORY_MB: z.coerce.number().int().min(64),
    /** Most environments that work for one tenant at once: each holds a whole copy. */
    ENVIRONMENTS_PER_TENANT: z.coerce.number().int().min(1).max(50),
    ENGINE_THREADS: z.coerce.number().int().min(1).max(6),
  }),
} as const;

export type FunctionName = keyof typeof environments;

/** What infra has to set for a function. */
export type EnvironmentOf<Name extends FunctionName> = z.input<(typeof environments)[Name]>;

/**
 * Reads and checks the environment of the running function, on its entry line only.
 *
 * @example const env = readEnvironment(environments.clients);
 * @throws Error naming the variables that are missing or wrong, never their values.
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv = process.env,
): z.output<Schema> {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is not right: ${problems.join('; ')}`);
}
