import { KartotekaError } from '../errors.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { firstInstantAt, lastInstantAt, passedAt } from './year-hours.ts';

const DAY_MS = 86_400_000;

/** How far is reckoned, in years. */
export const MAX_YEARS = 10;

const REACH_MS = MAX_YEARS * 365.25 * DAY_MS;

/** From an instant up to another one. */
export interface InstantSpan {
  readonly from: Date;
  readonly to: Date;
}

/** The working time of a calendar day such as `2026-11-27`, in the calendar's zone. */
export const workingSpansOf = (calendar: WorkingCalendar, day: string): InstantSpan[] =>
  calendar.intervals(day).map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));

/**
 * Milliseconds of working time from one instant to another; less than nothing where the second one is earlier.
 *
 * @throws KartotekaError `working-time.too-far` where they lie more than ten years apart
 */
export function workingTimeBetween(calendar: WorkingCalendar, from: Date, to: Date): number {
  if (to < from) return 0 - workingTimeBetween(calendar, to, from);
  if (to.getTime() - from.getTime() > REACH_MS) throw tooFar();
  let sum = 0;
  for (let year = firstYear(from); year <= lastYear(to); year += 1) {
    const hours = calendar.year(year);
    sum += passedAt(hours, to.getTime()) - passedAt(hours, from.getTime());
  }
  return sum;
}

/**
 * The first instant by which so much working time has passed since another one: eight hours from nine o'clock end when work ends that
 * day, not when it begins on the next. With less than nothing it goes back, to the last instant from which so much is left; with
 * nothing it is the instant itself.
 *
 * @param milliseconds Working time
 * @throws KartotekaError `working-time.too-far` where that is more than ten years away, or never
 */
export function addWorkingTime(calendar: WorkingCalendar, from: Date, milliseconds: number): Date {
  if (milliseconds === 0) return from;
  const found =
    milliseconds > 0 ? forward(calendar, from, milliseconds) : back(calendar, from, -milliseconds);
  if (Math.abs(found - from.getTime()) > REACH_MS) throw tooFar();
  return new Date(found);
}

function forward(calendar: WorkingCalendar, from: Date, milliseconds: number): number {
  let left = milliseconds;
  const first = firstYear(from);
  for (let year = first; year <= first + MAX_YEARS + 1; year += 1) {
    const hours = calendar.year(year);
    const passed = passedAt(hours, from.getTime());
    if (hours.total - passed >= left) return firstInstantAt(hours, passed + left);
    left -= hours.total - passed;
  }
  throw tooFar();
}

function back(calendar: WorkingCalendar, from: Date, milliseconds: number): number {
  let left = milliseconds;
  const last = lastYear(from);
  for (let year = last; year >= last - MAX_YEARS - 1; year -= 1) {
    const hours = calendar.year(year);
    const passed = passedAt(hours, from.getTime());
    if (passed >= left) return lastInstantAt(hours, passed - left);
    left -= passed;
  }
  throw tooFar();
}

/** Clocks are less than a day ahead of UTC or behind: these are the years that they may show. */
const firstYear = (instant: Date): number => new Date(instant.getTime() - DAY_MS).getUTCFullYear();
const lastYear = (instant: Date): number => new Date(instant.getTime() + DAY_MS).getUTCFullYear();

const tooFar = (): KartotekaError =>
  new KartotekaError(
    'malformed',
    'working-time.too-far',
    'The calendar has not so much working time within ten years: look at its hours and days off, or ask for less.',
  );
