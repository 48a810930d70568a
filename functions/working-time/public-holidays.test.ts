import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import Package from './holiday-package.ts';
import moment from './moment-timezone.ts';
import { publicHolidays } from './public-holidays.ts';

const daysIn = async (country: string, year: number, language: 'ru' | 'en' = 'en') =>
  Object.fromEntries(
    [...(await publicHolidays(country, language))(year)].map(([day, { name, from }]) => [
      day,
      from === 0 ? name : `${name} from ${from / 60}`,
    ]),
  );

describe('public holidays', () => {
  it('have names in the language that is asked for, and last as many days as they do', async () => {
    const russian = await daysIn('RU', 2026, 'ru');
    expect(russian).toMatchObject({
      '2026-01-01': 'Новый год',
      '2026-01-06': 'Новогодние каникулы',
      '2026-01-07': 'Рождество Христово',
      '2026-11-04': 'День народного единства',
    });
    expect(Object.keys(russian)).toHaveLength(15);
  });

  it('are moved where the law moves them, into another year, too', async () => {
    expect(await daysIn('GB', 2027)).toMatchObject({
      '2027-12-27': 'Christmas Day (substitute day)',
      '2027-12-28': 'Boxing Day (substitute day)',
    });
    expect(await daysIn('US', 2021)).toMatchObject({
      '2021-12-31': "New Year's Day (substitute day)",
      '2021-07-05': 'Independence Day (substitute day)',
    });
    expect(Object.keys(await daysIn('US', 2022)).every((day) => day.startsWith('2022-'))).toBe(true);
  });

  it('of half a day are those that the law frees; Christmas Eve in Germany is none', async () => {
    expect(await daysIn('IS', 2026)).toMatchObject({ '2026-12-24': 'Christmas Eve from 13' });
    expect(await daysIn('DE', 2026)).not.toHaveProperty('2026-12-24');
    expect(Object.keys(await daysIn('DE', 2026))).toHaveLength(9);
  });

  it('lie on one day where clocks jump in it, and fall on 29 February where they do', async () => {
    const danish = Object.keys(await daysIn('DK', 2024)).filter(
      (day) => day.startsWith('2024-03') || day.startsWith('2024-04'),
    );
    expect(danish).toEqual(['2024-03-28', '2024-03-29', '2024-03-31', '2024-04-01']);
    expect(await daysIn('KG', 2026)).toEqual({});
  });
});

describe('the stand-in for moment-timezone', () => {
  it('tells the day of an equinox in its zone, and when clocks show a time', () => {
    const equinox = moment('2026-03-20T14:46:00.000Z');
    expect([equinox.tz('Asia/Tokyo').month(), equinox.tz('Asia/Tokyo').date()]).toEqual([2, 20]);
    expect(moment('2026-09-22T15:30:00.000Z').tz('Asia/Tokyo').date()).toBe(23);
    expect(moment('2026-09-22T16:30:00.000Z').utcOffset('+08:00').date()).toBe(23);
    expect(moment('2026-01-01T02:00:00.000Z').utcOffset('-03:00').month()).toBe(11);
    expect(moment.tz('2026-11-04 00:00:00', 'Europe/Moscow').format()).toBe('2026-11-03T21:00:00.000Z');
  });

  it('does in the bundle what the package does with its own, in every country', {
    timeout: 60_000,
  }, async () => {
    const dist = join(await mkdtemp(join(tmpdir(), 'kartoteka-holidays-')), 'functions');
    onTestFinished(() => rm(dirname(dist), { recursive: true, force: true }));
    const entry = 'functions/working-time/holiday-package.ts';
    await bundleFunctions([{ name: 'holidays', entry }], { root: process.cwd(), dist });
    const bundled: { default: typeof Package } = await import(
      pathToFileURL(join(dist, 'holidays/index.mjs')).href
    );
    // Which instants those are, the two may say by zone databases of different years.
    const told = (country: Package, year: number) =>
      country.getHolidays(year, 'ru').map(({ date, start, end, name }) => ({
        date,
        name,
        hours: Math.round((end.getTime() - start.getTime()) / 3_600_000),
      }));
    for (const country of Object.keys(new Package().getCountries())) {
      const [ours, theirs] = [new bundled.default(country), new Package(country)];
      for (const year of [2024, 2027])
        expect([country, told(ours, year)]).toEqual([country, told(theirs, year)]);
    }
  });
});
