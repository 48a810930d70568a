import { expect, it } from 'vitest';
import * as z from 'zod';
import { currencySchema, isCurrencyCode, listCurrencies, minorUnits } from './currency.ts';

it('knows the minor units of ISO 4217', () => {
  expect(minorUnits('RUB')).toBe(2);
  expect(minorUnits('JPY')).toBe(0);
  expect(minorUnits('KWD')).toBe(3);
  expect(minorUnits('CLF')).toBe(4);
  expect(minorUnits('ISK')).toBe(0);
});

it('lists each current currency once, in order, as three capital letters', () => {
  const codes = listCurrencies();
  expect(codes).toHaveLength(165);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.toSorted()).toEqual(codes);
  for (const code of codes) expect(code).toMatch(/^[A-Z]{3}$/);
});

it('agrees with the platform’s own list where the platform has the currency', () => {
  const known = new Set(Intl.supportedValuesOf('currency'));
  // The platform follows CLDR, which leaves out units of account and is late with the newest code.
  const unitsOfAccount = ['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED', 'XAD'];
  const missing = listCurrencies().filter((code) => !known.has(code));
  expect(missing.filter((code) => !unitsOfAccount.includes(code))).toEqual([]);
  // What it has beside ours has no minor unit, or is withdrawn.
  const extra = [...known].filter((code) => !isCurrencyCode(code));
  expect(extra.filter((code) => !/^X/.test(code))).toEqual([]);
});

it('takes withdrawn codes of stored money but does not offer them', () => {
  expect(currencySchema.parse('BGN')).toBe('BGN');
  expect(listCurrencies()).not.toContain('BGN');
});

it.each(['', 'rub', 'RUR', 'RU', 'RUBL', 'XXX', 'XAU', 'constructor', '__proto__'])('refuses %j', (text) => {
  expect(currencySchema.safeParse(text).error?.issues).toMatchObject([
    { params: { code: 'currency.unknown' } },
  ]);
});

it('gives the literal type, and a short schema for OpenAPI', () => {
  const parsed: z.infer<typeof currencySchema> = 'RUB';
  expect(minorUnits(parsed)).toBe(2);
  expect(z.toJSONSchema(currencySchema)).not.toHaveProperty('enum');
});
