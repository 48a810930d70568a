import type { Money } from '../money.ts';
import { type Cell, type Column, isMoney, joinList } from './column.ts';
import { decimalText, isDecimalText } from './decimal-text.ts';
import { instantReader } from './local-instant.ts';
import { type SheetStyles, STYLES } from './sheet-styles.ts';
import { xmlText } from './xml-text.ts';

/** Longest text of a cell ("Excel specifications and limits"), in UTF-16 units. */
export const MAX_CELL_TEXT = 32_767;

/** A double holds 15 digits whatever they are, and Excel shows no more: longer numbers are written as texts, whole. */
const MAX_DIGITS = 15;

const DAY_MS = 86_400_000;
/** Days from 1899-12-30, where the days of workbooks begin, to 1970. */
const DAYS_TO_1970 = 25_569;
/** Before March 1900 Excel is a day off (it has a 29 February 1900), and before 1900 it knows no days. */
const FIRST_SERIAL = 61;
/** 9999-12-31 and its end. */
const END_OF_SERIALS = 2_958_466;

/** XML of a cell: `<c>` with its place and style, or nothing for an empty one. */
export type CellXml = (cell: Cell, column: Column, place: string) => string;

/**
 * Writes cells for one workbook. A text is an inline string (`t="inlineStr"`), which no program evaluates, whatever it begins with; `<f>`,
 * which would be a formula, is never written. Numbers, days, instants and truth values are real ones where a workbook can hold
 * them exactly, else texts.
 *
 * @param zone IANA name of the zone whose clocks instants are shown by: a workbook knows no zones
 */
export function cellWriter(zone: string, styles: SheetStyles): CellXml {
  const readInstant = instantReader(zone);

  return (cell, column, place) => {
    if (cell === null || cell === '') return '';
    if (typeof cell === 'string') return ofText(cell, column, place);
    if (typeof cell === 'number') return number(decimalText(cell), column, place, Number.isFinite(cell));
    if (typeof cell === 'bigint') return exactNumber(String(cell), column, place);
    if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    return isMoney(cell) ? money(cell, place) : text(joinList(cell), place);
  };

  function ofText(value: string, column: Column, place: string): string {
    const { type } = column;
    if (type === 'number' || type === 'integer') return exactNumber(value, column, place);
    if (type === 'date') return serial(dayOf(value), STYLES.date, value, place);
    if (type === 'instant') return serial(readInstant(value)?.shown, STYLES.instant, value, place);
    return text(value, place);
  }

  function money({ amount, currency }: Money, place: string): string {
    if (!fitsDouble(amount)) return text(`${amount} ${currency}`, place);
    return `<c r="${place}" s="${styles.money(currency)}"><v>${amount}</v></c>`;
  }
}

/** Decimal text says more than a double may hold. */
const exactNumber = (digits: string, column: Column, place: string): string =>
  number(digits, column, place, isDecimalText(digits) && fitsDouble(digits));

function number(digits: string, { type }: Column, place: string, held: boolean): string {
  if (!held || (type === 'integer' && !fitsDouble(digits))) return text(digits, place);
  const style = type === 'integer' && !digits.includes('.') ? ` s="${STYLES.integer}"` : '';
  return `<c r="${place}"${style}><v>${digits}</v></c>`;
}

function serial(shown: number | undefined, style: number, written: string, place: string): string {
  const days = shown === undefined ? 0 : shown / DAY_MS + DAYS_TO_1970;
  if (days < FIRST_SERIAL || days >= END_OF_SERIALS) return text(written, place);
  return `<c r="${place}" s="${style}"><v>${days}</v></c>`;
}

/** Milliseconds from 1970 to a day `YYYY-MM-DD`; undefined for what is none, such as 30 February. */
function dayOf(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = Date.parse(day);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(day) ? undefined : at;
}

const fitsDouble = (digits: string): boolean =>
  digits.length <= MAX_DIGITS || digits.replace(/^-?0*\.?0*|\./g, '').length <= MAX_DIGITS;

function text(value: string, place: string): string {
  return textCell(value, place, STYLES.text);
}

/** A cell of text. Beyond what a cell holds it is cut, which an ellipsis at its end shows: Excel would take the file for broken. */
export function textCell(value: string, place: string, style: number): string {
  const kept = value.length <= MAX_CELL_TEXT ? value : `${value.slice(0, MAX_CELL_TEXT - 1).toWellFormed()}…`;
  // Programs drop white space at the ends otherwise.
  const space = /^\s|\s$|\n/.test(kept) ? ' xml:space="preserve"' : '';
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t${space}>${xmlText(kept)}</t></is></c>`;
}
