import { WEEKDAYS } from './calendar.ts';
import type { HolidaysOf } from './holidays.ts';
import { covers, type HoursInForce } from './hours-in-force.ts';
import { inMinutes, type MinuteSpan } from './span.ts';

const DAY_MS = 86_400_000;

/** Why nobody works on a day: an own day off, a public holiday, or a weekday without hours. */
export type FreeReason = 'day-off' | 'holiday' | 'weekend';

/** When somebody works on a day, as the clock on the wall shows it. */
export interface DayHours {
  readonly spans: readonly MinuteSpan[];
  /** Absent on a day with hours. */
  readonly free?: FreeReason;
  /** Name of the own day, or of the holiday, where it has one; also of a half-holiday, after which hours are left. */
  readonly name?: string;
}

/**
 * The hours of a calendar day. The first of these that speaks of the day decides: the user's own working day, the user's own day off,
 * the organisation's working day, its day off, a public holiday, the weekday.
 */
export function hoursOf(hours: HoursInForce, holidaysOf: HolidaysOf, day: string): DayHours {
  for (const { workingDays, daysOff } of hours.own) {
    const working = workingDays.find(({ date }) => date === day);
    if (working) {
      const { name } = working;
      return { spans: working.spans.map(inMinutes), ...(name === undefined ? {} : { name }) };
    }
    const off = daysOff.find((one) => covers(one, day));
    if (off) return { spans: [], free: 'day-off', name: off.name };
  }
  const spans = hours.week[weekdayOf(day)].map(inMinutes);
  const holiday = hours.holidays === 'public' ? holidaysOf(Number(day.slice(0, 4))).get(day) : undefined;
  if (!holiday) return spans.length > 0 ? { spans } : { spans, free: 'weekend' };
  const left = spans
    .map(({ from, to }) => ({ from, to: Math.min(to, holiday.from) }))
    .filter(({ from, to }) => from < to);
  return { spans: left, ...(left.length > 0 ? {} : { free: 'holiday' as const }), name: holiday.name };
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: string) => WEEKDAYS[(Date.parse(day) / DAY_MS + 3) % 7] ?? 'monday';
