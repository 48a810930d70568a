import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CurrencyCode, minorUnits } from '../currency.ts';
import { moneySchema } from '../money.ts';
import { type AmountColumn, readAmount } from './amount-cells.ts';
import { parseNumber, readWholeNumber } from './number-cells.ts';

const RUB: AmountColumn = { defaultCurrency: 'RUB' };
const amount = (text: string, column: AmountColumn = RUB): string => {
  const read = readAmount(text, column);
  return 'code' in read ? read.code : `${read.amount} ${read.currency}`;
};

describe('readAmount', () => {
  it.each([
    ['1234', '1234 RUB'],
    ['1234.5', '1234.5 RUB'],
    ['1234,56', '1234.56 RUB'],
    ['1 234,56', '1234.56 RUB'],
    ['1\u00A0234\u202F567,80', '1234567.8 RUB'],
    ['1,234.56', '1234.56 RUB'],
    ['1.234,56', '1234.56 RUB'],
    ['1,234,567', '1234567 RUB'],
    ['1.234.567', '1234567 RUB'],
    ["1'234.50", '1234.5 RUB'],
    ['1,234', '1234 RUB'],
    ['0,123', '0.123 RUB'],
    ['1234,567', '1234.567 RUB'],
    ['1 234,567', '1234.567 RUB'],
    ['.5', '0.5 RUB'],
    ['007', '7 RUB'],
    ['0', '0 RUB'],
    ['-0,00', '0 RUB'],
    ['1234.5000', '1234.5 RUB'],
    ['-5', '-5 RUB'],
    ['−1 234,56', '-1234.56 RUB'],
    ['(5)', '-5 RUB'],
    ['+5', '5 RUB'],
    ['1 234,56 руб.', '1234.56 RUB'],
    ['1234р', '1234 RUB'],
    ['руб. 100', '100 RUB'],
    ['р.100', '100 RUB'],
    ['1 234 ₽', '1234 RUB'],
    ['$1,234.56', '1234.56 USD'],
    ['-$5', '-5 USD'],
    ['USD 100', '100 USD'],
    ['100 eur', '100 EUR'],
    ['100 €', '100 EUR'],
    ['500 000 тенге', '500000 KZT'],
    ['1,5 млн', '1500000 RUB'],
    ['15 тыс. руб.', '15000 RUB'],
    ['€2.5bn', '2500000000 EUR'],
    ['$5k', '5000 USD'],
    ['1.234 млн', '1234000 RUB'],
  ])('reads %j as %s', (text, expected) => {
    expect(amount(text)).toBe(expected);
  });

  it.each([
    ['нет'],
    ['от 5'],
    ['5-10'],
    ['>5'],
    ['~5'],
    ['5%'],
    ['1 млн 200 тыс'],
    ['12 34'],
    ['1 2345'],
    ['1,23,456'],
    ['1.234,567,890'],
    ['1,234.567.890'],
    ['--5'],
    ['5-'],
    ['(-5)'],
    ['(5'],
    ['1..5'],
    ['100 руб. 50 коп.'],
    ['100 рублёв'],
    ['1e5'],
    ['５'],
    ['1'.repeat(200)],
    [`1${' '.repeat(100_000)}x1`],
  ])('refuses %.30j', (text) => {
    expect(amount(text)).toBe('money.not-a-number');
  });

  it('refuses what may be thousands or decimals', () => {
    expect(amount('1.234')).toBe('money.ambiguous');
    expect(amount('1,234 млн')).toBe('money.ambiguous');
    expect(amount('1,234', { ...RUB, unit: 'thousand' })).toBe('money.ambiguous');
    expect(amount('1.234', { ...RUB, unit: 'million' })).toBe('1234000 RUB');
    expect(amount('1,234', { defaultCurrency: 'KWD' })).toBe('money.ambiguous');
    expect(amount('1,2345', { ...RUB, unit: 'million' })).toBe('1234500 RUB');
  });

  it('multiplies by the unit exactly, once', () => {
    const millions = { defaultCurrency: 'RUB', currency: 'USD', unit: 'million' } as const;
    expect(amount('1100.04', millions)).toBe('1100040000 USD');
    expect(amount('0.1', millions)).toBe('100000 USD');
    expect(amount('4618', millions)).toBe('4618000000 USD');
    expect(amount('0.0000001', millions)).toBe('0.1 USD');
    expect(amount('15 млн', millions)).toBe('15000000 USD');
    expect(amount('15', { ...RUB, unit: 'thousand' })).toBe('15000 RUB');
  });

  it('takes the currency of the cell, unless the column says another', () => {
    expect(amount('100 €', { defaultCurrency: 'RUB', currency: 'USD' })).toBe('money.other-currency');
    expect(amount('100 $', { defaultCurrency: 'RUB', currency: 'CAD' })).toBe('100 CAD');
    expect(amount('100 $', { defaultCurrency: 'AUD' })).toBe('100 AUD');
    expect(amount('100 руб', { defaultCurrency: 'BYN' })).toBe('100 BYN');
    expect(amount('100', { defaultCurrency: 'RUB', currency: 'USD' })).toBe('100 USD');
  });

  it('reads every amount as it is written, in every notation', () => {
    const currencies = fc.constantFrom<CurrencyCode>('RUB', 'USD', 'JPY', 'KWD');
    const styles = fc.constantFrom(
      [' ', ','],
      ['\u00A0', ','],
      [',', '.'],
      ['.', ','],
      ["'", '.'],
      ['', '.'],
      ['', ','],
    );
    const units = fc.constantFrom(['one', 0] as const, ['thousand', 3] as const, ['million', 6] as const);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.array(fc.nat(9), { maxLength: 8 }),
        styles,
        units,
        currencies,
        (whole, decimals, [group = '', point = '.'], [unit, places], currency) => {
          const fraction = decimals.join('');
          const grouped = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, group);
          const text = fraction === '' ? grouped : `${grouped}${point}${fraction}`;
          const read = readAmount(text, { defaultCurrency: currency, unit });
          const doubtful = parseNumber(text)?.doubtful !== undefined;
          if ('code' in read) {
            expect([read.code, doubtful]).toEqual(['money.ambiguous', true]);
            return;
          }
          // Alone, a group of three looks like decimals; it is told apart only where one reading makes sense.
          if (doubtful) return;
          const shifted = BigInt(`${whole}${fraction}`) * 10n ** BigInt(places);
          const scale = minorUnits(currency);
          const exact = shifted * 10n ** BigInt(scale);
          const divisor = 10n ** BigInt(fraction.length);
          const money = moneySchema.safeParse(read);
          expect(money.success).toBe(exact % divisor === 0n && shifted / divisor < 10n ** 15n);
          if (money.success) expect(BigInt(money.data.amount.replace('.', ''))).toBe(exact / divisor);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('readWholeNumber', () => {
  it.each([
    ['2822', 2822],
    ['2 822', 2822],
    ['2\u00A0822', 2822],
    ['2,822', 2822],
    ['2.822', 2822],
    ['2822,00', 2822],
    ['2822.0', 2822],
    ['120 чел.', 120],
    ['1996 г.', 1996],
    ['-5', -5],
    ['0', 0],
  ])('reads %j', (text, expected) => {
    expect(readWholeNumber(text)).toBe(expected);
  });

  it.each([
    ['2.5', 'number.not-whole'],
    ['51-200', 'number.not-whole'],
    ['много', 'number.not-whole'],
    ['50+', 'number.not-whole'],
    ['12 34', 'number.not-whole'],
    ['9'.repeat(20), 'number.too-large'],
    ['9'.repeat(100_000), 'number.not-whole'],
  ])('refuses %.30j', (text, code) => {
    expect(readWholeNumber(text)).toMatchObject({ code });
  });
});
