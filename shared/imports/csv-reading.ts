import type { Refusal } from '../issue.ts';
import { cellTexts } from './csv-decoding.ts';
import type { CsvStart } from './csv-fault.ts';
import type { CsvEncoding, CsvSeparator } from './csv-format.ts';
import { RecordScanner, type ScannedRecord } from './csv-scanning.ts';

export { CsvFault, type CsvStart, MAX_RECORD_BYTES } from './csv-fault.ts';
export type { CsvEncoding, CsvSeparator } from './csv-format.ts';

/** One record of a CSV file, the heading too. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Offset of its first byte in the file. */
  readonly start: number;
  /** Offset behind it and its line end: where reading may go on. */
  readonly end: number;
  /** Line of the file where it begins, from 1. */
  readonly line: number;
  /** Line of the file at `end`: a record has more than one where a quoted cell has. */
  readonly endLine: number;
  /** Set where its bytes are not of the encoding: each such place is a U+FFFD. */
  readonly malformed?: true;
}

/** Why a `malformed` record is no row. */
export const MALFORMED: Refusal = {
  code: 'csv.malformed',
  message: 'Some letters of this row are damaged: type them again and save the list as "CSV UTF-8".',
};

export interface CsvOptions {
  readonly encoding: CsvEncoding;
  readonly separator: CsvSeparator;
  /** Where the pieces begin: the `end` and `endLine` of a record read before. Default: the beginning of the file. */
  readonly from?: CsvStart;
}

/**
 * The records of a CSV file (RFC 4180), whatever the pieces it comes in; reading may go on behind any of them.
 *
 * - Lines end with LF, CR LF or CR; blank ones, a byte order mark and a first line `sep=;` (which Excel obeys) are skipped.
 * - Quotes within an unquoted cell, and around only the beginning of one, are text: `ООО "Ромашка"`, `"Ромашка" ООО`.
 * - Every other character comes through as it is, NUL too: what a cell may hold is the reader's business.
 *
 * Memory holds one piece and one record of at most `MAX_RECORD_BYTES`.
 *
 * @throws CsvFault `csv.quote-open`, `csv.record-too-long`, behind the records before it
 */
export async function* readCsv(
  pieces: AsyncIterable<Uint8Array>,
  options: CsvOptions,
): AsyncGenerator<CsvRecord, void> {
  const scanner = new RecordScanner(options.separator, options.from);
  for await (const piece of pieces) {
    scanner.append(piece);
    yield* recordsOf(scanner, options);
  }
  scanner.finish();
  yield* recordsOf(scanner, options);
}

function* recordsOf(scanner: RecordScanner, { encoding, from }: CsvOptions): Generator<CsvRecord> {
  const first = from?.offset ?? 0;
  for (let scanned = scanner.next(); scanned !== undefined; scanned = scanner.next()) {
    const { start, next } = scanned;
    if (first === 0 && start.line === 1 && namesSeparator(scanned)) continue;
    const texts = cellTexts(scanned, encoding);
    yield { ...texts, start: start.offset, end: next.offset, line: start.line, endLine: next.line };
  }
}

/** `sep=` and one character, without quotes. */
const namesSeparator = ({ bytes }: ScannedRecord): boolean =>
  bytes.length === 5 && /^sep=[,;\t|]$/i.test(String.fromCharCode(...bytes));
