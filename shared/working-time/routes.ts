import * as z from 'zod';
import { ADMINS, EVERYONE, WRITERS } from '../access.ts';
import { defineRoutes } from '../route.ts';
import { ulidSchema } from '../ulid.ts';
import {
  calendarInputSchema,
  calendarViewSchema,
  userCalendarInputSchema,
  userCalendarViewSchema,
} from './calendar.ts';
import { daysQuerySchema, daysSchema, reckonedSchema, reckonInputSchema } from './questions.ts';

const user = z.strictObject({ id: ulidSchema });
const faults = [
  'time-of-day.invalid',
  'span.ends-before-start',
  'span.out-of-order',
  'span.overlapping',
  'day.ends-before-start',
  'day.range-too-long',
  'day.repeated',
  'calendar.no-working-time',
  'country.no-holidays',
];

/** The routes of the organisation's calendar, and what is asked of calendars. */
export const organisationCalendarRoutes = defineRoutes({
  readWorkingCalendar: {
    method: 'GET',
    path: '/working-calendar',
    summary: "The organisation's working calendar",
    description:
      'While nothing is stored (`version` 0) it is Monday to Friday from 09:00 to 18:00 with an hour for lunch, in the zone of the ' +
      'organisation and with the public holidays of its country.',
    roles: EVERYONE,
    response: calendarViewSchema,
    status: 200,
    versioned: true,
  },
  setWorkingCalendar: {
    method: 'PUT',
    path: '/working-calendar',
    summary: "Set the organisation's working calendar",
    description:
      'It takes the place of the whole one that there is. `If-Match: "0"` holds it to that there is none yet.',
    roles: ADMINS,
    body: calendarInputSchema,
    response: calendarViewSchema,
    status: 200,
    versioned: true,
    errors: faults,
  },
  listCalendarDays: {
    method: 'GET',
    path: '/working-calendar/days',
    summary: 'Days with their working time, and why nobody works on a free one',
    description:
      'At most 400 days, in the zone of the calendar. A time that clocks leave out in spring is no working time; one that they show ' +
      'twice in autumn is worked twice.',
    roles: EVERYONE,
    query: daysQuerySchema,
    response: daysSchema,
    status: 200,
    errors: ['reference.unknown', 'time.out-of-range', 'day.ends-before-start', 'day.range-too-long'],
  },
  reckonWorkingTime: {
    method: 'POST',
    path: '/working-calendar/reckon',
    summary: 'When so much work is done, or how much working time lies between',
    description:
      'With `add` the answer is the first time by which so much working time has passed since `from`. Ten years ahead at most.',
    roles: EVERYONE,
    body: reckonInputSchema,
    response: reckonedSchema,
    status: 200,
    asks: true,
    errors: [
      'reference.unknown',
      'working-time.too-far',
      'duration.invalid',
      'time.out-of-range',
      'time.ends-before-start',
    ],
  },
});

/** The routes of what is different for one user. */
export const userCalendarRoutes = defineRoutes({
  readUserWorkingCalendar: {
    method: 'GET',
    path: '/users/{id}/working-calendar',
    summary: "What is different in a user's working calendar, and what applies",
    description: 'While nothing is stored (`version` 0) the organisation’s calendar applies as it is.',
    roles: EVERYONE,
    params: user,
    response: userCalendarViewSchema,
    status: 200,
    versioned: true,
  },
  setUserWorkingCalendar: {
    method: 'PUT',
    path: '/users/{id}/working-calendar',
    summary: "Set what is different in a user's working calendar",
    description:
      'Everybody but viewers sets an own one, and administrators set everybody’s. It takes the place of all that was different before.',
    roles: WRITERS,
    params: user,
    body: userCalendarInputSchema,
    response: userCalendarViewSchema,
    status: 200,
    versioned: true,
    errors: [...faults, 'calendar.empty'],
  },
  deleteUserWorkingCalendar: {
    method: 'DELETE',
    path: '/users/{id}/working-calendar',
    summary: 'Have the organisation’s working calendar apply to a user as it is',
    roles: WRITERS,
    params: user,
    status: 204,
    versioned: true,
    errors: ['calendar.not-found'],
  },
});

/** Every route of the working time capability. */
export const workingTimeRoutes = defineRoutes({ ...organisationCalendarRoutes, ...userCalendarRoutes });
