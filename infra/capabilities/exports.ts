import { exportRoutes } from '../../shared/exports/routes.ts';
import { type Capability, defineFunction } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Searches that are written into files. */
export const exports: Capability = {
  name: 'exports',
  functions: [
    defineFunction({
      name: 'exports',
      entry: 'functions/exports/http.ts',
      purpose:
        'Writes searches of a few thousand rows into files, has larger ones written, and says how they go',
      memoryMb: 1024,
      timeoutSeconds: 29,
      trigger: { kind: 'http', routes: prefixesOf(exportRoutes) },
      environment: (names) => ({
        TABLE_NAME: names.table,
        FILES_BUCKET_NAME: names.files,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
        QUERY_FUNCTION_NAME: names.queryFunction,
      }),
      grants: [
        {
          policy: 'read-exports',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'write-exports',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
          on: ['table'],
        },
        { policy: 'ask-questions', actions: ['lambda:InvokeFunction'], on: ['query-function'] },
        {
          // An address that is signed by the role opens what the role may.
          policy: 'write-and-fetch-files',
          actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
          on: ['exports'],
        },
      ],
    }),
    defineFunction({
      name: 'export-worker',
      entry: 'functions/exports/worker.ts',
      purpose: 'Writes all rows of a search into a file',
      memoryMb: 1024,
      timeoutSeconds: 900,
      trigger: { kind: 'subscriber', subscription: 'export-worker' },
      environment: (names) => ({
        TABLE_NAME: names.table,
        FILES_BUCKET_NAME: names.files,
        QUERY_FUNCTION_NAME: names.queryFunction,
      }),
      grants: [
        {
          policy: 'read-names',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'tell-progress',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
          on: ['table'],
        },
        { policy: 'ask-questions', actions: ['lambda:InvokeFunction'], on: ['query-function'] },
        {
          policy: 'write-files',
          actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
          on: ['exports'],
        },
      ],
    }),
  ],
};
