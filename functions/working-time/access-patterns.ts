import type { AccessPattern } from '../runtime/access-pattern.ts';

const CALENDAR = 'BatchGetItem pk = T#tenant, sk = tenant, and pk = T#working-calendars, sk = organisation';
const OF_USER =
  'BatchGetItem pk = T#tenant, sk = tenant, pk = T#people, sk = user#<id>, and pk = T#working-calendars, sk = organisation and sk = user#<id>';
const CALLER = 'GetItem pk = T#people, sk = user#<caller>';

/** Uses of the table by the working time capability, with their exact cost where nothing is stored, and nobody was named. */
export const WORKING_TIME_PATTERNS = [
  {
    id: 'read-working-calendar',
    use: 'The working calendar of the organisation, where the default applies',
    routes: ['readWorkingCalendar'],
    requests: [CALENDAR],
    reads: 1,
    writes: 0,
  },
  {
    id: 'set-working-calendar',
    use: 'Set the working calendar of the organisation for the first time',
    routes: ['setWorkingCalendar'],
    requests: [`${CALENDAR}, consistent`, 'TransactWriteItems calendar, event'],
    reads: 2,
    writes: 4,
  },
  {
    id: 'list-calendar-days',
    use: 'A month of days: the calendar, and the language of the caller',
    routes: ['listCalendarDays'],
    requests: [CALENDAR, CALLER],
    reads: 1.5,
    writes: 0,
  },
  {
    id: 'reckon-working-time',
    use: 'Reckon by the calendar of a user',
    routes: ['reckonWorkingTime'],
    requests: [OF_USER],
    reads: 2,
    writes: 0,
  },
  {
    id: 'read-user-calendar',
    use: "A user's working calendar",
    routes: ['readUserWorkingCalendar'],
    requests: [OF_USER],
    reads: 2,
    writes: 0,
  },
  {
    id: 'set-user-calendar',
    use: "Set what is different in a user's working calendar for the first time",
    routes: ['setUserWorkingCalendar'],
    requests: [`${OF_USER}, consistent`, 'TransactWriteItems calendar, event'],
    reads: 4,
    writes: 4,
  },
  {
    id: 'delete-user-calendar',
    use: "Delete what is different in a user's working calendar: it is emptied",
    routes: ['deleteUserWorkingCalendar'],
    requests: [`${OF_USER}, consistent`, 'TransactWriteItems calendar, event'],
    reads: 4,
    writes: 4,
  },
] as const satisfies readonly AccessPattern[];
