import { type CurrencyCode, isCurrencyCode, minorUnits } from '../currency.ts';
import type { Refusal } from '../issue.ts';
import type { ColumnMapping } from './mapping.ts';
import { parseNumber, type WrittenNumber } from './number-cells.ts';

/** What a column says about its amounts. */
export interface AmountColumn {
  /** Of the column; amounts that name another are refused. */
  readonly currency?: CurrencyCode | undefined;
  /** Where neither the column nor the cell names one. */
  readonly defaultCurrency: CurrencyCode;
  readonly unit?: ColumnMapping['unit'];
}

/** Currencies by the signs and words in amounts; the first one where the column's is none of them. */
const CURRENCIES: ReadonlyMap<string, readonly CurrencyCode[]> = new Map([
  ...namesOf('₽ р руб рубль рубля рублей', ['RUB', 'BYN']),
  ...namesOf('$', ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'ARS', 'CLP', 'COP']),
  ...namesOf('долл доллар доллара долларов', ['USD']),
  ...namesOf('€ евро', ['EUR']),
  ...namesOf('£', ['GBP']),
  ...namesOf('¥', ['CNY', 'JPY']),
  ...namesOf('₸ тг тенге', ['KZT']),
  ...namesOf('₴ грн', ['UAH']),
  ...namesOf('₺', ['TRY']),
  ...namesOf('₹', ['INR']),
  ...namesOf('сум', ['UZS']),
  ...namesOf('сом', ['KGS']),
]);

function namesOf(words: string, currencies: readonly CurrencyCode[]) {
  return words.split(' ').map((word) => [word, currencies] as const);
}

/** Decimal places by which words move an amount. */
const SCALES: ReadonlyMap<string, number> = new Map([
  ...scalesOf('тыс тысяч тысяча тысячи k thousand', 3),
  ...scalesOf('млн миллион миллиона миллионов m mln million', 6),
  ...scalesOf('млрд миллиард миллиарда миллиардов bn billion', 9),
]);

function scalesOf(words: string, places: number) {
  return words.split(' ').map((word) => [word, places] as const);
}

const NOT_AN_AMOUNT: Refusal = {
  code: 'money.not-a-number',
  message: 'Give one amount in digits, such as 1234.50; a currency or "thousand" may stand beside it.',
};

/** A point before the first digit is one of decimals, unless it belongs to a word: ".5", but "руб.5". */
const AMOUNT = /^(\D*?)((?:(?<!\p{L})[.,])?\d(?:.*\d)?)(\D*)$/su;
/** Currencies and units with their points; signs and parentheses, which belong to the number. */
const BESIDE = /^[\p{L}\p{Sc}\s.()+\-−–]*$/u;

/**
 * An amount as exact decimal text in the currency's major unit: "1 234,56 руб." is `1234.56` RUB. A unit is multiplied by
 * moving the point. Signs and words of currencies and units may stand before or behind; a unit in the cell is the column's own,
 * said once more. How many decimals the currency has is the money schema's business.
 *
 * "1,234" may be thousands or decimals. Where the currency has less than three decimals it is thousands; where a unit is
 * given, and in "1.234" without one, either makes sense, and it is refused.
 *
 * Codes: `money.not-a-number`, `money.ambiguous`, `money.other-currency`.
 */
export function readAmount(
  text: string,
  column: AmountColumn,
): { readonly amount: string; readonly currency: CurrencyCode } | Refusal {
  const [, before = '', digits = '', behind = ''] = (text.length <= 100 && AMOUNT.exec(text)) || [];
  if (!BESIDE.test(before + behind)) return NOT_AN_AMOUNT;
  const words = `${before} ${behind}`.toLowerCase().match(/\p{L}+|\p{Sc}/gu) ?? [];
  const number = parseNumber(`${signsOf(before)}${digits}${signsOf(behind)}`);
  if (number === undefined) return NOT_AN_AMOUNT;
  const scales = words.flatMap((word) => SCALES.get(word) ?? []);
  const names = words.filter((word) => !SCALES.has(word));
  if (scales.length > 1 || names.length > 1) return NOT_AN_AMOUNT;
  const currency = currencyOf(names[0], column);
  if (typeof currency !== 'string') return currency;
  const places = scales[0] ?? { one: 0, thousand: 3, million: 6 }[column.unit ?? 'one'];
  const plain = settle(number, places, minorUnits(currency));
  if (plain === undefined) {
    const message =
      'This may be thousands or decimals: write it without a sign between thousands, such as 1234 or 1.2340.';
    return { code: 'money.ambiguous', message };
  }
  return { amount: decimalText(plain, places), currency };
}

const signsOf = (text: string): string => text.replaceAll(/[^()+\-−–]/g, '');

function currencyOf(name: string | undefined, column: AmountColumn): CurrencyCode | Refusal {
  const wanted = column.currency ?? column.defaultCurrency;
  if (name === undefined) return wanted;
  const code = name.toUpperCase();
  const meant = isCurrencyCode(code) ? [code] : CURRENCIES.get(name);
  const [first] = meant ?? [];
  if (meant === undefined || first === undefined) return NOT_AN_AMOUNT;
  if (meant.includes(wanted)) return wanted;
  if (column.currency === undefined) return first;
  const message = `The column is mapped as ${column.currency}, and this amount is in another currency.`;
  return { code: 'money.other-currency', message };
}

function settle(number: WrittenNumber, places: number, decimals: number): WrittenNumber | undefined {
  if (number.doubtful === undefined) return number;
  const { negative, whole, fraction } = number;
  if (places > 0) return number.doubtful === '.' ? number : undefined;
  if (number.doubtful === '.' || decimals >= 3) return undefined;
  return { negative, whole: whole + fraction, fraction: '' };
}

/** The number times 10 to the power of `places`, without zeros at the end of its decimals. */
function decimalText({ negative, whole, fraction }: WrittenNumber, places: number): string {
  const digits = fraction.padEnd(places, '0');
  const integer = (whole + digits.slice(0, places)).replace(/^0+(?=\d)/, '');
  const decimals = digits.slice(places).replace(/0+$/, '');
  const text = decimals === '' ? integer : `${integer}.${decimals}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}
