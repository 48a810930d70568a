import { type Calendar, type DayOff, DEFAULT_WEEK, type UserCalendar, type Week } from './calendar.ts';
import { hasHolidays } from './holiday-countries.ts';

/** Days of one calendar's own. */
export type OwnDays = Pick<Calendar, 'daysOff' | 'workingDays'>;

/** All that tells when somebody works, put together. */
export interface HoursInForce {
  readonly week: Week;
  /** IANA name. */
  readonly zone: string;
  readonly country: string;
  readonly holidays: Calendar['holidays'];
  /** The user's before the organisation's: the first that speaks of a day decides. */
  readonly own: readonly OwnDays[];
}

/** What an organisation has beside its calendar. */
interface Settings {
  readonly zone: string;
  readonly country: string;
}

/**
 * What the calendars of an organisation and of a user come to: each field of the user's takes the place of the organisation's, which
 * takes the place of the default. Own days are kept apart (docs/adr/0026).
 */
export function hoursInForce(
  settings: Settings,
  organisation: Calendar | undefined,
  user: UserCalendar | undefined,
): HoursInForce {
  return {
    week: user?.week ?? organisation?.week ?? DEFAULT_WEEK,
    zone: user?.zone ?? organisation?.zone ?? settings.zone,
    country: user?.country ?? organisation?.country ?? settings.country,
    holidays: user?.holidays ?? organisation?.holidays ?? 'public',
    own: [user, organisation].filter((calendar) => calendar !== undefined),
  };
}

/** The part of what applies that is told beside a stored calendar. */
export const inForceView = ({ own: _, ...hours }: HoursInForce) => ({
  ...hours,
  holidaysKnown: hasHolidays(hours.country),
});

/** Whether a day lies in days off; days compare as texts. */
export const covers = ({ from, to = from }: DayOff, day: string): boolean => from <= day && day <= to;
