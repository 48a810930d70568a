import { describe, expect, it } from 'vitest';
import { isZone, languageSchema, zoneSchema } from './zone.ts';

describe('zoneSchema', () => {
  it('takes every zone the platform lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isZone(zone))).toEqual([]);
  });

  it.each([
    'UTC',
    'Europe/Moscow',
    'Asia/Yekaterinburg',
    'Europe/Kyiv',
    'Europe/Kiev',
    'Asia/Kolkata',
    'Asia/Ho_Chi_Minh',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
  ])('takes %s, twice the same', (zone) => {
    expect(zoneSchema.parse(zone)).toBe(zone);
    expect(zoneSchema.parse(zone)).toBe(zone);
  });

  it.each([
    '',
    'europe/moscow',
    'Europe/MOSCOW',
    'EUROPE/KYIV',
    'Europe/KYIV',
    'Europe/Moskva',
    'MSK',
    'EST',
    'W-SU',
    '+03:00',
    '+3',
    'GMT+3',
    'Etc/Unknown',
    'Factory',
    'Europe/Moscow ',
    'Europe/Moscow\n',
    '../Europe/Moscow',
    'Europe/../Europe/Moscow',
    `A${'a'.repeat(60)}`,
  ])('refuses %j', (zone) => {
    expect(zoneSchema.safeParse(zone).error?.issues).toMatchObject([{ params: { code: 'zone.unknown' } }]);
  });
});

it('takes the two languages', () => {
  expect(languageSchema.options).toEqual(['ru', 'en']);
  expect(languageSchema.safeParse('RU').success).toBe(false);
});
