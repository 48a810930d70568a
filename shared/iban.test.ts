import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refuseIban } from './iban.ts';

/** Examples of the IBAN Registry. */
const EXAMPLES = [
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'FR1420041010050500013M02606',
  'NO9386011117947',
  'KZ86125KZT5004100100',
  'BY13NBRB3600900000002Z00AB00',
  'GE29NB0000000101904917',
  'AZ21NABZ00000000137010001944',
  'TR330006100519786457841326',
  'UA213223130000026007233566001',
  'MT84MALT011000012345MTLCAST001S',
  'RU0204452560040702810412345678901',
  'LC55HEMM000100010012001200023015',
];

describe('refuseIban', () => {
  it.each(EXAMPLES)('takes %s', (iban) => {
    expect(refuseIban(iban)).toBeUndefined();
  });

  it.each([
    ['', 'iban.malformed'],
    ['DE89', 'iban.malformed'],
    ['DE89 3704 0044 0532 0130 00', 'iban.malformed'],
    ['de89370400440532013000', 'iban.malformed'],
    ['40602810700000000025', 'iban.malformed'],
    ['ZZ89370400440532013000', 'iban.country-unknown'],
    ['DE8937040044053201300', 'iban.wrong-length'],
    ['DE893704004405320130000', 'iban.wrong-length'],
    ['DE88370400440532013000', 'iban.check-digits'],
  ])('refuses %j: %s', (iban, code) => {
    expect(refuseIban(iban)?.code).toBe(code);
  });

  it('checks the digits where the registry gives no length', () => {
    expect(refuseIban('US64SVBKUS6S3300958879')).toBeUndefined();
    expect(refuseIban('US65SVBKUS6S3300958879')?.code).toBe('iban.check-digits');
  });

  it('catches every change of one digit or letter, and every two unlike neighbours that change places', () => {
    const example = fc.constantFrom(...EXAMPLES);
    fc.assert(
      fc.property(example, fc.nat(40), fc.integer({ min: 1, max: 25 }), (iban, at, by) => {
        const place = 2 + (at % (iban.length - 2));
        const old = iban[place] ?? '';
        const set = /\d/.test(old) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
        const other = set[(set.indexOf(old) + by) % set.length] ?? '';
        const changed = iban.slice(0, place) + other + iban.slice(place + 1);
        expect(refuseIban(changed) === undefined).toBe(other === old);
        const swapped = iban.slice(0, place) + (iban[place + 1] ?? '') + old + iban.slice(place + 2);
        expect(refuseIban(swapped) === undefined).toBe(swapped === iban);
      }),
    );
  });
});
