import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetAt } from '../local-time.ts';
import { DEFAULT_WEEK, WEEKDAYS } from './calendar.ts';
import type { HolidaysOf } from './holidays.ts';
import type { HoursInForce } from './hours-in-force.ts';
import { addWorkingTime, workingSpansOf, workingTimeBetween } from './reckoning.ts';
import { createWorkingCalendar, type WorkingCalendar } from './working-calendar.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const span = (from: string, to: string) => ({ from, to });
const calendarIn = (zone: string, changed: Partial<HoursInForce> = {}, holidaysOf?: HolidaysOf) =>
  createWorkingCalendar(
    {
      week: DEFAULT_WEEK,
      zone,
      country: 'RU',
      holidays: holidaysOf ? 'public' : 'none',
      own: [],
      ...changed,
    },
    holidaysOf ?? (() => new Map()),
  );
const everyDay = (...spans: [string, string][]) => ({
  week: Object.fromEntries(
    WEEKDAYS.map((weekday) => [weekday, spans.map(([from, to]) => span(from, to))]),
  ) as HoursInForce['week'],
});
const spansOf = (calendar: WorkingCalendar, day: string) =>
  workingSpansOf(calendar, day).map(({ from, to }) => `${from.toISOString()}/${to.toISOString()}`);
const add = (calendar: WorkingCalendar, from: string, milliseconds: number) =>
  addWorkingTime(calendar, new Date(from), milliseconds).toISOString();
const moscow = calendarIn('Europe/Moscow');

describe('a day', () => {
  it('has the hours of its weekday', () => {
    expect(spansOf(moscow, '2026-11-27')).toEqual([
      '2026-11-27T06:00:00.000Z/2026-11-27T10:00:00.000Z',
      '2026-11-27T11:00:00.000Z/2026-11-27T15:00:00.000Z',
    ]);
    expect(moscow.day('2026-11-28')).toEqual({ spans: [], free: 'weekend' });
    expect(moscow.day('2028-02-29').spans).toHaveLength(2);
  });

  it('may be a holiday, from noon only, or one that leaves nothing', () => {
    const holidays = new Map([
      ['2026-11-04', { name: 'День народного единства', from: 0 }],
      ['2026-11-05', { name: 'С полудня', from: 720 }],
      ['2026-11-07', { name: 'В субботу', from: 0 }],
    ]);
    const calendar = calendarIn('Europe/Moscow', {}, () => holidays);
    expect(calendar.day('2026-11-04')).toEqual({
      spans: [],
      free: 'holiday',
      name: 'День народного единства',
    });
    expect(calendar.day('2026-11-05')).toEqual({ spans: [{ from: 540, to: 720 }], name: 'С полудня' });
    expect(calendar.day('2026-11-07')).toMatchObject({ free: 'holiday' });
    expect(
      calendarIn('Europe/Moscow', { holidays: 'none' }, () => holidays).day('2026-11-04'),
    ).not.toHaveProperty('free');
  });

  it('is told by the user before the organisation, by working days before days off, by both before holidays', () => {
    const user = {
      daysOff: [{ from: '2026-11-02', to: '2026-11-06', name: 'Отпуск' }],
      workingDays: [{ date: '2026-11-05', spans: [span('10:00', '11:00')] }],
    };
    const organisation = {
      daysOff: [
        { from: '2026-11-05', name: 'Юбилей' },
        { from: '2026-11-09', to: '2026-11-10', name: 'Простой' },
      ],
      workingDays: [
        { date: '2026-11-04', spans: [span('09:00', '10:00')], name: 'Перенос' },
        { date: '2026-11-10', spans: [span('09:00', '12:00')] },
      ],
    };
    const holidays: HolidaysOf = () => new Map([['2026-11-04', { name: 'Праздник', from: 0 }]]);
    const both = calendarIn('Europe/Moscow', { own: [user, organisation] }, holidays);
    expect(both.day('2026-11-04')).toEqual({ spans: [], free: 'day-off', name: 'Отпуск' });
    expect(both.day('2026-11-05')).toEqual({ spans: [{ from: 600, to: 660 }] });
    expect(both.day('2026-11-10')).toEqual({ spans: [{ from: 540, to: 720 }] });
    const alone = calendarIn('Europe/Moscow', { own: [organisation] }, holidays);
    expect(alone.day('2026-11-04')).toEqual({ spans: [{ from: 540, to: 600 }], name: 'Перенос' });
    expect(alone.day('2026-11-09')).toMatchObject({ free: 'day-off', name: 'Простой' });
  });
});

describe('when clocks jump', () => {
  const berlin = calendarIn('Europe/Berlin', everyDay(['01:00', '04:00']));

  it('a span over the hour that is left out is an hour shorter, over the one that is shown twice an hour longer', () => {
    expect(spansOf(berlin, '2026-03-29')).toEqual(['2026-03-29T00:00:00.000Z/2026-03-29T02:00:00.000Z']);
    expect(spansOf(berlin, '2026-10-25')).toEqual(['2026-10-24T23:00:00.000Z/2026-10-25T03:00:00.000Z']);
    const newYork = calendarIn('America/New_York', everyDay(['00:00', '24:00']));
    const hours = (day: string) =>
      workingSpansOf(newYork, day).reduce(
        (sum, { from, to }) => sum + (to.getTime() - from.getTime()) / HOUR,
        0,
      );
    expect([hours('2026-03-08'), hours('2026-11-01'), hours('2026-11-02')]).toEqual([23, 25, 24]);
  });

  it('a span within the hour that is left out is none, within the one that is shown twice it is two', () => {
    const night = calendarIn('Europe/Berlin', everyDay(['02:15', '02:45']));
    expect(spansOf(night, '2026-03-29')).toEqual([]);
    expect(spansOf(night, '2026-10-25')).toEqual([
      '2026-10-25T00:15:00.000Z/2026-10-25T00:45:00.000Z',
      '2026-10-25T01:15:00.000Z/2026-10-25T01:45:00.000Z',
    ]);
  });

  it('a day that a zone left out has no hours', () => {
    expect(spansOf(calendarIn('Pacific/Apia', everyDay(['00:00', '24:00'])), '2011-12-30')).toEqual([]);
  });
});

describe('working time is added', () => {
  it.each([
    ['within a span', '2026-11-27T06:30:00.000Z', 2 * HOUR, '2026-11-27T08:30:00.000Z'],
    ['over lunch', '2026-11-27T09:00:00.000Z', 2 * HOUR, '2026-11-27T12:00:00.000Z'],
    [
      'up to the end of a span, not the beginning of the next',
      '2026-11-27T06:00:00.000Z',
      4 * HOUR,
      '2026-11-27T10:00:00.000Z',
    ],
    ['over a weekend', '2026-11-27T14:00:00.000Z', 2 * HOUR, '2026-11-30T07:00:00.000Z'],
    ['from a Sunday', '2026-11-29T12:00:00.000Z', HOUR, '2026-11-30T07:00:00.000Z'],
    ['over the end of a year', '2025-12-31T14:00:00.000Z', 2 * HOUR, '2026-01-01T07:00:00.000Z'],
    ['none: where it begins', '2026-11-29T12:00:00.000Z', 0, '2026-11-29T12:00:00.000Z'],
    ['back, to the beginning of a span', '2026-11-30T08:00:00.000Z', -2 * HOUR, '2026-11-30T06:00:00.000Z'],
    ['back over a weekend', '2026-11-30T07:00:00.000Z', -2 * HOUR, '2026-11-27T14:00:00.000Z'],
  ])('%s', (_, from, milliseconds, to) => {
    expect(add(moscow, from, milliseconds)).toBe(to);
  });

  it('ten years ahead at most', () => {
    const once = calendarIn('Europe/Moscow', {
      ...everyDay(),
      own: [{ daysOff: [], workingDays: [{ date: '2026-11-27', spans: [span('09:00', '10:00')] }] }],
    });
    expect(add(once, '2016-11-30T06:00:00.000Z', HOUR)).toBe('2026-11-27T07:00:00.000Z');
    expect(() => add(once, '2016-11-20T06:00:00.000Z', HOUR)).toThrow('ten years');
    expect(() => add(once, '2026-11-27T06:00:00.000Z', 2 * HOUR)).toThrow('ten years');
    expect(() => add(once, '2037-11-28T06:00:00.000Z', -HOUR)).toThrow('ten years');
    expect(() => workingTimeBetween(moscow, new Date('2016-01-01'), new Date('2026-01-02'))).toThrow(
      'ten years',
    );
  });

  it('for a year ahead in less than a few milliseconds, once the years are known', () => {
    const from = new Date('2026-01-12T06:00:00.000Z');
    addWorkingTime(moscow, from, 2_000 * HOUR);
    const began = performance.now();
    for (let count = 0; count < 100; count += 1) addWorkingTime(moscow, from, 2_000 * HOUR);
    expect((performance.now() - began) / 100).toBeLessThan(1);
  });
});

/** Whether somebody works in the minute that begins at an instant, by what the clock shows then. */
function worksAt(calendar: WorkingCalendar, instant: number): boolean {
  const shown = new Date(instant + offsetAt(instant, calendar.hours.zone));
  const minute = shown.getUTCHours() * 60 + shown.getUTCMinutes();
  const { spans } = calendar.day(shown.toISOString().slice(0, 10));
  return spans.some(({ from, to }) => from <= minute && minute < to);
}

describe('in any calendar', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Europe/Moscow',
    'Australia/Lord_Howe',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Pacific/Apia',
  );
  const time = (minute: number) =>
    minute === 1440 ? '24:00' : new Date(minute * MINUTE).toISOString().slice(11, 16);
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
    .map((quarters) => quarters.toSorted((one, other) => one - other).map((quarter) => quarter * 15))
    .map((minutes) =>
      Array.from({ length: Math.floor(minutes.length / 2) }, (_, index) =>
        span(time(minutes[index * 2] ?? 0), time(minutes[index * 2 + 1] ?? 0)),
      ),
    );
  const day = fc
    .integer({ min: -5, max: 25 })
    .map((days) => new Date(Date.UTC(2026, 9, 15) + days * DAY).toISOString().slice(0, 10));
  const calendar = fc
    .record({
      zone,
      weekdays: fc.array(fc.option(spans, { nil: [] }), { minLength: 6, maxLength: 6 }),
      one: spans,
      off: fc.array(day, { maxLength: 3 }),
      working: fc.option(fc.tuple(day, spans)),
      holiday: day,
      noon: fc.constantFrom(0, 720),
    })
    .map(({ zone: place, weekdays, one, off, working, holiday, noon }) =>
      calendarIn(
        place,
        {
          week: Object.fromEntries(
            WEEKDAYS.map((weekday, index) => [weekday, weekdays[index] ?? one]),
          ) as HoursInForce['week'],
          own: [
            {
              daysOff: off.map((from) => ({ from, name: 'Х' })),
              workingDays: working ? [{ date: working[0], spans: working[1] }] : [],
            },
          ],
        },
        () => new Map([[holiday, { name: 'Праздник', from: noon }]]),
      ),
    );
  /** Around the ends of summer time on both halves of the earth, and the beginning of one on the southern. */
  const instant = fc
    .integer({ min: -20 * 24 * 60, max: 25 * 24 * 60 })
    .map((minutes) => new Date(Date.UTC(2026, 9, 15) + minutes * MINUTE));
  const amount = fc.integer({ min: 0, max: 60 * 60 }).map((seconds) => seconds * 10_000);

  it('what is between is what was added, forward and back', () => {
    fc.assert(
      fc.property(calendar, instant, amount, (made, from, added) => {
        expect(workingTimeBetween(made, from, addWorkingTime(made, from, added))).toBe(added);
        expect(workingTimeBetween(made, addWorkingTime(made, from, -added), from)).toBe(added);
      }),
    );
  });

  it('adding in two steps is adding at once; adding more comes later', () => {
    fc.assert(
      fc.property(calendar, instant, amount, amount, (made, from, one, other) => {
        const both = addWorkingTime(made, from, one + other);
        expect(addWorkingTime(made, addWorkingTime(made, from, one), other)).toEqual(both);
        expect(both.getTime()).toBeGreaterThanOrEqual(
          addWorkingTime(made, from, one).getTime() + (other > 0 ? 1 : 0),
        );
      }),
    );
  });

  it('the time between adds up, and is less than nothing backwards', () => {
    fc.assert(
      fc.property(calendar, instant, instant, instant, (made, one, two, three) => {
        const [a, b, c] = [
          workingTimeBetween(made, one, two),
          workingTimeBetween(made, two, three),
          workingTimeBetween(made, one, three),
        ];
        expect(a + b).toBe(c);
        expect(workingTimeBetween(made, two, one) + a).toBe(0);
      }),
    );
  });

  it('it is the minutes in which somebody works by the clock', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 0, max: 3 * 24 * 60 }), (made, from, minutes) => {
        let worked = 0;
        for (let minute = 0; minute < minutes; minute += 1)
          if (worksAt(made, from.getTime() + minute * MINUTE)) worked += MINUTE;
        expect(workingTimeBetween(made, from, new Date(from.getTime() + minutes * MINUTE))).toBe(worked);
      }),
      { numRuns: 60 },
    );
  });
});
