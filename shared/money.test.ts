import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type CurrencyCode, listCurrencies, minorUnits } from './currency.ts';
import { reportIssues } from './issue.ts';
import {
  addMoney,
  compareMoney,
  formatMoney,
  type Money,
  moneySchema,
  multiplyMoney,
  negateMoney,
  nonNegativeMoneySchema,
  subtractMoney,
  zeroMoney,
} from './money.ts';

function code(input: unknown, schema: z.ZodType = moneySchema): string | undefined {
  const result = schema.safeParse(input);
  return result.success ? undefined : reportIssues(result.error, input)[0]?.code;
}

const rub = (amount: string): Money => ({ amount, currency: 'RUB' });

describe('moneySchema', () => {
  it.each([
    ['100', 'RUB', '100.00'],
    ['0.5', 'RUB', '0.50'],
    ['-12.3', 'EUR', '-12.30'],
    ['1234', 'JPY', '1234'],
    ['1.5', 'KWD', '1.500'],
    ['0', 'USD', '0.00'],
    ['999999999999999.99', 'RUB', '999999999999999.99'],
  ])('writes %s %s as %s', (amount, currency, canonical) => {
    expect(moneySchema.parse({ amount, currency })).toEqual({ amount: canonical, currency });
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1 000',
    '+1',
    '01',
    '-01',
    '.5',
    '5.',
    '1e3',
    '1E3',
    '0x10',
    '1,5',
    '-0',
    '-0.00',
    '--1',
    '1-',
    '-',
    'NaN',
    'Infinity',
    '１２',
    '1\n',
    '1.2.3',
  ])('refuses %j', (amount) => {
    expect(code(rub(amount))).toBe('money.not-a-number');
  });

  it('refuses what is too large, too precise, or no text', () => {
    expect(code(rub('1000000000000000'))).toBe('money.too-large');
    expect(code(rub('-1000000000000000.5'))).toBe('money.too-large');
    expect(code(rub('9'.repeat(1_000_000)))).toBe('money.too-large');
    expect(code(rub(`${'9'.repeat(1_000_000)}x`))).toBe('money.not-a-number');
    expect(code(rub('0.001'))).toBe('money.too-precise');
    expect(code({ amount: '1.0', currency: 'JPY' })).toBe('money.too-precise');
    expect(code({ amount: 1.5, currency: 'RUB' })).toBe('type.invalid');
    expect(code({ amount: '1', currency: 'RUR' })).toBe('currency.unknown');
    expect(code({ amount: '1', currency: 'RUB', rate: 1 })).toBe('field.unknown');
    expect(code({ currency: 'RUB' })).toBe('field.required');
  });

  it('refuses money below nothing where there can be none', () => {
    expect(code(rub('-0.01'), nonNegativeMoneySchema)).toBe('money.negative');
    expect(nonNegativeMoneySchema.parse(rub('0'))).toEqual(rub('0.00'));
  });

  it('has examples it accepts, and the same pattern in input and output', () => {
    const described = z.toJSONSchema(moneySchema);
    for (const example of described.examples ?? []) expect(moneySchema.parse(example)).toEqual(example);
    expect(z.toJSONSchema(moneySchema, { io: 'input' })).toEqual(described);
  });
});

describe('arithmetic', () => {
  it('does what binary fractions cannot', () => {
    expect(addMoney(rub('0.10'), rub('0.20'))).toEqual(rub('0.30'));
    expect(multiplyMoney(rub('1.15'), '100')).toEqual(rub('115.00'));
    expect(subtractMoney(rub('999999999999999.99'), rub('0.01'))).toEqual(rub('999999999999999.98'));
  });

  it('rounds halves to the even neighbour, on both sides of zero', () => {
    const half = (amount: string) => multiplyMoney(rub(amount), '0.5').amount;
    expect(['0.01', '0.03', '0.05', '-0.01', '-0.03', '-0.05'].map(half)).toEqual([
      '0.00',
      '0.02',
      '0.02',
      '0.00',
      '-0.02',
      '-0.02',
    ]);
    expect(multiplyMoney(rub('0.01'), '0.5000000000000000000000000001').amount).toBe('0.01');
  });

  it('never mixes currencies', () => {
    const euro: Money = { amount: '1.00', currency: 'EUR' };
    expect(() => addMoney(rub('1.00'), euro)).toThrow('RUB and EUR');
    expect(() => compareMoney(rub('1.00'), euro)).toThrow(RangeError);
  });

  it('says when a result is too large or an operand is nonsense', () => {
    expect(() => addMoney(rub('999999999999999.99'), rub('0.01'))).toThrow(RangeError);
    expect(() => multiplyMoney(rub('1.00'), '1e3')).toThrow(RangeError);
    expect(() => negateMoney(rub('1.001'))).toThrow(RangeError);
    expect(() => negateMoney(rub('many'))).toThrow(RangeError);
  });
});

describe('against rationals of BigInt', () => {
  const currency = fc.constantFrom(...listCurrencies());
  /** Whole minor units of a currency, far from the limit so that sums stay within it. */
  const units = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
  const factor = fc.tuple(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), fc.integer({ min: 0, max: 5 }));

  /** Text of `units / 10^scale`, by another way than the code under test: long division by ten. */
  function text(value: bigint, scale: number): string {
    let rest = value < 0n ? -value : value;
    let digits = '';
    for (let place = 0; place < scale || rest > 0n || digits.length <= scale; place += 1) {
      digits = (rest % 10n).toString() + digits;
      rest /= 10n;
    }
    const point = scale > 0 ? `.${digits.slice(digits.length - scale)}` : '';
    return (value < 0n ? '-' : '') + digits.slice(0, digits.length - scale) + point;
  }
  const make = (value: bigint, code: CurrencyCode): Money => ({
    amount: text(value, minorUnits(code)),
    currency: code,
  });

  it('adds, subtracts, negates and compares exactly', () => {
    fc.assert(
      fc.property(currency, units, units, (code, one, other) => {
        const [a, b] = [make(one, code), make(other, code)];
        expect(addMoney(a, b)).toEqual(make(one + other, code));
        expect(subtractMoney(a, b)).toEqual(make(one - other, code));
        expect(negateMoney(a)).toEqual(make(-one, code));
        expect(Math.sign(compareMoney(a, b))).toBe(one < other ? -1 : one > other ? 1 : 0);
        expect(addMoney(a, zeroMoney(code))).toEqual(a);
      }),
    );
  });

  it('multiplies to the nearest minor unit, and to the even one of two equally near', () => {
    fc.assert(
      fc.property(
        currency,
        fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }),
        factor,
        (code, value, [numerator, scale]) => {
          const product = multiplyMoney(make(value, code), text(numerator, scale));
          const result = BigInt(product.amount.replace('.', ''));
          const denominator = 10n ** BigInt(scale);
          const error = 2n * (value * numerator - result * denominator);
          const size = error < 0n ? -error : error;
          expect(size <= denominator).toBe(true);
          if (size === denominator) expect(result % 2n).toBe(0n);
        },
      ),
    );
  });

  it('gives text that the schema takes unchanged', () => {
    fc.assert(
      fc.property(currency, units, (code, value) => {
        expect(moneySchema.parse(make(value, code))).toEqual(make(value, code));
      }),
    );
  });

  it('takes whatever the published pattern and the currency allow, and nothing else', () => {
    const described = z.toJSONSchema(moneySchema.shape.amount);
    const pattern = new RegExp(described.pattern ?? '');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.-'), maxLength: 20 }), (amount) => {
        const expected = pattern.test(amount) && !/^-[0.]*$/.test(amount);
        // Four decimals, as the pattern allows at most.
        expect(moneySchema.safeParse({ amount, currency: 'CLF' }).success).toBe(expected);
      }),
    );
  });
});

it('formats without loss for people', () => {
  const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');
  expect(plain(formatMoney(rub('123456789012345.67'), 'ru'))).toBe('123 456 789 012 345,67 ₽');
  expect(plain(formatMoney(rub('-1234.50'), 'en'))).toBe('-RUB 1,234.50');
  expect(plain(formatMoney({ amount: '1234', currency: 'JPY' }, 'en'))).toBe('¥1,234');
});
