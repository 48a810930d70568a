import { clientRoutes } from '../../shared/clients/routes.ts';
import { type Capability, defineFunction } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Client cards: companies, contacts, their timeline, lookups and statistics. */
export const clients: Capability = {
  name: 'clients',
  functions: [
    defineFunction({
      name: 'clients',
      entry: 'functions/clients/http.ts',
      purpose: 'Companies, contacts, cards, timelines and lookups over HTTP',
      memoryMb: 1024,
      timeoutSeconds: 20,
      trigger: { kind: 'http', routes: prefixesOf(clientRoutes) },
      environment: (names) => ({
        TABLE_NAME: names.table,
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
          policy: 'write-cards',
          actions: [
            'dynamodb:PutItem',
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:ConditionCheckItem',
          ],
          on: ['table'],
        },
      ],
    }),
    defineFunction({
      name: 'client-stats',
      entry: 'functions/clients/stats-subscriber.ts',
      purpose: 'Keeps the last-contact date and the counts of a client up to date',
      memoryMb: 512,
      timeoutSeconds: 30,
      trigger: { kind: 'subscriber', subscription: 'client-stats' },
      environment: (names) => ({ TABLE_NAME: names.table }),
      grants: [
        {
          policy: 'read-stats',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'write-stats',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
          on: ['table'],
        },
      ],
    }),
    defineFunction({
      name: 'client-purge',
      entry: 'functions/clients/purge.ts',
      purpose:
        'Removes what is left of a card when its tombstone expires, and the content of removed documents',
      memoryMb: 512,
      timeoutSeconds: 60,
      trigger: {
        kind: 'stream',
        filters: [
          // Of cards, removals by the time-to-live service only: a person's own removals clean up after themselves.
          {
            eventName: ['REMOVE'],
            userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
            dynamodb: { OldImage: { kind: { S: ['company', 'contact'] } } },
          },
          // Of documents, every removal: their content lies outside the table. A third reader of the stream would be
          // one more than AWS advises for a shard, so this one does it.
          { eventName: ['REMOVE'], dynamodb: { OldImage: { kind: { S: ['document', 'document-upload'] } } } },
        ],
        failures: 'purge-failures',
        harm: {
          late: 'Personal data of deleted clients and removed documents are kept longer than we promise.',
          failed:
            'Personal data of a deleted client or document are left behind: the promise to erase them is broken.',
        },
      },
      environment: (names) => ({ TABLE_NAME: names.table, FILES_BUCKET_NAME: names.files }),
      grants: [
        { policy: 'find-remains', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: ['table'] },
        { policy: 'remove-remains', actions: ['dynamodb:DeleteItem'], on: ['table'] },
        { policy: 'remove-content', actions: ['s3:DeleteObject'], on: ['documents'] },
      ],
    }),
  ],
};
