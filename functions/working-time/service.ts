import { notFound } from '../../shared/errors.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { noHolidays } from '../../shared/working-time/holidays.ts';
import type { HoursInForce } from '../../shared/working-time/hours-in-force.ts';
import { createWorkingCalendar, type WorkingCalendar } from '../../shared/working-time/working-calendar.ts';
import type { Language } from '../../shared/zone.ts';
import type { Table } from '../runtime/table/table.ts';
import { publicHolidays } from './public-holidays.ts';
import { readCalendars } from './reading.ts';

/**
 * The calendar by which an organisation works, or one of its users: for `addWorkingTime` and its neighbours in
 * `shared/working-time/reckoning.ts`. One request to the table.
 *
 * @throws KartotekaError `user.not-found`
 */
export async function workingCalendarOf(
  table: Table,
  tenant: VerifiedTenant,
  userId?: string,
): Promise<WorkingCalendar> {
  const { hours, knowsUser, settings } = await readCalendars(table, tenant, userId, { consistent: false });
  if (userId !== undefined && !knowsUser) throw notFound('user');
  return calendarBy(hours, settings.language);
}

/** A calendar by the hours that apply, with its holidays' names in a language. */
export const calendarBy = async (hours: HoursInForce, language: Language): Promise<WorkingCalendar> =>
  createWorkingCalendar(
    hours,
    hours.holidays === 'public' ? await publicHolidays(hours.country, language) : noHolidays,
  );
