import { type Calendar, DEFAULT_WEEK } from '../../shared/working-time/calendar.ts';
import { inForceView } from '../../shared/working-time/hours-in-force.ts';
import type { Calendars } from './reading.ts';

/** What is told while nothing is stored. */
const DEFAULT: Omit<Calendar, 'updatedAt' | 'updatedBy'> = {
  week: DEFAULT_WEEK,
  holidays: 'public',
  daysOff: [],
  workingDays: [],
};

/** The organisation's calendar as answered, with its version. */
export function organisationView({ organisation, hours }: Pick<Calendars, 'organisation' | 'hours'>) {
  const version = organisation?.version ?? 0;
  return { ...DEFAULT, ...organisation?.data, inForce: inForceView(hours), version };
}

/** A user's calendar as answered, with its version. */
export function userView(userId: string, { user, hours }: Pick<Calendars, 'user' | 'hours'>) {
  const version = user?.version ?? 0;
  return { userId, daysOff: [], workingDays: [], ...user?.data, inForce: inForceView(hours), version };
}
