import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { listCountries } from '../country.ts';
import { reportIssues } from '../issue.ts';
import { calendarInputSchema, DEFAULT_WEEK, userCalendarInputSchema } from './calendar.ts';
import { hasHolidays } from './holiday-countries.ts';

const faultsOf = (body: object, schema: { safeParse: typeof calendarInputSchema.safeParse }) => {
  const { error } = schema.safeParse(body);
  return error ? reportIssues(error, body).map(({ pointer, code }) => `${pointer} ${code}`) : [];
};
const ofOrganisation = (changed: object) => faultsOf({ week: DEFAULT_WEEK, ...changed }, calendarInputSchema);
const monday = (...spans: [string, string][]) => ({
  week: { ...DEFAULT_WEEK, monday: spans.map(([from, to]) => ({ from, to })) },
});

describe("an organisation's calendar", () => {
  it('begins with public holidays and no own days', () => {
    expect(calendarInputSchema.parse({ week: DEFAULT_WEEK })).toEqual({
      week: DEFAULT_WEEK,
      holidays: 'public',
      daysOff: [],
      workingDays: [],
    });
  });

  it.each([
    ['spans that touch, until midnight', monday(['00:00', '08:00'], ['08:00', '24:00']), []],
    [
      'a span that ends before it begins',
      monday(['18:00', '09:00']),
      ['/week/monday/0/to span.ends-before-start'],
    ],
    ['an empty span', monday(['09:00', '09:00']), ['/week/monday/0/to span.ends-before-start']],
    [
      'spans out of order',
      monday(['14:00', '18:00'], ['09:00', '13:00']),
      ['/week/monday/1 span.out-of-order'],
    ],
    [
      'spans that overlap',
      monday(['09:00', '13:00'], ['12:00', '18:00']),
      ['/week/monday/1 span.overlapping'],
    ],
    [
      'a time that is none',
      monday(['9:00', '24:01']),
      ['/week/monday/0/from time-of-day.invalid', '/week/monday/0/to time-of-day.invalid'],
    ],
    [
      'a day that begins when it is over',
      monday(['24:00', '24:00']),
      ['/week/monday/0/from time-of-day.invalid'],
    ],
    ['an unknown zone', { zone: 'Europe/Atlantis' }, ['/zone zone.unknown']],
    ['an unknown country', { country: 'UK' }, ['/country country.unknown']],
    ['a country without known holidays', { country: 'KG' }, ['/country country.no-holidays']],
    ['the same, where no holidays are wanted', { country: 'KG', holidays: 'none' }, []],
    [
      'days off in a wrong order',
      { daysOff: [{ from: '2026-02-02', to: '2026-02-01', name: 'Х' }] },
      ['/daysOff/0/to day.ends-before-start'],
    ],
    ['a leap year of days off', { daysOff: [{ from: '2028-01-01', to: '2028-12-31', name: 'Х' }] }, []],
    [
      'more days off',
      { daysOff: [{ from: '2028-01-01', to: '2029-01-01', name: 'Х' }] },
      ['/daysOff/0/to day.range-too-long'],
    ],
    [
      '29 February in a common year',
      { daysOff: [{ from: '2026-02-29', name: 'Х' }] },
      ['/daysOff/0/from date.invalid'],
    ],
    [
      'a working day without hours',
      { workingDays: [{ date: '2026-02-28', spans: [] }] },
      ['/workingDays/0/spans list.too-short'],
    ],
    [
      'a working day twice, of which one is wrong',
      {
        workingDays: [
          { date: '2026-02-28', spans: [{ from: '09:00', to: '13:00' }] },
          { date: '2026-02-28', spans: [{ from: '14:00', to: '13:00' }] },
        ],
      },
      ['/workingDays/1/spans/0/to span.ends-before-start', '/workingDays/1/date day.repeated'],
    ],
    [
      'more own days than are possible',
      { daysOff: Array.from({ length: 367 }, () => ({ from: '2026-01-01', name: 'Х' })) },
      ['/daysOff list.too-long'],
    ],
  ])('with %s', (_, changed, faults) => {
    expect(ofOrganisation(changed)).toEqual(faults);
  });

  it('in which nobody ever works is refused', () => {
    const week = Object.fromEntries(Object.keys(DEFAULT_WEEK).map((weekday) => [weekday, []]));
    expect(ofOrganisation({ week })).toEqual(['/week calendar.no-working-time']);
    const workingDays = [{ date: '2026-02-28', spans: [{ from: '09:00', to: '13:00' }] }];
    expect(ofOrganisation({ week, workingDays })).toEqual([]);
  });
});

describe("a user's calendar", () => {
  const ofUser = (body: object) =>
    faultsOf(body, userCalendarInputSchema as unknown as typeof calendarInputSchema);

  it('says something, and no nonsense', () => {
    expect(ofUser({})).toEqual([' calendar.empty']);
    expect(ofUser({ zone: 'Asia/Omsk' })).toEqual([]);
    expect(ofUser({ daysOff: [{ from: '2026-07-06', to: '2026-07-19', name: 'Отпуск' }] })).toEqual([]);
    expect(ofUser(monday(['18:00', '09:00']))).toEqual(['/week/monday/0/to span.ends-before-start']);
  });
});

it('knows of which countries the package has holidays', () => {
  const Holidays = createRequire(import.meta.url)('date-holidays') as new () => {
    getCountries(): Record<string, string>;
  };
  const known = new Set(Object.keys(new Holidays().getCountries()));
  for (const country of listCountries())
    expect([country, hasHolidays(country)]).toEqual([country, known.has(country)]);
});
