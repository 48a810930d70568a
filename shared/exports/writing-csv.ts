import type { CsvSeparator } from '../imports/csv-format.ts';
import { writeCsvRecord } from '../imports/csv-writing.ts';
import type { Language } from '../zone.ts';
import { type Cell, type Column, headingOf, isMoney, joinList, type RowBatches } from './column.ts';
import { decimalText, isDecimalText } from './decimal-text.ts';
import { instantReader, localIsoText } from './local-instant.ts';

/** For whom an export is written. */
export interface ExportOptions {
  readonly language: Language;
  /** IANA name of the zone in which instants are shown. */
  readonly zone: string;
}

/** What Excel of the language takes a file for, when it is opened by a double click. */
const DIALECTS: Readonly<
  Record<Language, { separator: CsvSeparator; decimalSign: string; yes: string; no: string }>
> = {
  ru: { separator: ';', decimalSign: ',', yes: 'да', no: 'нет' },
  en: { separator: ',', decimalSign: '.', yes: 'yes', no: 'no' },
};

/** Bytes go out in pieces of about this many characters. */
const CHUNK = 65_536;

/**
 * A CSV file, piece by piece: UTF-8 with a byte order mark (without it Excel takes the encoding of old Windows), a line of headings,
 * separator and decimal sign as Excel of the language has them, days and instants by ISO 8601.
 *
 * Cells that a program may take for formulas are defused with an apostrophe (`defuse`), telephone numbers with a plus included, and an
 * import of ours takes it away again. Numbers are numbers, negative ones too.
 *
 * @throws RangeError for a zone that does not exist
 */
export async function* writeCsv(
  columns: readonly Column[],
  rows: RowBatches,
  { language, zone }: ExportOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { separator } = DIALECTS[language];
  const cellText = cellWriter(language, zone);
  const encoder = new TextEncoder();
  let pending = `\uFEFF${writeCsvRecord(columns.map(headingOf), separator)}`;
  for await (const batch of rows) {
    for (const row of batch) {
      pending += writeCsvRecord(
        columns.map((column, index) => cellText(row[index] ?? null, column)),
        separator,
      );
      if (pending.length < CHUNK) continue;
      yield encoder.encode(pending);
      pending = '';
    }
  }
  if (pending !== '') yield encoder.encode(pending);
}

function cellWriter(language: Language, zone: string): (cell: Cell, column: Column) => string {
  const { decimalSign, yes, no } = DIALECTS[language];
  const readInstant = instantReader(zone);
  const localNumber = (text: string): string => (decimalSign === '.' ? text : text.replace('.', decimalSign));
  return (cell, column) => {
    if (cell === null) return '';
    if (typeof cell === 'boolean') return cell ? yes : no;
    if (typeof cell === 'number') return localNumber(decimalText(cell));
    if (typeof cell === 'bigint') return String(cell);
    if (typeof cell === 'string') return textIn(cell, column);
    if (!isMoney(cell)) return joinList(cell);
    const amount = localNumber(cell.amount);
    return cell.currency === column.currency ? amount : `${amount} ${cell.currency}`;
  };

  function textIn(text: string, { type }: Column): string {
    if ((type === 'number' || type === 'integer') && isDecimalText(text)) return localNumber(text);
    if (type !== 'instant') return text;
    const shown = readInstant(text);
    return shown === undefined ? text : localIsoText(shown);
  }
}
