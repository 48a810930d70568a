import type { EventType } from './catalogue.ts';

/**
 * Who is told about which events, as plain data. The CDK app makes a rule, retries, a dead-letter queue
 * and an alarm of each row that nobody sees fail; the event catalogue lists them.
 */
export interface Subscription {
  readonly subscriber: string;
  readonly events: readonly EventType[];
  /** What the business loses while the subscriber does not work: its alarm says it. */
  readonly harm: string;
  /** Who sees it without being told, and what they do: then there is no alarm. */
  readonly seenBy?: string;
}

export const subscriptions = {
  'client-stats': {
    subscriber: 'client-stats',
    events: ['contact-logged.v1', 'note-written.v1'],
    harm: 'Cards show a wrong date of the last contact and wrong numbers of contacts and notes, so neglected clients go unnoticed.',
  },
  'export-worker': {
    subscriber: 'export-worker',
    events: ['export.requested.v1'],
    harm: 'A search that somebody wants as a file stands still: there is nothing to fetch.',
    seenBy: 'Whoever asked for the file sees within half an hour that it stands still, and asks again.',
  },
  'import-worker': {
    subscriber: 'import-worker',
    events: ['import.requested.v1'],
    harm: 'A list of clients that somebody sent stands still: its clients are not there, or only some of them.',
  },
} as const satisfies Record<string, Subscription>;

export type SubscriberName = keyof typeof subscriptions;
