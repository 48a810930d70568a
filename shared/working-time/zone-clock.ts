import { offsetAt } from '../local-time.ts';
import type { MinuteSpan } from './span.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** From an instant up to another one, in milliseconds since 1970. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A time during which clocks in a zone do not jump. */
interface Piece extends Interval {
  /** Milliseconds ahead of UTC. */
  readonly offset: number;
}

/** Tells when the clocks of one zone show times of a day. */
export interface ZoneClock {
  /**
   * The instants at which clocks show a day and times of a span: none for times that are left out in spring, two intervals for
   * times shown twice in autumn.
   *
   * @param dayNumber Days since 1970-01-01
   */
  intervals(dayNumber: number, span: MinuteSpan): Interval[];
}

/**
 * @param zone IANA name
 * @throws RangeError for a zone that does not exist
 */
export function createZoneClock(zone: string): ZoneClock {
  const offsets = new Map<number, number>();
  const offsetOfDay = (day: number): number => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetAt(day * DAY_MS, zone);
    offsets.set(day, offset);
    return offset;
  };
  /** Clocks are less than a day ahead of UTC or behind: a local day lies in the day in UTC, the one before and the one after. */
  const piecesAround = (day: number): Piece[] => {
    const pieces: Piece[] = [];
    for (let utcDay = day - 1; utcDay <= day + 1; utcDay += 1) {
      const [from, to] = [utcDay * DAY_MS, (utcDay + 1) * DAY_MS];
      const [before, after] = [offsetOfDay(utcDay), offsetOfDay(utcDay + 1)];
      // No zone changes its offset twice within a day.
      const jump = before === after ? to : jumpBetween(from, to, zone);
      pieces.push({ from, to: jump, offset: before });
      if (jump < to) pieces.push({ from: jump, to, offset: after });
    }
    return pieces;
  };
  return {
    intervals: (day, { from, to }) =>
      joined(
        piecesAround(day).map((piece) => ({
          from: Math.max(piece.from, day * DAY_MS + from * MINUTE_MS - piece.offset),
          to: Math.min(piece.to, day * DAY_MS + to * MINUTE_MS - piece.offset),
        })),
      ),
  };
}

/** The first second at which the offset is another one. */
function jumpBetween(from: number, to: number, zone: string): number {
  const before = offsetAt(from, zone);
  let [low, high] = [from / 1000, to / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, zone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** Intervals in order, as one where they touch; empty ones are left out. */
function joined(intervals: readonly Interval[]): Interval[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of intervals) {
    const last = result.at(-1);
    if (from >= to) continue;
    if (last?.to === from) last.to = to;
    else result.push({ from, to });
  }
  return result;
}
