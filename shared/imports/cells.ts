import type { Refusal } from '../issue.ts';
import { normaliseText } from '../text.ts';
import type { BoundColumn } from './binding.ts';
import { undefuse } from './csv-writing.ts';

/** Longest cell that is taken apart; notes and descriptions may be longer. */
export const MAX_CELL = 4000;

/** What a cell says, once words are replaced; empty where it says nothing. */
export function cellText(
  cell: string,
  { values }: Pick<BoundColumn, 'values'>,
  emptyWords: ReadonlySet<string>,
): string {
  const written = normaliseText(undefuse(cell));
  const meant = values.get(written) ?? values.get(written.toLowerCase());
  const text = meant === undefined ? written : normaliseText(meant);
  return emptyWords.has(text) ? '' : text;
}

/** Whether a row says nothing at all, as those do that table programs give out below a list. */
export const isBlankRow = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** What Excel and LibreOffice leave in a cell whose formula fails, in English and Russian. */
const FORMULA_ERROR =
  /^#(?:N\/A|Н\/Д|REF!|ССЫЛКА!|VALUE!|ЗНАЧ!|DIV\/0!|ДЕЛ\/0!|NAME\?|ИМЯ\?|NUM!|ЧИСЛО!|NULL!|ПУСТО!|SPILL!|CALC!)$/i;

/** What table programs make of long numbers: the digits behind the first few are lost. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+?\d+$/i;

/**
 * Why a cell cannot be what people wrote there: a table program has spoiled it. Codes: `cell.formula-error`, and for what
 * is written in digits `cell.digits-lost`.
 */
export function refuseSpoiled(text: string, digits: boolean): Refusal | undefined {
  if (FORMULA_ERROR.test(text)) {
    const message = 'A formula of the table has failed here: set it right and save the list again.';
    return { code: 'cell.formula-error', message };
  }
  if (digits && text.length < 30 && SCIENTIFIC.test(text)) {
    const message =
      'The table program has shortened this number, and its digits are lost: format the column as text in the original list and save it again.';
    return { code: 'cell.digits-lost', message };
  }
  return undefined;
}

/** Several labels in one cell, apart by commas, semicolons or line ends; each once. */
export const splitTags = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\r\n]/)
      .map(normaliseText)
      .filter((tag) => tag !== ''),
  ),
];

/**
 * A web address in full: lists leave the scheme out. Where the rest looks like no host it is left as it is, for the schema to
 * refuse.
 */
export function readWebsite(text: string): string {
  if (/^https?:\/\//i.test(text)) return text;
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?(?:[/?#]\S*)?$/u.test(text) ? `https://${text}` : text;
}

const INN_AND_KPP = /^(\d{10}|\d{12})\s*[/\\]\s*(?:(\d{4}[0-9A-Z]{2}\d{3})|-)?$/i;

/** "7707083893/773601001", as 1C writes the two in one cell; undefined for anything else. */
export function splitInnAndKpp(text: string): { readonly inn: string; readonly kpp?: string } | undefined {
  const [, inn, kpp] = INN_AND_KPP.exec(text) ?? [];
  if (inn === undefined) return undefined;
  return kpp === undefined ? { inn } : { inn, kpp };
}
