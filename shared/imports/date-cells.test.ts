import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DateOrder, readDay, readInstant } from './date-cells.ts';

const day = (text: string, order?: DateOrder): string => {
  const read = readDay(text, order);
  return typeof read === 'string' ? read : read.code;
};
const instant = (text: string, order?: DateOrder, zone = 'Europe/Moscow'): string => {
  const read = readInstant(text, order, zone);
  return typeof read === 'string' ? read : read.code;
};

describe('readDay', () => {
  it.each([
    ['2025-12-31', '2025-12-31'],
    ['2025/12/31', '2025-12-31'],
    ['2025.12.31', '2025-12-31'],
    ['2025-1-5', '2025-01-05'],
    ['31.12.2025', '2025-12-31'],
    ['1.2.2025', '2025-02-01'],
    ['31.12.2025 г.', '2025-12-31'],
    ['31.12.2025г', '2025-12-31'],
    ['03/04/2026', '2026-04-03'],
    ['03-04-2026', '2026-04-03'],
    ['29.02.2024', '2024-02-29'],
    ['2025-12-31T00:00:00', '2025-12-31'],
    ['2025-12-31T00:00:00.000Z', '2025-12-31'],
    ['31.12.2025 0:00:00', '2025-12-31'],
    ['31.12.2025 0:00', '2025-12-31'],
  ])('reads %j', (text, expected) => {
    expect(day(text)).toBe(expected);
  });

  it('reads the month first where that is said, but not between points', () => {
    expect(day('03/04/2026', 'month-first')).toBe('2026-03-04');
    expect(day('12-31-2025', 'month-first')).toBe('2025-12-31');
    expect(day('31.12.2025', 'month-first')).toBe('2025-12-31');
    expect(day('31/12/2025', 'month-first')).toBe('date.invalid');
    expect(day('12/31/2025')).toBe('date.invalid');
  });

  it.each([
    ['31.12.25', 'date.year-unclear'],
    ['12/31/25', 'date.year-unclear'],
    ['29.02.2025', 'date.invalid'],
    ['31.04.2025', 'date.invalid'],
    ['0.1.2025', 'date.invalid'],
    ['31.12-2025', 'date.invalid'],
    ['45000', 'date.invalid'],
    ['вчера', 'date.invalid'],
    ['2025', 'date.invalid'],
    ['2025-12-31T21:00:00Z', 'date.invalid'],
    ['31.12.2025 14:30', 'date.invalid'],
    ['1'.repeat(100_000), 'date.invalid'],
  ])('refuses %.30j', (text, code) => {
    expect(day(text)).toBe(code);
  });
});

describe('readInstant', () => {
  it.each([
    ['31.12.2025', '2025-12-30T21:00:00.000Z'],
    ['31.12.2025 14:30', '2025-12-31T11:30:00.000Z'],
    ['31.12.2025, 14:30:15', '2025-12-31T11:30:15.000Z'],
    ['2025-12-31 9:05', '2025-12-31T06:05:00.000Z'],
    ['2025-12-31T14:30:15.123456', '2025-12-31T11:30:15.000Z'],
    ['2025-12-31T14:30:00Z', '2025-12-31T14:30:00.000Z'],
    ['2025-12-31T14:30:00+05:00', '2025-12-31T09:30:00.000Z'],
    ['2025-12-31 14:30 -0800', '2025-12-31T22:30:00.000Z'],
    ['31/12/2025 2:30 PM', '2025-12-31T11:30:00.000Z'],
    ['31/12/2025 12:00 a.m.', '2025-12-30T21:00:00.000Z'],
    ['31/12/2025 12:00 pm', '2025-12-31T09:00:00.000Z'],
  ])('reads %j in Moscow', (text, expected) => {
    expect(instant(text)).toBe(expected);
  });

  it('knows summer time', () => {
    expect(instant('01.07.2025 12:00', undefined, 'Europe/Berlin')).toBe('2025-07-01T10:00:00.000Z');
    expect(instant('01.01.2025 12:00', undefined, 'Europe/Berlin')).toBe('2025-01-01T11:00:00.000Z');
    expect(instant('12/31/2025 11:59 PM', 'month-first', 'America/New_York')).toBe(
      '2026-01-01T04:59:00.000Z',
    );
  });

  it.each([
    ['31.12.2025 24:00', 'time.invalid'],
    ['31.12.2025 14:60', 'time.invalid'],
    ['31.12.2025 14:30:60', 'time.invalid'],
    ['31.12.2025 13:00 PM', 'time.invalid'],
    ['31.12.2025 0:30 AM', 'time.invalid'],
    ['31.12.2025 утром', 'time.invalid'],
    ['2025-12-31T14:30:00+25:00', 'time.invalid'],
    ['31.13.2025 14:00', 'date.invalid'],
    ['31.12.25 14:00', 'date.year-unclear'],
    ['14:30', 'date.invalid'],
  ])('refuses %j', (text, code) => {
    expect(instant(text)).toBe(code);
  });
});

it('reads every day as it is written, in every notation', () => {
  const days = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.boolean(), (date, short) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = '', month = '', date2 = ''] = iso
        .split('-')
        .map((part) => (short ? String(Number(part)) : part));
      expect(day(iso)).toBe(iso);
      expect(day(`${date2}.${month}.${year}`)).toBe(iso);
      expect(day(`${date2}/${month}/${year}`)).toBe(iso);
      expect(day(`${month}/${date2}/${year}`, 'month-first')).toBe(iso);
      expect(instant(`${date2}.${month}.${year} 12:00`, undefined, 'UTC')).toBe(`${iso}T12:00:00.000Z`);
    }),
  );
});
