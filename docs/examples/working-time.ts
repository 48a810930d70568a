import { DEFAULT_WEEK } from '../../shared/working-time/calendar.ts';
import { EXAMPLE_DAY, EXAMPLE_IDS, STAMPS } from './ids.ts';

const { saturday: _, ...weekdays } = DEFAULT_WEEK;

const calendar = {
  week: { ...weekdays, saturday: [{ from: '10:00', to: '15:00' }] },
  zone: 'Europe/Samara',
  country: 'RU',
  holidays: 'public',
  daysOff: [{ from: '2025-12-31', name: 'Перенос с 23 февраля' }],
  workingDays: [{ date: '2025-11-01', spans: [{ from: '09:00', to: '13:00' }], name: 'Перенос на 3 ноября' }],
};

const ofUser = {
  week: { ...DEFAULT_WEEK, friday: [{ from: '09:00', to: '13:00' }] },
  daysOff: [{ from: '2025-12-15', to: '2025-12-26', name: 'Отпуск' }],
};

/** What is sent to the routes of the working time capability. */
export const WORKING_TIME_BODIES: Readonly<Record<string, unknown>> = {
  setWorkingCalendar: calendar,
  setUserWorkingCalendar: ofUser,
  reckonWorkingTime: { from: `${EXAMPLE_DAY}T15:30:00+04:00`, add: 'PT8H' },
};

const place = { zone: 'Europe/Samara', country: 'RU', holidays: 'public', holidaysKnown: true };
const written = { updatedAt: STAMPS.made.updatedAt, updatedBy: EXAMPLE_IDS.admin };
const span = (day: string, from: string, to: string) => ({
  from: `${day}T${from}:00.000Z`,
  to: `${day}T${to}:00.000Z`,
});

/** What the routes of the working time capability answer: nothing is stored until it is set. */
export const WORKING_TIME_ANSWERS: Readonly<Record<string, unknown>> = {
  readWorkingCalendar: {
    week: DEFAULT_WEEK,
    holidays: 'public',
    daysOff: [],
    workingDays: [],
    inForce: { week: DEFAULT_WEEK, ...place },
    version: 0,
  },
  setWorkingCalendar: {
    ...calendar,
    ...written,
    inForce: { week: calendar.week, ...place },
    version: 1,
  },
  listCalendarDays: {
    zone: 'Europe/Samara',
    days: [
      {
        day: '2025-11-03',
        spans: [span('2025-11-03', '05:00', '09:00'), span('2025-11-03', '10:00', '14:00')],
      },
      { day: '2025-11-04', spans: [], free: 'holiday', name: 'День народного единства' },
    ],
  },
  reckonWorkingTime: {
    from: `${EXAMPLE_DAY}T11:30:00.000Z`,
    to: '2025-11-18T11:30:00.000Z',
    workingTime: 'PT8H',
    milliseconds: 28_800_000,
  },
  readUserWorkingCalendar: {
    userId: EXAMPLE_IDS.user,
    daysOff: [],
    workingDays: [],
    inForce: { week: DEFAULT_WEEK, ...place },
    version: 0,
  },
  setUserWorkingCalendar: {
    userId: EXAMPLE_IDS.user,
    ...ofUser,
    workingDays: [],
    ...written,
    inForce: { week: ofUser.week, ...place },
    version: 1,
  },
};
