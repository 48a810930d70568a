import { CsvFault } from './csv-fault.ts';
import { CSV_SEPARATORS, type CsvSeparator } from './csv-format.ts';
import { RecordScanner } from './csv-scanning.ts';

/** Where all are alike: a list of one column may have commas in its texts, hardly ever semicolons or tabs. */
const PREFERRED: readonly CsvSeparator[] = ['\t', ';', ','];

/** How many records are looked at. */
const LOOKED_AT = 100;

/** What a row counts that the separator parts, but not cleanly into the heading's columns. */
const RAGGED = 0.25;

/**
 * The separator of a list, from its first records; `head` may end anywhere. A first line `sep=;` settles it, as it does for
 * Excel. Otherwise it is the one by which the heading has the most columns, weighed with the share of rows that have as many:
 * a comma in one heading and in most amounts does not make a list of two columns.
 */
export function detectSeparator(head: string): CsvSeparator {
  const named = /^\uFEFF?sep=([,;\t])[\r\n]/i.exec(head)?.[1];
  const said = CSV_SEPARATORS.find((separator) => separator === named);
  if (said !== undefined) return said;
  const bytes = new TextEncoder().encode(head);
  const judged = PREFERRED.map((separator) => ({ separator, ...judge(rowsBy(bytes, separator)) }));
  const [best] = judged.toSorted((one, other) => other.weight - one.weight || other.share - one.share);
  return best?.separator ?? ',';
}

interface Row {
  readonly width: number;
  /** No cell goes on behind its closing quote, as it would where the separator is another. */
  readonly clean: boolean;
}

/** The first records. The last one may be cut off, and is left out unless it is the only one. */
function rowsBy(bytes: Uint8Array, separator: CsvSeparator): Row[] {
  const scanner = new RecordScanner(separator);
  scanner.append(bytes);
  scanner.finish();
  const rows: Row[] = [];
  try {
    for (let record = scanner.next(); record && rows.length <= LOOKED_AT; record = scanner.next()) {
      const clean = record.cells.every(({ literalFrom }) => literalFrom < 0);
      rows.push({ width: record.cells.length, clean });
    }
  } catch (error) {
    // Cut off within quotes.
    if (error instanceof CsvFault) return rows;
    throw error;
  }
  return rows.length > 1 ? rows.slice(0, -1) : rows;
}

function judge([heading, ...rows]: readonly Row[]): { readonly weight: number; readonly share: number } {
  if (heading === undefined) return { weight: 0, share: 0 };
  const worth = (heading.width - 1) * (heading.clean ? 1 : RAGGED);
  if (rows.length === 0) return { weight: worth, share: 1 };
  const alike = rows.filter(({ width, clean }) => width === heading.width && clean).length;
  const parted = rows.filter(({ width }) => width > 1).length;
  const weight = worth * (alike + RAGGED * (parted - alike));
  return { weight: weight / rows.length, share: alike / rows.length };
}
