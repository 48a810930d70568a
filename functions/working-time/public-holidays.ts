import type Holidays from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import type { Holiday, HolidaysOf } from '../../shared/working-time/holidays.ts';
import { minuteOf } from '../../shared/working-time/span.ts';
import type { Language } from '../../shared/zone.ts';

const DAY_MS = 86_400_000;

/** What was told before, by country and language: it is the same at any time. */
const told = new Map<string, HolidaysOf>();

/**
 * The public holidays of a country. The package is loaded by the first question for some: it lies beside the bundle and is larger than all the rest.
 *
 * @param country ISO 3166-1 alpha-2; one that the package does not know has no holidays
 * @param language Of the names, where the package has them in it
 */
export async function publicHolidays(country: string, language: Language): Promise<HolidaysOf> {
  const name = `${country} ${language}`;
  const known = told.get(name);
  if (known) return known;
  const { default: Package } = await import('./holiday-package.ts');
  const made = byYear(new Package(country, { types: ['public'], languages: [language] }), language);
  told.set(name, made);
  return made;
}

function byYear(country: Holidays, language: Language): HolidaysOf {
  const years = new Map<number, ReadonlyMap<string, Holiday>>();
  return (year) => {
    const known = years.get(year);
    if (known) return known;
    // A substitute of New Year's Day may lie in the year before it, and days of a feast in the year after.
    const around = [year - 1, year, year + 1].flatMap((one) => country.getHolidays(one, language));
    const days = new Map<string, Holiday>();
    for (const [day, holiday] of around.flatMap(daysOf)) {
      if (!day.startsWith(`${year}-`)) continue;
      const there = days.get(day);
      if (!there || holiday.from < there.from) days.set(day, holiday);
    }
    years.set(year, days);
    return days;
  };
}

/** The days of a holiday. One that begins within a day, such as 24 December from noon, lasts until the day ends. */
function daysOf({ date, start, end, name }: HolidaysTypes.Holiday): [string, Holiday][] {
  const [first = '', time = '00:00'] = date.split(' ');
  const from = minuteOf(time);
  // Where summer time begins or ends, a day has an hour less or more.
  const count = from > 0 ? 1 : Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.parse(first) + index * DAY_MS).toISOString().slice(0, 10);
    return [day, { name, from }];
  });
}
