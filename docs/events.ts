import * as z from 'zod';
import { CONTRACTS } from '../events/catalogue.ts';
import { type EventContract, envelopeSchema } from '../events/event.ts';
import { type Schedule, schedules } from '../events/schedules.ts';
import { type Subscription, subscriptions } from '../events/subscriptions.ts';
import { tableOf } from '../infra/documents/markdown.ts';
import type { JsonSchema } from './json-schema.ts';

const contracts = (): EventContract[] => Object.values(CONTRACTS);

const rows = (): Subscription[] => Object.values(subscriptions);

const subscribersOf = (type: string): string => {
  const names = rows().filter(({ events }) => (events as readonly string[]).includes(type));
  return names.map(({ subscriber }) => `\`${subscriber}\``).join(', ');
};

const fieldsOf = ({ data }: EventContract): string => {
  const { properties = {} } = z.toJSONSchema(data) as { properties?: Record<string, unknown> };
  return Object.keys(properties)
    .map((field) => `\`${field}\``)
    .join(', ');
};

/** The JSON Schema of a whole event, envelope included, for other programs. */
const eventSchema = (contract: EventContract): JsonSchema =>
  z.toJSONSchema(envelopeSchema.extend({ type: z.literal(contract.type), data: contract.data }), {
    unrepresentable: 'any',
  }) as JsonSchema;

/** The JSON Schemas by file, from the repository's root. */
export const eventSchemas = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    contracts().map((contract) => [`events/schemas/${contract.type}.json`, eventSchema(contract)]),
  );

/** `docs/events.md`: what is published, when, with what, and who listens. */
export function eventsDocument(): string {
  return [
    '# Events\n\nGenerated from `events/` by `npm run docs`; do not edit.',
    'Published to the bus of the installation with source `kartoteka`, the type as detail type, and the envelope as detail: `id` (be idempotent ' +
      'on it), `type`, `tenant`, `occurredAt`, `actor`, `correlationId`, `data`. Each is written in one transaction with what it speaks of, and ' +
      'published from the table’s stream at least once, in no promised order. Data hold ids, codes and names of fields, never ' +
      'personal data. JSON Schemas are in `events/schemas/`; a contract never changes, a new shape is a new version.',
    tableOf(
      ['type', 'when', 'data', 'subscribers'],
      contracts().map((contract) => [
        `\`${contract.type}\``,
        contract.when,
        fieldsOf(contract),
        subscribersOf(contract.type),
      ]),
    ),
    '## Subscribers',
    tableOf(
      ['subscriber', 'events', 'what the business loses while it does not work'],
      rows().map(({ subscriber, events, harm }) => [
        `\`${subscriber}\``,
        events.map((event) => `\`${event}\``).join(', '),
        harm,
      ]),
    ),
    '## Schedules\n\nWhat is done by the clock, by rules of the default bus; `rate` counts from when the rule was made.',
    tableOf(
      ['schedule', 'when', 'why', 'while it is not done'],
      Object.values<Schedule>(schedules).map(({ schedule, expression, reason, undone }) => [
        `\`${schedule}\``,
        `\`${expression}\``,
        reason,
        'harm' in undone ? undone.harm : undone.mendedBy,
      ]),
    ),
    '## Samples',
    ...contracts().map(
      ({ type, sample }) => `\`${type}\`\n\n\`\`\`json\n${JSON.stringify(sample, null, 2)}\n\`\`\``,
    ),
  ].join('\n\n');
}
