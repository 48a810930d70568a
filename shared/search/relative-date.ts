/**
 * Periods told from now: the last 30 days, this quarter, longer ago than 60 days. Whole units are those of the calendar in the zone of
 * whoever asks; weeks begin on Monday (ISO 8601).
 */
import * as z from 'zod';
import { instantOfLocal } from '../local-time.ts';

export const unitSchema = z.enum(['day', 'week', 'month', 'quarter', 'year']);
export type Unit = z.infer<typeof unitSchema>;

const amount = z.int().min(1).max(10_000);

export const relativePeriodSchema = z
  .union([
    z.strictObject({ last: amount, unit: unitSchema }),
    z.strictObject({ next: amount, unit: unitSchema }),
    z.strictObject({ this: unitSchema }),
    z.strictObject({ previous: unitSchema }),
    z.strictObject({ olderThan: amount, unit: unitSchema }),
    z.strictObject({ newerThan: amount, unit: unitSchema }),
  ])
  .meta({
    id: 'RelativePeriod',
    description:
      '`last` and `next`: that many whole units before or after the present one, the present one included; ' +
      '`this`, `previous`: a whole unit; `olderThan`, `newerThan`: before or after the day that lies so far back',
    examples: [{ last: 30, unit: 'day' }, { this: 'quarter' }, { olderThan: 60, unit: 'day' }],
  });
export type RelativePeriod = z.output<typeof relativePeriodSchema>;

/** A calendar day: the month counts from 1. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Days {
  readonly from?: Day;
  readonly to?: Day;
}

interface Moment {
  readonly now: Date;
  /** IANA zone. */
  readonly zone: string;
}

/** The period as instants, the end not included; open where a bound is missing. */
export function resolvePeriod(period: RelativePeriod, moment: Moment): { from?: Date; to?: Date } {
  const { from, to } = daysOf(period, today(moment));
  const start = ({ year, month, day }: Day): Date =>
    instantOfLocal({ year, month, day, hour: 0, minute: 0, second: 0 }, moment.zone);
  return {
    ...(from === undefined ? {} : { from: start(from) }),
    ...(to === undefined ? {} : { to: start(to) }),
  };
}

/** The period as calendar days, the last one not included; open where a bound is missing. */
export function resolveDays(period: RelativePeriod, moment: Moment): { from?: string; to?: string } {
  const { from, to } = daysOf(period, today(moment));
  return {
    ...(from === undefined ? {} : { from: text(from) }),
    ...(to === undefined ? {} : { to: text(to) }),
  };
}

function daysOf(period: RelativePeriod, now: Day): Days {
  if ('this' in period) return whole(now, period.this, 0, 1);
  if ('previous' in period) return whole(now, period.previous, -1, 1);
  if ('last' in period) return whole(now, period.unit, 1 - period.last, period.last);
  if ('next' in period) return whole(now, period.unit, 0, period.next);
  if ('olderThan' in period) return { to: shifted(now, period.unit, -period.olderThan) };
  return { from: shifted(now, period.unit, -period.newerThan) };
}

/** So many whole units, the first of them so many from the present one. */
function whole(now: Day, unit: Unit, first: number, count: number): Days {
  const begin = beginOf(now, unit);
  return { from: shifted(begin, unit, first), to: shifted(begin, unit, first + count) };
}

function beginOf({ year, month, day }: Day, unit: Unit): Day {
  switch (unit) {
    case 'day':
      return { year, month, day };
    case 'week':
      return normal(year, month, day - ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7));
    case 'month':
      return { year, month, day: 1 };
    case 'quarter':
      return { year, month: month - ((month - 1) % 3), day: 1 };
    case 'year':
      return { year, month: 1, day: 1 };
  }
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** So many units later; a day that the month does not have is its last one. */
function shifted({ year, month, day }: Day, unit: Unit, count: number): Day {
  if (unit === 'day' || unit === 'week') return normal(year, month, day + count * (unit === 'week' ? 7 : 1));
  const first = normal(year, month + count * MONTHS[unit], 1);
  const last = normal(first.year, first.month + 1, 0).day;
  return { ...first, day: Math.min(day, last) };
}

function normal(year: number, month: number, day: number): Day {
  const date = new Date(Date.UTC(2000, month - 1, day));
  // Set by itself: a year below 100 would be taken for one of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() < 1) return { year: 1, month: 1, day: 1 };
  if (date.getUTCFullYear() > 9999) return { year: 9999, month: 12, day: 31 };
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function today({ now, zone }: Moment): Day {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((found) => found.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

const text = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
