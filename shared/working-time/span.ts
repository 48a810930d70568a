import * as z from 'zod';
import { refusing } from '../issue.ts';

const TIME_OF_DAY = '([01][0-9]|2[0-3]):[0-5][0-9]';
const START = new RegExp(`^${TIME_OF_DAY}$`);
const END = new RegExp(`^(${TIME_OF_DAY}|24:00)$`);

/** Most spans of one day. */
export const MAX_SPANS = 12;

/** What else is wrong with a calendar is not looked for where its times are none. */
const timeSchema = (pattern: RegExp, message: string) =>
  z
    .string()
    .superRefine(
      refusing((text) => (pattern.test(text) ? undefined : { code: 'time-of-day.invalid', message })),
    );

const startSchema = timeSchema(START, 'Give a time from 00:00 to 23:59, such as 09:00.').meta({
  description: 'Time on the wall clock',
  pattern: START.source,
  examples: ['09:00'],
});

const endSchema = timeSchema(END, 'Give a time from 00:00 to 24:00, such as 18:00.').meta({
  description: 'Time on the wall clock, up to 24:00',
  pattern: END.source,
  examples: ['13:00'],
});

/** Work from one time on the wall clock up to another one, of the same day. */
export const spanSchema = z
  .strictObject({ from: startSchema, to: endSchema })
  .meta({ id: 'WorkingSpan', description: 'From a time up to another one of the same day' });
export type Span = z.output<typeof spanSchema>;

export const spansSchema = z.array(spanSchema).max(MAX_SPANS);

/** A span in minutes after midnight, as the clock shows them: up to 1,440. */
export interface MinuteSpan {
  readonly from: number;
  readonly to: number;
}

/** Minutes after midnight of a time such as `09:30`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const inMinutes = ({ from, to }: Span): MinuteSpan => ({ from: minuteOf(from), to: minuteOf(to) });
