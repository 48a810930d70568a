/** Public holidays in Russia that fall on the same day each year (Labour Code, article 112). */
const HOLIDAYS = new Set(
  '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' '),
);

/** Working hours, in minutes after midnight. */
export const OPENING = 9 * 60;
export const CLOSING = 18 * 60;

/** Below this time the present day is too young to have anything on it, in minutes after midnight. */
const DAY_COUNTS_FROM = 10 * 60 + 30;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The working days of a period, counted through: day 0 is the first, `last` the latest with something on it. */
export interface WorkingTime {
  readonly now: Date;
  readonly last: number;
  /** The calendar day, `2026-11-23`; a day outside the period is the nearest one in it. */
  day(index: number): string;
  /** The instant of a minute after midnight, in the zone. */
  instant(index: number, minute: number): Date;
  /** The latest minute of a day that is over: closing time, or a little before now on the present day. */
  end(index: number): number;
}

/**
 * The working days in a zone over the two years before `now`: Monday to Friday, without Russian public holidays.
 * @param zone IANA name
 */
export function createWorkingTime(now: Date, zone: string): WorkingTime {
  const today = localDay(now, zone);
  const minuteNow = minuteOf(now, zone);
  const days = workingDays(twoYearsBefore(now, zone), today);
  if (days.at(-1) === today && minuteNow < DAY_COUNTS_FROM) days.pop();
  const last = days.length - 1;
  const day = (index: number): string => days[Math.min(Math.max(index, 0), last)] ?? today;
  return {
    now,
    last,
    day,
    instant: (index, minute) => instantOf(day(index), minute, zone),
    end: (index) => (day(index) === today ? Math.min(CLOSING, minuteNow - 30) : CLOSING),
  };
}

export const isWorkingDay = (day: string): boolean => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday > 0 && weekday < 6 && !HOLIDAYS.has(day.slice(5));
};

/** The calendar day of an instant in a zone. */
export const localDay = (instant: Date, zone: string): string => shifted(instant, zone).slice(0, 10);

/** Minutes after midnight of an instant in a zone. */
export function minuteOf(instant: Date, zone: string): number {
  const text = shifted(instant, zone);
  return Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16));
}

/** A calendar day so many days later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day after the same date two years ago, so that its first working hour lies within two years. */
function twoYearsBefore(now: Date, zone: string): string {
  const day = localDay(now, zone);
  return addDays(`${Number(day.slice(0, 4)) - 2}${day.slice(4).replace('-02-29', '-03-01')}`, 1);
}

function workingDays(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}

function instantOf(day: string, minute: number, zone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  return new Date(asUtc - offset(new Date(asUtc), zone) * MINUTE_MS);
}

/** The local clock, written as if it were UTC. */
const shifted = (instant: Date, zone: string): string =>
  new Date(instant.getTime() + offset(instant, zone) * MINUTE_MS).toISOString();

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that the zone is ahead of UTC. */
function offset(instant: Date, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
