import { isBlankRow } from '../../shared/imports/cells.ts';
import type { CsvEncoding, CsvRecord, CsvSeparator } from '../../shared/imports/csv-reading.ts';
import { readCsv } from '../../shared/imports/csv-reading.ts';
import type { Files } from '../runtime/files/files.ts';

/** Rows that are matched, written and counted together. */
export const PART_ROWS = 200;

/** A place between two rows, with the number of the rows before it. */
export interface ListPlace {
  readonly offset: number;
  readonly line: number;
  readonly row: number;
}

export const START: ListPlace = { offset: 0, line: 1, row: 0 };

export interface NumberedRecord extends CsvRecord {
  /** From 1; the headings are not counted. */
  readonly row: number;
}

/** Some rows of a list and where the next ones begin. */
export interface ListPart {
  readonly records: readonly NumberedRecord[];
  readonly next: ListPlace;
}

export interface ListFile {
  readonly files: Files;
  readonly key: string;
  readonly etag: string;
  readonly encoding: CsvEncoding;
  readonly separator: CsvSeparator;
  /** How many columns in front are ours (`reasonColumns`): rows come without them. */
  readonly reasons: number;
}

/** The number of a part, from the rows before it: parts always begin at the same rows. */
export const partNumber = ({ row }: ListPlace): number => Math.floor(row / PART_ROWS);

/**
 * The rows of a list from a place on, in parts of `PART_ROWS`.
 *
 * @throws CsvFault, FileReplaced, FileMissing
 */
export async function* partsOf(list: ListFile, from: ListPlace): AsyncGenerator<ListPart> {
  const { files, key, etag, encoding, separator, reasons } = list;
  const { offset, line } = from;
  const pieces = files.read(key, { etag, from: offset });
  let records: NumberedRecord[] = [];
  let { row } = from;
  let headingsAhead = offset === 0;
  for await (const record of readCsv(pieces, { encoding, separator, from: { offset, line } })) {
    if (headingsAhead) {
      headingsAhead = false;
      continue;
    }
    if (isBlankRow(record.cells)) continue;
    row += 1;
    records.push({ ...record, cells: record.cells.slice(reasons), row });
    if (records.length < PART_ROWS) continue;
    yield { records, next: { offset: record.end, line: record.endLine, row } };
    records = [];
  }
  const last = records.at(-1);
  if (last) yield { records, next: { offset: last.end, line: last.endLine, row } };
}
