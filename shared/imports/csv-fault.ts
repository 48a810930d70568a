/** Most bytes of one record without its line end: a quote that is never closed must not fill the memory. */
export const MAX_RECORD_BYTES = 256 * 1024;

/** The file cannot be read any further. */
export class CsvFault extends Error {
  readonly code: 'csv.quote-open' | 'csv.record-too-long';
  /** Line of the file, from 1: where the quote was opened, or where the record begins. */
  readonly line: number;

  constructor(code: CsvFault['code'], line: number, message: string) {
    super(message);
    this.name = 'CsvFault';
    this.code = code;
    this.line = line;
  }
}

/** A place in a file where a record, or a blank line before one, begins. */
export interface CsvStart {
  /** Bytes before it. */
  readonly offset: number;
  /** Line of the file, from 1. */
  readonly line: number;
}
