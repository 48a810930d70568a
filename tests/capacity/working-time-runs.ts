import type { WORKING_TIME_PATTERNS } from '../../functions/working-time/access-patterns.ts';
import { createWorkingTimeHandlers } from '../../functions/working-time/handlers.ts';
import { calendarInputSchema, DEFAULT_WEEK } from '../../shared/working-time/calendar.ts';
import { at, type Fixture, none } from './fixture.ts';
import type { Runs } from './runs.ts';

/** How each pattern of the working time capability comes about. */
export function workingTimeRuns({
  bed,
  metered,
  as,
  agent,
}: Fixture): Runs<(typeof WORKING_TIME_PATTERNS)[number]['id']> {
  const [own, measured] = [createWorkingTimeHandlers(bed.table), createWorkingTimeHandlers(metered.table)];
  const absent = {
    workingDays: [],
    daysOff: [{ from: '2026-07-06', to: '2026-07-19', name: 'Отпуск' }],
  };
  return {
    'read-working-calendar': async () => () => measured.readWorkingCalendar(none, as()),
    'set-working-calendar': async () => () =>
      measured.setWorkingCalendar(
        { ...none, body: calendarInputSchema.parse({ week: DEFAULT_WEEK }) },
        bed.as(bed.admin),
      ),
    'list-calendar-days': async () => () =>
      measured.listCalendarDays({ ...none, query: { from: '2026-11-01', to: '2026-11-30' } }, as()),
    'reckon-working-time': async () => () => {
      const body = { from: '2026-11-27T09:00:00Z', add: 'PT8H', user: agent.id };
      return measured.reckonWorkingTime({ ...none, body }, as());
    },
    'read-user-calendar': async () => () => measured.readUserWorkingCalendar(at(agent.id), as()),
    'set-user-calendar': async () => {
      const { id } = await bed.addUser('agent');
      return () => measured.setUserWorkingCalendar({ ...at(id), body: absent }, bed.as(bed.admin));
    },
    'delete-user-calendar': async () => {
      const person = await bed.addUser('agent');
      await own.setUserWorkingCalendar({ ...at(person.id), body: absent }, bed.as(person));
      return () => measured.deleteUserWorkingCalendar(at(person.id), bed.as(person));
    },
  };
}
