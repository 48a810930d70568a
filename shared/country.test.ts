import { expect, it } from 'vitest';
import * as z from 'zod';
import { countrySchema, listCountries } from './country.ts';

it('lists the 249 assigned codes once, in order', () => {
  const codes = listCountries();
  expect(codes).toHaveLength(249);
  expect(new Set(codes).size).toBe(249);
  expect(codes.toSorted()).toEqual(codes);
});

it('has only codes the platform has a name for', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect(listCountries().filter((code) => names.of(code) === undefined)).toEqual([]);
});

it.each(['RU', 'KZ', 'BY', 'GB', 'SS'])('takes %s', (code) => {
  expect(countrySchema.parse(code)).toBe(code);
});

it.each(['', 'ru', 'UK', 'SU', 'EU', 'XK', 'RUS', 'Россия', 'R\u0423'])('refuses %j', (text) => {
  expect(countrySchema.safeParse(text).error?.issues).toMatchObject([
    { params: { code: 'country.unknown' } },
  ]);
});

it('has examples it accepts', () => {
  for (const example of z.toJSONSchema(countrySchema).examples ?? []) {
    expect(countrySchema.parse(example)).toBe(example);
  }
});
