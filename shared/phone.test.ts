import fc from 'fast-check';
import { getExampleNumber } from 'libphonenumber-js';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type CountryCode, listCountries } from './country.ts';
import { normalisePhone, phoneNumberSchema } from './phone.ts';

function normalised(input: string, country: CountryCode = 'RU'): string {
  const result = normalisePhone(input, country);
  if ('error' in result) return result.error;
  return result.extension === undefined ? result.e164 : `${result.e164} ext ${result.extension}`;
}

describe('Russian notation', () => {
  it.each([
    '8 (495) 123-45-67',
    '+7 (495) 123-45-67',
    '84951234567',
    '74951234567',
    '4951234567',
    '8-495-123-45-67',
    '8.495.123.45.67',
    '+7 8 495 123 45 67',
    ' 8 495 123 45 67\n',
    '8\u00A0495\u00A0123–45–67',
    '８（４９５）１２３－４５－６７',
    '＋7 495 123 45 67',
    'tel:+7-495-123-45-67',
    '\u202A+7 495 123-45-67\u202C',
    '8 ٤٩٥ ١٢٣ ٤٥ ٦٧',
  ])('reads %j', (input) => {
    expect(normalised(input)).toBe('+74951234567');
  });

  it.each([
    'доб. 12',
    'доб.12',
    '(доб. 12)',
    ', доб 12',
    'добавочный 12',
    'вн. 12',
    '(внутр. 12)',
    'ext 12',
    'ext. 12',
    'x12',
    'х 12',
    '#12',
    ';ext=12',
    ',,12',
    'EXT: 12',
    'ДОБ. １２',
  ])('reads the extension in %j', (extension) => {
    expect(normalised(`8 (495) 123-45-67 ${extension}`)).toBe('+74951234567 ext 12');
  });

  it('keeps the zeros of an extension', () => {
    expect(normalised('8 495 123 45 67 доб. 007')).toBe('+74951234567 ext 007');
  });
});

it.each([
  ['8 800 555-35-35', 'RU', '+78005553535'],
  ['8 701 123 45 67', 'KZ', '+77011234567'],
  ['8 017 234 56 78', 'BY', '+375172345678'],
  ['8~10 49 30 123456', 'RU', '+4930123456'],
  ['810 49 30 123456', 'RU', '+4930123456'],
  ['00 7 495 123 45 67', 'DE', '+74951234567'],
  ['030-0074321', 'DE', '+49300074321'],
  ['030/1234567', 'DE', '+49301234567'],
  ['+44 (0)20 7946 0958', 'RU', '+442079460958'],
  ['06 1234567', 'IT', '+39061234567'],
  ['+800 1234 5678', 'RU', '+80012345678'],
  ['+74951234567', 'AQ', '+74951234567'],
] as const)('reads %j in %s', (input, country, e164) => {
  expect(normalised(input, country)).toBe(e164);
});

it('takes numbers of ranges that are in use no more', () => {
  // London's code 171 was replaced in 2000.
  expect(normalised('(171) 555-7788', 'GB')).toBe('+441715557788');
});

describe('refusals', () => {
  it.each([
    ['', 'phone.not-a-number'],
    ['нет', 'phone.not-a-number'],
    ['+', 'phone.not-a-number'],
    ['++7 495 123 45 67', 'phone.not-a-number'],
    ['((((((', 'phone.not-a-number'],
    ['8 495 123-45-67 Иван', 'phone.not-a-number'],
    ['1-800-FLOWERS', 'phone.not-a-number'],
    ['8 495 123\u00004567', 'phone.not-a-number'],
    ['8 495 123\u001B4567', 'phone.not-a-number'],
    ['8 495 123-45-67, 8 495 123-45-68', 'phone.not-a-number'],
    ['8 495 123-45-67 доб. 12 доб. 13', 'phone.not-a-number'],
    ['доб. 12', 'phone.not-a-number'],
    ['112', 'phone.too-short'],
    ['123-45-67', 'phone.too-short'],
    ['+49 110', 'phone.too-short'],
    ['+7 495 123 45 67 89 01 23', 'phone.too-long'],
    ['+49 1234567890123456', 'phone.too-long'],
    ['8 495 123-45-67 12', 'phone.wrong-length'],
    ['+999 123456789', 'phone.invalid-country'],
  ])('of %j: %s', (input, error) => {
    expect(normalised(input)).toBe(error);
  });

  it('of zeros, which would be another number each time they are read', () => {
    expect(normalised('000000', 'CC')).toBe('phone.wrong-length');
    expect(normalised('0000000000', 'AE')).toBe('phone.wrong-length');
  });

  it('of endless input, at once', () => {
    expect(normalised('1'.repeat(1_000_000))).toBe('phone.too-long');
  });

  it('of a national number where the country has none', () => {
    expect(normalised('4951234567', 'AQ')).toBe('phone.invalid-country');
  });

  it('say what to do', () => {
    expect(normalisePhone('123-45-67', 'RU')).toMatchObject({
      message: expect.stringContaining('area code'),
    });
  });
});

describe('properties', () => {
  const samples = listCountries().flatMap((country) => {
    const number =
      country in examples ? getExampleNumber(country as keyof typeof examples, examples) : undefined;
    return number ? [{ country, number }] : [];
  });
  const sample = fc.constantFrom(...samples);
  const anyCountry = fc.constantFrom(...listCountries());

  it('knows an example of nearly every country', () => {
    expect(samples.length).toBeGreaterThan(230);
  });

  it('reads each country’s numbers in national and international notation alike', () => {
    for (const { country, number } of samples) {
      expect(normalised(number.formatNational(), country)).toBe(number.number);
      expect(normalised(number.formatInternational(), 'RU')).toBe(number.number);
      expect(normalised(number.number, country)).toBe(number.number);
    }
  });

  it('finds the same number however it is broken up, with its extension', () => {
    const gap = fc.constantFrom('', ' ', '-', '.', ' - ', '\u00A0', '–');
    fc.assert(
      fc.property(
        sample,
        fc.array(gap, { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 0, max: 99_999 }),
        ({ number }, gaps, ext) => {
          const digits = [...number.number.slice(1)]
            .map((digit, index) => digit + (gaps[index] ?? ''))
            .join('');
          expect(normalised(`+${digits}`)).toBe(number.number);
          expect(normalised(`+${digits} доб. ${ext}`)).toBe(`${number.number} ext ${ext}`);
        },
      ),
    );
  });

  it('gives E.164 that reads as itself from any country, or a coded refusal', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'0123456789+ ()-,x#'), maxLength: 25 }),
    );
    fc.assert(
      fc.property(typed, anyCountry, anyCountry, (input, country, other) => {
        const result = normalisePhone(input, country);
        if ('error' in result) {
          expect(result.error).toMatch(/^phone\.[a-z-]+$/);
          return;
        }
        expect(phoneNumberSchema.parse(result.e164)).toBe(result.e164);
        expect(normalisePhone(result.e164, other)).toEqual({ e164: result.e164 });
      }),
      { numRuns: 500 },
    );
  });
});

describe('phoneNumberSchema', () => {
  it.each([
    '84951234567',
    '+7 495 1234567',
    '+0123456789',
    '+123456',
    '+1234567890123456',
    '+74951234567\n',
    '+７4951234567',
  ])('refuses %j', (text) => {
    expect(phoneNumberSchema.safeParse(text).error?.issues).toMatchObject([
      { params: { code: 'phone.not-e164' } },
    ]);
  });

  it('has examples it accepts', () => {
    for (const example of z.toJSONSchema(phoneNumberSchema).examples ?? []) {
      expect(phoneNumberSchema.parse(example)).toBe(example);
    }
  });
});
