import { API_BASE } from '../../shared/api-base.ts';
import type { Route } from '../../shared/route.ts';
import { questionRoutes } from '../../shared/search/routes.ts';
import { selectionRoutes } from '../../shared/search/selection-routes.ts';
import { type Capability, defineFunction, type RoutePrefix } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Routes below an object, and those that are the object's own path: other capabilities have what lies below that. */
const isShortForm = ({ path }: Route): boolean => path.split('/').length === 2;
const questions = Object.fromEntries(
  Object.entries(questionRoutes).filter(([, route]) => !isShortForm(route)),
);
const shortForms = Object.values<Route>(questionRoutes)
  .filter(isShortForm)
  .map(({ path }): RoutePrefix => ({ path: `${API_BASE}${path}`, method: 'GET' }));

/** Memory of the query function, in megabytes: two cores come with it, and a million cards fit. */
const QUERY_MB = 4_096;
/** What of it is left to the engine: the rest is Node's, and for results on their way. */
const ENGINE_MB = 2_500;

/** Finding, counting and charting over all cards. */
export const search: Capability = {
  name: 'search',
  functions: [
    defineFunction({
      name: 'search',
      entry: 'functions/search/http.ts',
      purpose:
        'Questions over all cards over HTTP: checks them, has them answered, and calls what was found by its names',
      memoryMb: 1024,
      timeoutSeconds: 29,
      trigger: {
        kind: 'http',
        routes: [...shortForms, ...prefixesOf(questions, 2), ...prefixesOf(selectionRoutes)],
      },
      environment: (names) => ({
        TABLE_NAME: names.table,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
        QUERY_FUNCTION_NAME: names.queryFunction,
      }),
      grants: [
        {
          policy: 'read-names',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          // Also the key that signs cursors, made by whoever needs it first, and what counts requests. A transaction needs the
          // permission of each action in it, and of its condition checks.
          policy: 'write-selections',
          actions: [
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:ConditionCheckItem',
          ],
          on: ['table'],
        },
        { policy: 'ask-questions', actions: ['lambda:InvokeFunction'], on: ['query-function'] },
      ],
    }),
    defineFunction({
      name: 'search-snapshots',
      entry: 'functions/search/snapshots.ts',
      purpose: 'Has the query function keep a snapshot of each organisation that asks questions',
      memoryMb: 256,
      timeoutSeconds: 300,
      trigger: { kind: 'schedule', schedule: 'search-snapshots' },
      environment: (names) => ({ TABLE_NAME: names.table, QUERY_FUNCTION_NAME: names.queryFunction }),
      grants: [
        { policy: 'read-who-asks', actions: ['dynamodb:Query'], on: ['table'] },
        { policy: 'ask-for-snapshots', actions: ['lambda:InvokeFunction'], on: ['query-function'] },
      ],
    }),
    defineFunction({
      name: 'query',
      entry: 'functions/query/handler.ts',
      purpose: 'Answers questions over all cards of one tenant from a columnar copy',
      memoryMb: QUERY_MB,
      timeoutSeconds: 900,
      // Snapshots pass through it.
      ephemeralMb: 4_096,
      tenantIsolation: true,
      native: ['duckdb'],
      trigger: { kind: 'task', stack: 'api' },
      environment: (names) => ({
        TABLE_NAME: names.table,
        FILES_BUCKET_NAME: names.files,
        ENGINE_MEMORY_MB: String(ENGINE_MB),
        ENGINE_THREADS: '2',
        ENVIRONMENTS_PER_TENANT: '4',
      }),
      grants: [
        {
          policy: 'read-cards',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table', 'feed'],
        },
        { policy: 'hold-places', actions: ['dynamodb:PutItem'], on: ['table'] },
        {
          // Without it S3 says of what is not there that it is forbidden, not that it is missing.
          policy: 'tell-missing-files',
          actions: ['s3:ListBucket'],
          on: ['files'],
        },
        {
          // The kept cards of frozen selections lie below.
          policy: 'keep-snapshots',
          actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
          on: ['snapshots'],
        },
        {
          // The rows of an export in their order, while it is written.
          policy: 'keep-lists',
          actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
          on: ['lists'],
        },
      ],
    }),
  ],
};
