import { describe, expect, it } from 'vitest';
import { type RelativePeriod, resolveDays, resolvePeriod } from './relative-date.ts';

/** A Thursday; already the next day in Vladivostok. */
const NOW = new Date('2026-11-26T20:30:00Z');

const days = (period: RelativePeriod, now = NOW, zone = 'Europe/Moscow') =>
  resolveDays(period, { now, zone });

describe('a period told from now', () => {
  it.each<[RelativePeriod, object]>([
    [
      { last: 30, unit: 'day' },
      { from: '2026-10-28', to: '2026-11-27' },
    ],
    [
      { last: 1, unit: 'week' },
      { from: '2026-11-23', to: '2026-11-30' },
    ],
    [
      { next: 2, unit: 'month' },
      { from: '2026-11-01', to: '2027-01-01' },
    ],
    [{ this: 'quarter' }, { from: '2026-10-01', to: '2027-01-01' }],
    [{ previous: 'quarter' }, { from: '2026-07-01', to: '2026-10-01' }],
    [{ previous: 'year' }, { from: '2025-01-01', to: '2026-01-01' }],
    [{ olderThan: 60, unit: 'day' }, { to: '2026-09-27' }],
    [{ newerThan: 1, unit: 'year' }, { from: '2025-11-26' }],
    [{ olderThan: 10_000, unit: 'year' }, { to: '0001-01-26' }],
  ])('%j is %j', (period, expected) => expect(days(period)).toEqual(expected));

  it('is told by the calendar of whoever asks', () => {
    expect(days({ this: 'day' }, NOW, 'Asia/Vladivostok')).toEqual({ from: '2026-11-27', to: '2026-11-28' });
    expect(days({ this: 'day' }, NOW, 'America/New_York')).toEqual({ from: '2026-11-26', to: '2026-11-27' });
  });

  it('ends with the last day of a shorter month', () => {
    const now = new Date('2026-03-31T12:00:00Z');
    expect(days({ olderThan: 1, unit: 'month' }, now)).toEqual({ to: '2026-02-28' });
    const leap = new Date('2024-02-29T12:00:00Z');
    expect(days({ olderThan: 1, unit: 'year' }, leap)).toEqual({ to: '2023-02-28' });
  });

  it('has days of 23 and 25 hours where clocks are put', () => {
    const hours = (now: string): number => {
      const { from, to } = resolvePeriod({ this: 'day' }, { now: new Date(now), zone: 'Europe/Berlin' });
      return ((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 3_600_000;
    };
    expect(hours('2026-03-29T12:00:00Z')).toBe(23);
    expect(hours('2026-10-25T12:00:00Z')).toBe(25);
    expect(hours('2026-11-26T12:00:00Z')).toBe(24);
  });
});
