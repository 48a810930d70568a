import type { Interval } from './zone-clock.ts';

/** The working time of one calendar year, so that reckoning in it is a search and no walk. */
export interface YearHours {
  /** In order, without overlap. */
  readonly intervals: readonly Interval[];
  /** Milliseconds of working time in the year before each interval. */
  readonly before: readonly number[];
  /** Milliseconds of working time in the whole year. */
  readonly total: number;
}

/** @param found The intervals of a year, in any order: where clocks go back over midnight, days are shown in turns */
export function yearHours(found: readonly Interval[]): YearHours {
  const intervals = found.toSorted((one, other) => one.from - other.from);
  const before: number[] = [];
  let total = 0;
  for (const { from, to } of intervals) {
    before.push(total);
    total += to - from;
  }
  return { intervals, before, total };
}

/** Milliseconds of working time of the year before an instant. */
export function passedAt({ intervals, before }: YearHours, instant: number): number {
  const index = lastIndex(intervals.length, (at) => (intervals[at]?.from ?? 0) < instant);
  const interval = intervals[index];
  if (!interval) return 0;
  return (before[index] ?? 0) + Math.min(interval.to, instant) - interval.from;
}

/** The first instant at which so much of the year's working time has passed. More than 0, and at most the total. */
export function firstInstantAt({ intervals, before }: YearHours, passed: number): number {
  const index = lastIndex(intervals.length, (at) => (before[at] ?? 0) < passed);
  return (intervals[index]?.from ?? 0) + passed - (before[index] ?? 0);
}

/** The last instant at which no more of the year's working time has passed. Less than the total. */
export function lastInstantAt({ intervals, before }: YearHours, passed: number): number {
  const index = lastIndex(intervals.length, (at) => (before[at] ?? 0) <= passed);
  return (intervals[index]?.from ?? 0) + passed - (before[index] ?? 0);
}

/** The last of so many indexes for which something holds that holds up to some index; -1 for none. */
function lastIndex(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
