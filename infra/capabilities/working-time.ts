import { organisationCalendarRoutes, userCalendarRoutes } from '../../shared/working-time/routes.ts';
import { type Capability, defineFunction } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

/** Working calendars, and reckoning by them. */
export const workingTime: Capability = {
  name: 'working-time',
  functions: [
    defineFunction({
      name: 'working-time',
      entry: 'functions/working-time/http.ts',
      purpose: 'Working calendars of the organisation and its users over HTTP, and reckoning by them',
      memoryMb: 1024,
      timeoutSeconds: 20,
      trigger: {
        kind: 'http',
        routes: [...prefixesOf(organisationCalendarRoutes), ...prefixesOf(userCalendarRoutes, 3)],
      },
      lazy: ['functions/working-time/holiday-package.ts'],
      environment: (names) => ({
        TABLE_NAME: names.table,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
      }),
      grants: [
        {
          policy: 'read-calendars',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          // The limit of requests is counted by an update.
          policy: 'write-calendars',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
          on: ['table'],
        },
      ],
    }),
  ],
};
