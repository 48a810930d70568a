/**
 * Money as exact decimal text with its currency. Amounts are reckoned in whole minor units by BigInt, never in
 * binary floating point. The one canonical text of an amount has exactly the currency's decimal places: "100.00" RUB,
 * "100" JPY; no plus, no leading zeros, no exponent, no "-0". Equal money is equal text.
 */
import * as z from 'zod';
import { type CurrencyCode, currencySchema, minorUnits } from './currency.ts';
import { codedIssue, type Refusal, refusing } from './issue.ts';

/** Digits before the point at most: 999 trillion, and room for 4 decimals in a 64-bit column. */
const MAX_INTEGER_DIGITS = 15;

/** What `moneySchema` gives. */
export interface Money {
  /** Canonical decimal text in the major unit of the currency. */
  amount: string;
  currency: CurrencyCode;
}

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

interface Decimal {
  /** The value times 10 to the power of `scale`. */
  readonly units: bigint;
  readonly scale: number;
}

const amountSchema = z
  .string({ error: 'Give the amount as text in quotes, such as "123.45".' })
  .superRefine(refusing(refuseAmount))
  .meta({
    description:
      'Decimal text with a point, in the major unit of the currency; answers have exactly its decimal places',
    examples: ['1234.50'],
    pattern: `^-?(0|[1-9][0-9]{0,${MAX_INTEGER_DIGITS - 1}})(\\.[0-9]{1,4})?$`,
  });

/**
 * Schema of money. Takes fewer decimals than the currency has ("100" RUB) and gives the canonical text ("100.00");
 * stored money parses to itself.
 * Codes: `money.not-a-number`, `money.too-large`, `money.too-precise`, `currency.unknown`.
 */
export const moneySchema = z
  .strictObject({ amount: amountSchema, currency: currencySchema })
  .superRefine(refusing(refusePrecision))
  .overwrite((money) => ({ ...money, amount: formatUnits(unitsOf(money), minorUnits(money.currency)) }))
  .meta({
    id: 'Money',
    description: 'Money: an exact decimal amount with its currency',
    examples: [{ amount: '1234.50', currency: 'RUB' }],
  });

/** Schema of money that cannot be below nothing: a limit, a budget, a price. Code: `money.negative`. */
export const nonNegativeMoneySchema = moneySchema.refine(
  (money) => !money.amount.startsWith('-'),
  codedIssue('money.negative', 'Give an amount of zero or more.'),
);

/** Zero in a currency: where sums begin. */
export function zeroMoney(currency: CurrencyCode): Money {
  return fromUnits(0n, currency);
}

/** Sum. @throws {RangeError} when the currencies differ or the result has over 15 integer digits */
export function addMoney(one: Money, other: Money): Money {
  requireSameCurrency(one, other);
  return fromUnits(unitsOf(one) + unitsOf(other), one.currency);
}

/** Difference. @throws {RangeError} when the currencies differ or the result has over 15 integer digits */
export function subtractMoney(one: Money, other: Money): Money {
  return addMoney(one, negateMoney(other));
}

/** The same amount with the other sign; zero stays zero. */
export function negateMoney(money: Money): Money {
  return fromUnits(-unitsOf(money), money.currency);
}

/** Below 0, 0 or above 0, as `Array.sort` wants it. @throws {RangeError} when the currencies differ */
export function compareMoney(one: Money, other: Money): number {
  requireSameCurrency(one, other);
  const difference = unitsOf(one) - unitsOf(other);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * Product with a decimal, such as a quantity "2.5", a rate "0.20" or a discount "-0.05", rounded once to the
 * currency's minor unit, half to even (IEEE 754 roundTiesToEven: sums of many rounded lines do not drift).
 * @throws {RangeError} when the factor is no decimal text or the result has over 15 integer digits
 */
export function multiplyMoney(money: Money, factor: string): Money {
  const decimal = parseDecimal(factor);
  if (!decimal) throw new RangeError('A factor must be decimal text, such as "0.2".');
  const product = unitsOf(money) * decimal.units;
  return fromUnits(divideHalfEven(product, 10n ** BigInt(decimal.scale)), money.currency);
}

/** The amount as a person reads it, without loss: "1 234,50 ₽" in Russian, "RUB 1,234.50" in English. */
export function formatMoney(money: Money, language: string): string {
  const digits = minorUnits(money.currency);
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(money.amount as Intl.StringNumericLiteral);
}

function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  return { units: BigInt(sign + whole + fraction), scale: fraction.length };
}

function refuseAmount(text: string): Refusal | undefined {
  // A bound on the length first: reading a number of a million digits takes long.
  const tooLarge = {
    code: 'money.too-large',
    message: `Give an amount of at most ${MAX_INTEGER_DIGITS} digits before the point.`,
  };
  const [whole = ''] = text.replace('-', '').split('.');
  if (/^[1-9]\d*$/.test(whole) && whole.length > MAX_INTEGER_DIGITS) return tooLarge;
  const decimal = text.length <= 100 ? parseDecimal(text) : undefined;
  if (!decimal || (decimal.units === 0n && text.startsWith('-'))) {
    const message = 'Give a decimal number with a point, no spaces and no leading zeros, such as "1234.50".';
    return { code: 'money.not-a-number', message };
  }
  return undefined;
}

function refusePrecision(money: Money): Refusal | undefined {
  const places = minorUnits(money.currency);
  const { scale = 0 } = parseDecimal(money.amount) ?? {};
  if (scale <= places) return undefined;
  const message = `Round the amount: ${money.currency} has ${places === 0 ? 'no' : places} decimal places.`;
  return { code: 'money.too-precise', message };
}

/** Whole minor units. Fewer decimals than the currency has are filled up; more cannot come through the schema. */
function unitsOf(money: Money): bigint {
  const decimal = parseDecimal(money.amount);
  const missing = minorUnits(money.currency) - (decimal?.scale ?? 0);
  if (!decimal || missing < 0) throw new RangeError(`This is not money in ${money.currency}.`);
  return decimal.units * 10n ** BigInt(missing);
}

function fromUnits(units: bigint, currency: CurrencyCode): Money {
  const scale = minorUnits(currency);
  const limit = 10n ** BigInt(MAX_INTEGER_DIGITS + scale);
  if (units >= limit || units <= -limit) {
    throw new RangeError(`The result has over ${MAX_INTEGER_DIGITS} integer digits.`);
  }
  return { amount: formatUnits(units, scale), currency };
}

function formatUnits(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`;
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const awayFromZero = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return awayFromZero ? quotient + (dividend < 0n ? -1n : 1n) : quotient;
}

function requireSameCurrency(one: Money, other: Money): void {
  if (one.currency === other.currency) return;
  throw new RangeError(`${one.currency} and ${other.currency} cannot be reckoned together without a rate.`);
}
