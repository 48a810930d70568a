import { documentRoutes } from '../../shared/documents/routes.ts';
import { type Capability, defineFunction } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Documents of cards. What is removed loses its content by `client-purge`, which reads the stream anyway. */
export const documents: Capability = {
  name: 'documents',
  functions: [
    defineFunction({
      name: 'documents',
      entry: 'functions/documents/http.ts',
      purpose: 'Documents of companies and contacts over HTTP',
      memoryMb: 1024,
      timeoutSeconds: 25,
      trigger: { kind: 'http', routes: prefixesOf(documentRoutes, 3) },
      environment: (names) => ({
        TABLE_NAME: names.table,
        FILES_BUCKET_NAME: names.files,
        DOWNLOADS_WAIT_FOR_SCAN: names.downloadsWaitForScan,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
      }),
      grants: [
        {
          policy: 'read-cards',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          // A transaction needs the permission of each action in it, and of its condition checks.
          policy: 'write-documents',
          actions: [
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:ConditionCheckItem',
          ],
          on: ['table'],
        },
        {
          // Also what the addresses that it signs are good for.
          policy: 'keep-content',
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          on: ['documents'],
        },
        { policy: 'miss-content', actions: ['s3:ListBucket'], on: ['files'] },
      ],
    }),
  ],
};
