import type { Refusal } from '../issue.ts';

/** Longest text that is looked at as a number: what is longer is none, and is not worth the time. */
const MAX_LENGTH = 60;

/** A number as written, taken apart; digits only. */
export interface WrittenNumber {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  /** Of "1,234" and "1.234": the sign that may part thousands or decimals. Taken apart as decimals. */
  readonly doubtful?: ',' | '.';
}

/** Thousands as people part them: spaces of all kinds, and apostrophes as in Switzerland. */
const GROUPED = /^\d{1,3}(?:[\s'’]\d{3})+$/;

/** A number by itself: "1 234,56", "1,234.56", "1.234.567", "1'234.50", "-5", "(5)"; undefined where it is none. */
export function parseNumber(text: string): WrittenNumber | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const inParentheses = /^\((.*)\)$/.exec(text)?.[1];
  const signed = /^([-−–+]?)\s*(.*)$/s.exec((inParentheses ?? text).trim());
  const [, sign = '', digits = ''] = signed ?? [];
  const negative = inParentheses !== undefined || (sign !== '' && sign !== '+');
  const parts = partNumber(digits);
  if (parts === undefined || (inParentheses !== undefined && sign !== '')) return undefined;
  return { negative, ...parts };
}

function partNumber(text: string): Omit<WrittenNumber, 'negative'> | undefined {
  const signs = text.match(/[.,]/g) ?? [];
  const last = signs.at(-1);
  if (last === undefined) return ungrouped(text, '');
  const alone = signs.length === 1;
  if (!alone && signs.every((sign) => sign === last)) return ungrouped(text.replaceAll(last, ' '), '');
  const at = text.lastIndexOf(last);
  const [before, fraction] = [text.slice(0, at), text.slice(at + 1)];
  if (!/^\d+$/.test(fraction)) return undefined;
  if (alone) {
    const parts = ungrouped(before === '' ? '0' : before, fraction);
    const doubtful = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(before);
    return parts && doubtful ? { ...parts, doubtful: last === ',' ? ',' : '.' } : parts;
  }
  // Of two kinds the last one parts the decimals, and the other one thousands.
  return before.includes(last) ? undefined : ungrouped(before.replaceAll(/[.,]/g, ' '), fraction);
}

function ungrouped(whole: string, fraction: string): Omit<WrittenNumber, 'negative'> | undefined {
  if (!/^\d+$/.test(whole) && !GROUPED.test(whole)) return undefined;
  return { whole: whole.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, ''), fraction };
}

/** What people write behind a count. */
const COUNTED = /\s*(?:чел|человек|сотр|сотрудников|employees|people|г|год|года)\.?$/i;

/**
 * A whole number: "2 822", "2,822", "2.822", "2822,00", "120 чел.".
 * Codes: `number.not-whole`, `number.too-large`.
 */
export function readWholeNumber(text: string): number | Refusal {
  const number = parseNumber(text.slice(0, MAX_LENGTH + 1).replace(COUNTED, ''));
  // No part of one can be meant: three digits behind a sign are thousands.
  const whole = number?.doubtful ? number.whole + number.fraction : number?.whole;
  const fraction = number?.doubtful ? '' : number?.fraction;
  if (whole === undefined || !/^0*$/.test(fraction ?? '')) {
    return { code: 'number.not-whole', message: 'Give one whole number in digits, such as 120.' };
  }
  if (whole.length > 15) return { code: 'number.too-large', message: 'The number is too large.' };
  return number?.negative ? 0 - Number(whole) : Number(whole);
}
