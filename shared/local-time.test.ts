import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfLocal, type LocalTime } from './local-time.ts';

const local = (text: string): LocalTime => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number);
  return { year, month, day, hour, minute, second };
};

describe('a local time is the instant at which clocks of the zone show it', () => {
  it.each([
    ['2025-12-31 14:30:15', 'UTC', '2025-12-31T14:30:15.000Z'],
    ['2025-12-31 14:30:00', 'Europe/Moscow', '2025-12-31T11:30:00.000Z'],
    ['2014-07-01 12:00:00', 'Europe/Moscow', '2014-07-01T08:00:00.000Z'],
    ['2025-07-01 12:00:00', 'Europe/Berlin', '2025-07-01T10:00:00.000Z'],
    ['2025-01-01 12:00:00', 'Europe/Berlin', '2025-01-01T11:00:00.000Z'],
    ['2025-01-01 12:00:00', 'Asia/Kathmandu', '2025-01-01T06:15:00.000Z'],
    ['2025-01-01 00:00:00', 'Pacific/Kiritimati', '2024-12-31T10:00:00.000Z'],
    ['0099-01-01 00:00:00', 'UTC', '0099-01-01T00:00:00.000Z'],
  ])('%s in %s', (text, zone, instant) => {
    expect(instantOfLocal(local(text), zone).toISOString()).toBe(instant);
  });

  it.each([
    [
      'the first of two, where an hour is repeated',
      '2025-10-26 02:30:00',
      'Europe/Berlin',
      '2025-10-26T00:30:00.000Z',
    ],
    [
      'the first of two in Moscow in 2014',
      '2014-10-26 01:30:00',
      'Europe/Moscow',
      '2014-10-25T21:30:00.000Z',
    ],
    ['later by what is left out', '2025-03-30 02:30:00', 'Europe/Berlin', '2025-03-30T01:30:00.000Z'],
    [
      'later by the half hour left out',
      '2025-10-05 02:15:00',
      'Australia/Lord_Howe',
      '2025-10-04T15:45:00.000Z',
    ],
    ['later by the day left out', '2011-12-30 12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    [
      'the first moment of a day that begins at one',
      '2018-11-04 00:00:00',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000Z',
    ],
  ])('%s', (_, text, zone, instant) => {
    expect(instantOfLocal(local(text), zone).toISOString()).toBe(instant);
  });

  it('is refused in a zone that does not exist', () => {
    expect(() => instantOfLocal(local('2025-01-01 00:00:00'), 'Moon/Base')).toThrow(RangeError);
  });
});

it('leads back to the instant whose wall clock was read, or to an earlier one that showed the same', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instants = fc.date({ min: new Date('1975-01-01'), max: new Date('2037-01-01'), noInvalidDate: true });
  const wall = (at: Date, timeZone: string): string =>
    new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  fc.assert(
    fc.property(instants, zones, (instant, zone) => {
      const seconds = new Date(Math.floor(instant.getTime() / 1000) * 1000);
      const shown = wall(seconds, zone);
      const found = instantOfLocal(local(shown), zone);
      expect(wall(found, zone)).toBe(shown);
      expect(found.getTime()).toBeLessThanOrEqual(seconds.getTime());
      expect(found.getTime()).toBeGreaterThanOrEqual(seconds.getTime() - 24 * 3_600_000);
    }),
    { numRuns: 1000 },
  );
});
