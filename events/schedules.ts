/**
 * What is done by the clock, as plain data. The CDK app makes a rule, retries, a dead-letter queue, and an alarm where nothing else would
 * mend it, of each row; the document of events lists them.
 */
export interface Schedule {
  readonly schedule: string;
  /** As EventBridge writes it. */
  readonly expression: `rate(${number} ${'minute' | 'minutes' | 'hour' | 'hours' | 'day' | 'days'})`;
  readonly reason: string;
  /** What happens while it is not done: what the business loses, of which an alarm tells, or what mends it by itself. */
  readonly undone: { readonly harm: string } | { readonly mendedBy: string };
}

export const schedules = {
  'search-snapshots': {
    schedule: 'search-snapshots',
    expression: 'rate(6 hours)',
    reason:
      'Keeps a snapshot of the columnar copy of each organisation that searches, and sets the copy right by the table.',
    undone: { mendedBy: 'A question that meets a snapshot older than six hours has another one made.' },
  },
} as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
