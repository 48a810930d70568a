import * as z from 'zod';
import { codedIssue } from '../issue.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Hours and minutes of ISO 8601: of working time a day, a week and a month have no length. */
const DURATION = /^PT(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?$/;

export const durationInputSchema = z
  .string()
  .refine(
    (text) => DURATION.test(text),
    codedIssue(
      'duration.invalid',
      'Give hours and minutes as ISO 8601 writes them, such as PT8H, PT90M or PT1H30M.',
    ),
  )
  .meta({
    description: 'Working time, ISO 8601: hours and minutes',
    pattern: DURATION.source,
    examples: ['PT8H'],
  });

/** Working time as it is answered: seconds, too, where there are any. */
export const durationSchema = z.string().meta({
  description: 'Working time, ISO 8601: hours, minutes and seconds',
  pattern: '^PT(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?$',
  examples: ['PT10H30M'],
});

/** Milliseconds of a duration that `durationInputSchema` takes. */
export function millisecondsOf(duration: string): number {
  const [, hours = '0', minutes = '0'] = DURATION.exec(duration) ?? [];
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
}

/** Milliseconds, at least 0, as ISO 8601 writes them: `PT10H30M`. */
export function durationOf(milliseconds: number): string {
  const hours = Math.floor(milliseconds / HOUR_MS);
  const minutes = Math.floor((milliseconds % HOUR_MS) / MINUTE_MS);
  const seconds = (milliseconds % MINUTE_MS) / 1000;
  const parts = [
    ...(hours > 0 ? [`${hours}H`] : []),
    ...(minutes > 0 ? [`${minutes}M`] : []),
    ...(seconds > 0 ? [`${seconds}S`] : []),
  ];
  return parts.length > 0 ? `PT${parts.join('')}` : 'PT0S';
}
