import * as z from 'zod';
import { codedIssue } from '../issue.ts';
import { daySchema, instantInputSchema, instantSchema } from '../record.ts';
import { ulidSchema } from '../ulid.ts';
import { zoneSchema } from '../zone.ts';
import { durationInputSchema, durationSchema } from './working-duration.ts';

/** Most days told at once. */
export const MAX_DAYS = 400;

const DAY_MS = 86_400_000;

/**
 * Years that are reckoned with: calendars of holidays go no further by any source, and the package that tells them does not come back
 * from years far off.
 */
const [FIRST_YEAR, LAST_YEAR] = [1970, 2199];

const inReach = (text: string): boolean => {
  const year = new Date(text).getUTCFullYear();
  return Number.isNaN(year) || (year >= FIRST_YEAR && year <= LAST_YEAR);
};
const outOfReach = `Give a time of the years ${FIRST_YEAR} to ${LAST_YEAR}.`;

const reckonedInstant = instantInputSchema.refine(inReach, codedIssue('time.out-of-range', outOfReach));
const reckonedDay = daySchema.refine(inReach, codedIssue('time.out-of-range', outOfReach));
const user = ulidSchema.optional().meta({
  description: "Id of a user whose calendar it is; the organisation's where it is left out",
  examples: ['01KA8GYNBHJ2PCP8CCDYD084N0'],
});

export const daysQuerySchema = z
  .strictObject({
    from: reckonedDay.meta({ description: 'The first day', examples: ['2026-11-01'] }),
    to: reckonedDay.meta({ description: 'The last day', examples: ['2026-11-30'] }),
    user,
  })
  .superRefine(({ from, to }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    if (days < 1)
      context.addIssue({
        ...codedIssue('day.ends-before-start', 'The last day is not before the first one.'),
        path: ['to'],
      });
    if (days > MAX_DAYS)
      context.addIssue({
        ...codedIssue('day.range-too-long', `Ask for ${MAX_DAYS} days at most.`),
        path: ['to'],
      });
  });

const calendarDaySchema = z
  .strictObject({
    day: daySchema,
    spans: z.array(z.strictObject({ from: instantSchema, to: instantSchema })),
    free: z.enum(['day-off', 'holiday', 'weekend']).optional().meta({
      description: 'Why nobody works: an own day off, a public holiday, a weekday without hours',
    }),
    name: z
      .string()
      .optional()
      .meta({
        description: 'Name of the own day, or of the holiday in your language where it is known in it',
        examples: ['День народного единства'],
      }),
  })
  .meta({ id: 'CalendarDay', description: 'A day with its working time' });

export const daysSchema = z
  .strictObject({ zone: zoneSchema, days: z.array(calendarDaySchema) })
  .meta({ id: 'CalendarDays', description: 'Days with their working time' });

export const reckonInputSchema = z
  .union([
    z.strictObject({ from: reckonedInstant, add: durationInputSchema, user }),
    z
      .strictObject({ from: reckonedInstant, to: reckonedInstant, user })
      .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), {
        ...codedIssue('time.ends-before-start', 'The second time is not before the first one.'),
        path: ['to'],
      }),
  ])
  .meta({
    id: 'ReckonInput',
    description: 'What is asked: when so much work is done, or how much lies between',
  });
export type ReckonInput = z.output<typeof reckonInputSchema>;

export const reckonedSchema = z
  .strictObject({
    from: instantSchema,
    to: instantSchema,
    workingTime: durationSchema,
    milliseconds: z
      .int()
      .min(0)
      .meta({ description: 'The same working time', examples: [37_800_000] }),
  })
  .meta({ id: 'Reckoned', description: 'Two times with the working time between them' });
