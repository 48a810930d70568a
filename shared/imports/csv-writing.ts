import type { CsvSeparator } from './csv-format.ts';

/**
 * What a table program may take for a formula, wherever a cell begins with it: the list of OWASP ("CSV Injection"), with
 * the line feed and the full-width forms that some programs take too. Apostrophes before it belong to how we defuse; white space before it is
 * dropped by some programs.
 */
const FORMULA = /^(?:(?![\t\r\n])['\s])*[=+\-@\t\r\n＝＋－＠]/;

/**
 * Behind a comma, semicolon, tab or line end in a cell, too: Excel of another country takes another separator, and then quotes in the
 * middle of a line keep nothing together. The values of a list stand behind one and a space. The place where the apostrophe goes.
 */
const FORMULA_INSIDE = /(?<=[,;\t\r\n])(?=(?:(?![\t\r\n])['"\s])*[=+\-@\t\r＝＋－＠])/g;
const DEFUSED_INSIDE = /(?<=[,;\t\r\n])'(?=(?:(?![\t\r\n])['"\s])*[=+\-@\t\r＝＋－＠])/g;

/** A negative number is one to every program, and must stay one: people add amounts up. */
const NEGATIVE_NUMBER = /^-\d+(?:[.,]\d+)?$/;

/** `="00123"`: how programs keep Excel from dropping zeros. Never written by us, because we defuse it. */
const KEPT_AS_TEXT = /^="((?:[^"]|"")*)"$/;

/**
 * One line of a CSV file (RFC 4180) with its CR LF, every cell defused, so that opening the file runs nothing.
 * Cells are quoted only where the reader needs it.
 */
export function writeCsvRecord(cells: readonly string[], separator: CsvSeparator): string {
  // A line without a character would be a blank one.
  if (cells.length === 1 && cells[0] === '') return '""\r\n';
  return `${cells.map((cell) => quote(defuse(cell), separator)).join(separator)}\r\n`;
}

/**
 * The cell as it may be given to a table program: with an apostrophe before what could be a formula. A telephone number
 * with a plus gets one too: `+7-495-1234567` is a sum, and `+74951234567` would lose its plus. `-5` stays a number.
 */
export function defuse(cell: string): string {
  const inside = cell.replace(FORMULA_INSIDE, "'");
  return FORMULA.test(cell) && !NEGATIVE_NUMBER.test(cell) ? `'${inside}` : inside;
}

/**
 * What a cell of a list says: the inverse of `defuse` for all that it gives, so that a file of ours comes back as it was.
 * Lists of others are read the same way: they defuse likewise, or write `="00123"` for a text of digits.
 */
export function undefuse(cell: string): string {
  const kept = KEPT_AS_TEXT.exec(cell)?.[1];
  if (kept !== undefined) return kept.replaceAll('""', '"');
  const text = cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
  return text.replace(DEFUSED_INSIDE, '');
}

function quote(cell: string, separator: CsvSeparator): string {
  // At the beginning of a file a byte order mark and "sep=" would be taken for more than text.
  const plain = !/["\r\n]|^\uFEFF|^sep=/i.test(cell) && !cell.includes(separator);
  return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
