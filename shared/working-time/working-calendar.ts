import { type DayHours, hoursOf } from './day-hours.ts';
import type { HolidaysOf } from './holidays.ts';
import type { HoursInForce } from './hours-in-force.ts';
import { type YearHours, yearHours } from './year-hours.ts';
import { createZoneClock, type Interval } from './zone-clock.ts';

const DAY_MS = 86_400_000;

/** A calendar that can be reckoned with. It remembers the years that it was asked for. */
export interface WorkingCalendar {
  readonly hours: HoursInForce;
  /** The hours of a day, as the clock shows them. */
  day(day: string): DayHours;
  /** The working time of a day, as instants. */
  intervals(day: string): Interval[];
  /** The working time of a calendar year. */
  year(year: number): YearHours;
}

/** Makes a calendar of what applies; it knows no clock and does no I/O. */
export function createWorkingCalendar(hours: HoursInForce, holidaysOf: HolidaysOf): WorkingCalendar {
  const clock = createZoneClock(hours.zone);
  const years = new Map<number, YearHours>();
  const day: WorkingCalendar['day'] = (text) => hoursOf(hours, holidaysOf, text);
  const intervals: WorkingCalendar['intervals'] = (text) =>
    day(text)
      .spans.flatMap((span) => clock.intervals(Date.parse(text) / DAY_MS, span))
      .sort((one, other) => one.from - other.from);
  const year: WorkingCalendar['year'] = (number) => {
    const known = years.get(number);
    if (known) return known;
    const made = yearHours(daysOf(number).flatMap(intervals));
    years.set(number, made);
    return made;
  };
  return { hours, day, intervals, year };
}

/** The days of a year, 1970 to 9999. */
function daysOf(year: number): string[] {
  const [first, next] = [Date.UTC(year), Date.UTC(year + 1)];
  return Array.from({ length: (next - first) / DAY_MS }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  );
}
