import { importRoutes } from '../../shared/imports/routes.ts';
import { type Capability, defineFunction } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Lists of clients that come in as files. */
export const imports: Capability = {
  name: 'imports',
  functions: [
    defineFunction({
      name: 'imports',
      entry: 'functions/imports/http.ts',
      purpose: 'Begins, checks, runs and stops imports over HTTP, and says how they go',
      memoryMb: 1024,
      timeoutSeconds: 20,
      trigger: { kind: 'http', routes: prefixesOf(importRoutes) },
      environment: (names) => ({
        TABLE_NAME: names.table,
        FILES_BUCKET_NAME: names.files,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
      }),
      grants: [
        {
          policy: 'read-imports',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'write-imports',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
          on: ['table'],
        },
        {
          // Without it S3 says of what is not there that it is forbidden, not that it is missing.
          policy: 'tell-missing-files',
          actions: ['s3:ListBucket'],
          on: ['files'],
        },
        // An address that is signed by the role opens what the role may.
        { policy: 'send-and-fetch-files', actions: ['s3:GetObject', 's3:PutObject'], on: ['imports'] },
      ],
    }),
    defineFunction({
      name: 'import-worker',
      entry: 'functions/imports/worker.ts',
      purpose: 'Checks the rows of a list and brings its clients in',
      memoryMb: 512,
      timeoutSeconds: 900,
      trigger: { kind: 'subscriber', subscription: 'import-worker' },
      environment: (names) => ({ TABLE_NAME: names.table, FILES_BUCKET_NAME: names.files }),
      grants: [
        {
          policy: 'match-clients',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'write-clients',
          actions: [
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:ConditionCheckItem',
          ],
          on: ['table'],
        },
        {
          // Without it S3 says of what is not there that it is forbidden, not that it is missing.
          policy: 'tell-missing-files',
          actions: ['s3:ListBucket'],
          on: ['files'],
        },
        {
          policy: 'read-and-reject',
          actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
          on: ['imports'],
        },
      ],
    }),
  ],
};
