import { type Capability, defineFunction } from '../capability.ts';

/** From the table's stream to the bus, and again where something was lost on the way. */
export const events: Capability = {
  name: 'events',
  functions: [
    defineFunction({
      name: 'event-relay',
      entry: 'functions/events/relay.ts',
      purpose: 'Puts the event items of the table onto the bus',
      memoryMb: 512,
      timeoutSeconds: 60,
      trigger: {
        kind: 'stream',
        filters: [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } }],
        failures: 'event-failures',
        harm: {
          late: "Clients' changes reach nobody in time: statistics, reminders and partner systems fall behind.",
          failed:
            "Clients' changes are not reaching those who wait for them: statistics and partner systems stay wrong until they are replayed.",
        },
      },
      environment: (names) => ({ EVENT_BUS_NAME: names.bus }),
      grants: [{ policy: 'publish-events', actions: ['events:PutEvents'], on: ['bus'] }],
    }),
    defineFunction({
      name: 'event-replay',
      entry: 'functions/events/replay.ts',
      purpose: 'Publishes failed or past events again; invoked by the operator',
      memoryMb: 512,
      timeoutSeconds: 900,
      trigger: { kind: 'task', stack: 'events' },
      environment: (names) => ({
        TABLE_NAME: names.table,
        EVENT_BUS_NAME: names.bus,
        FAILURES_BUCKET_NAME: names.eventFailures,
      }),
      grants: [
        { policy: 'read-events', actions: ['dynamodb:BatchGetItem', 'dynamodb:Query'], on: ['table'] },
        { policy: 'publish-events', actions: ['events:PutEvents'], on: ['bus'] },
        { policy: 'list-failures', actions: ['s3:ListBucket'], on: ['event-failures'] },
        {
          policy: 'take-failures',
          actions: ['s3:GetObject', 's3:DeleteObject'],
          on: ['event-failures-objects'],
        },
      ],
    }),
  ],
};
