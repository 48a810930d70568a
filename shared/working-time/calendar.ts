import * as z from 'zod';
import { countrySchema } from '../country.ts';
import { daySchema, instantSchema } from '../record.ts';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { zoneSchema } from '../zone.ts';
import { refuseFaults, refuseFaultsOfUser } from './calendar-faults.ts';
import { spansSchema } from './span.ts';

/** Most own days off, and own working days, of one calendar. */
export const MAX_OWN_DAYS = 366;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const usual = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
];

/** What applies while nothing is stored. */
export const DEFAULT_WEEK = {
  monday: usual,
  tuesday: usual,
  wednesday: usual,
  thursday: usual,
  friday: usual,
  saturday: [],
  sunday: [],
};

const weekSchema = z
  .strictObject({
    monday: spansSchema,
    tuesday: spansSchema,
    wednesday: spansSchema,
    thursday: spansSchema,
    friday: spansSchema,
    saturday: spansSchema,
    sunday: spansSchema,
  })
  .meta({
    id: 'WorkingWeek',
    description: 'The spans of each weekday, in order and without overlap; none on a free one',
    examples: [DEFAULT_WEEK],
  });
export type Week = z.output<typeof weekSchema>;

const holidaysSchema = z.enum(['public', 'none']).meta({
  description: 'public: public holidays of the country are days off; none: no holiday is',
});

const dayOffSchema = z
  .strictObject({
    from: daySchema,
    to: daySchema.optional().meta({ description: 'The last day; left out for a single one' }),
    name: line(100),
  })
  .meta({ id: 'DayOff', description: 'A day, or some days, on which nobody works' });
export type DayOff = z.output<typeof dayOffSchema>;

const workingDaySchema = z
  .strictObject({ date: daySchema, spans: spansSchema.min(1), name: line(100).optional() })
  .meta({ id: 'WorkingDay', description: 'A day with hours of its own, whatever weekday or holiday it is' });
export type WorkingDay = z.output<typeof workingDaySchema>;

const place = {
  zone: zoneSchema.optional(),
  country: countrySchema.optional().meta({ description: 'Whose public holidays are days off' }),
};
const daysOff = z.array(dayOffSchema).max(MAX_OWN_DAYS);
const workingDays = z.array(workingDaySchema).max(MAX_OWN_DAYS);
const ownDays = { daysOff, workingDays };
const ownDaysInput = { daysOff: daysOff.default([]), workingDays: workingDays.default([]) };
const written = { updatedAt: instantSchema, updatedBy: ulidSchema };

/** 0 while nothing is stored, so that the first change of it can be held to that, too. */
const calendarVersionSchema = z
  .int()
  .min(0)
  .meta({ description: 'Version of the calendar; also its ETag. 0: nothing is stored', examples: [1] });

const ofOrganisation = { week: weekSchema, ...place, holidays: holidaysSchema };
const ofUser = { week: weekSchema.optional(), ...place, holidays: holidaysSchema.optional() };

/** The organisation's calendar as stored. Zone and country are the organisation's own where they are absent. */
export const calendarSchema = z.strictObject({ ...ofOrganisation, ...ownDays, ...written });
export type Calendar = z.output<typeof calendarSchema>;

/** A user's calendar as stored; what is absent is as in the organisation's. */
export const userCalendarSchema = z.strictObject({ ...ofUser, ...ownDays, ...written });
export type UserCalendar = z.output<typeof userCalendarSchema>;

export const calendarInputSchema = z
  .strictObject({ ...ofOrganisation, holidays: holidaysSchema.default('public'), ...ownDaysInput })
  .superRefine(refuseFaults)
  .meta({ id: 'WorkingCalendarInput', description: "The organisation's calendar, whole" });

export const userCalendarInputSchema = z
  .strictObject({ ...ofUser, ...ownDaysInput })
  .superRefine(refuseFaultsOfUser)
  .meta({
    id: 'UserWorkingCalendarInput',
    description:
      "What is different for one user: each field takes the place of the organisation's; own days are added to the organisation's and come before them",
    examples: [{ daysOff: [{ from: '2026-07-06', to: '2026-07-19', name: 'Отпуск' }] }],
  });

/** What the stored calendars come to. */
const inForceSchema = z
  .strictObject({
    week: weekSchema,
    zone: zoneSchema,
    country: countrySchema,
    holidays: holidaysSchema,
    holidaysKnown: z.boolean().meta({ description: 'Whether any public holiday of the country is known' }),
  })
  .meta({ id: 'WorkingCalendarInForce', description: 'What applies, with all that is not stored here' });

const writtenView = { updatedAt: instantSchema.optional(), updatedBy: ulidSchema.optional() };

export const calendarViewSchema = z
  .strictObject({
    ...ofOrganisation,
    ...ownDays,
    ...writtenView,
    inForce: inForceSchema,
    version: calendarVersionSchema,
  })
  .meta({ id: 'WorkingCalendar', description: "The organisation's working calendar" });

export const userCalendarViewSchema = z
  .strictObject({
    userId: ulidSchema,
    ...ofUser,
    ...ownDays,
    ...writtenView,
    inForce: inForceSchema,
    version: calendarVersionSchema,
  })
  .meta({ id: 'UserWorkingCalendar', description: 'What is different for one user, and what applies' });
