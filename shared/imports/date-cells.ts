import type { Refusal } from '../issue.ts';
import { instantOfLocal } from '../local-time.ts';
import { daySchema, instantInputSchema, toInstant } from '../record.ts';

/** How 03/04/2026 is meant. */
export type DateOrder = 'day-first' | 'month-first';

const NOT_A_DAY: Refusal = {
  code: 'date.invalid',
  message:
    'Give a date that exists, such as 2025-12-31 or 31.12.2025; where the month comes first, map the column with "dates": "month-first".',
};
const YEAR_UNCLEAR: Refusal = {
  code: 'date.year-unclear',
  message: 'Write the year with four digits: 31.12.48 may be of this century or the last.',
};
const NOT_A_TIME: Refusal = {
  code: 'time.invalid',
  message: 'Give a time that exists, such as 14:30, 14:30:15 or 2:30 PM.',
};

/** Longest text that is looked at. */
const MAX_LENGTH = 60;
const DATE = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:\s*г\.?)?(?:(?:[T\s]|,\s?)\s*(.+))?$/i;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s*([ap])\.?m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
/** How programs write a day where they know times only. */
const MIDNIGHT = /^0{1,2}:00(?::00(?:\.0+)?)?Z?$/i;

/**
 * A calendar day as `YYYY-MM-DD`: "2025-12-31", "31.12.2025", "31/12/2025" or, where `order` says so, "12/31/2025". Dots
 * always mean the day first. Codes: `date.invalid`, `date.year-unclear`.
 */
export function readDay(text: string, order: DateOrder = 'day-first'): string | Refusal {
  const parts = parse(text, order);
  if ('code' in parts) return parts;
  return parts.time === undefined || MIDNIGHT.test(parts.time) ? parts.day : NOT_A_DAY;
}

/**
 * A day with a time, or the beginning of a day, as an instant in UTC (RFC 3339 with milliseconds): "31.12.2025 14:30",
 * "2025-12-31T14:30:00+03:00", "12/31/2025 2:30 PM". Codes: `date.invalid`, `date.year-unclear`, `time.invalid`.
 *
 * @param zone IANA name of the zone that is meant where the text names no offset
 */
export function readInstant(text: string, order: DateOrder | undefined, zone: string): string | Refusal {
  const parts = parse(text, order ?? 'day-first');
  if ('code' in parts) return parts;
  const match = TIME.exec(parts.time ?? '00:00');
  if (!match) return NOT_A_TIME;
  const [, written = '', minute = '', second = '00', half, offset] = match;
  const hour =
    half === undefined ? Number(written) : (Number(written) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || (half !== undefined && (Number(written) < 1 || Number(written) > 12))) return NOT_A_TIME;
  if (Number(minute) > 59 || Number(second) > 59) return NOT_A_TIME;
  if (offset !== undefined) {
    const colon = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
    const whole = `${parts.day}T${String(hour).padStart(2, '0')}:${minute}:${second}${colon}`;
    return instantInputSchema.safeParse(whole).success ? toInstant(whole) : NOT_A_TIME;
  }
  const [year = 0, month = 0, day = 0] = parts.day.split('-').map(Number);
  const local = { year, month, day, hour, minute: Number(minute), second: Number(second) };
  return instantOfLocal(local, zone).toISOString();
}

function parse(text: string, order: DateOrder): { readonly day: string; readonly time?: string } | Refusal {
  const match = text.length > MAX_LENGTH ? null : DATE.exec(text);
  if (!match) return NOT_A_DAY;
  const [, first = '', sign, second = '', third = '', time] = match;
  const yearFirst = first.length === 4;
  if (!yearFirst && first.length <= 2 && third.length === 2) return YEAR_UNCLEAR;
  const [year, month, day] = yearFirst
    ? [first, second, third]
    : order === 'month-first' && sign !== '.'
      ? [third, first, second]
      : [third, second, first];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!daySchema.safeParse(written).success) return NOT_A_DAY;
  return time === undefined ? { day: written } : { day: written, time: time.trim() };
}
