/**
 * Finds records and their cells in the bytes of a CSV file (RFC 4180). Quotes, separators and line ends are ASCII in
 * UTF-8 and in Windows-1251, and no part of another character looks like one, so places in the file are exact.
 */
import { CsvFault, type CsvStart, MAX_RECORD_BYTES } from './csv-fault.ts';

/** Where a cell lies in the bytes of its record. */
export interface CellSpan {
  readonly from: number;
  readonly to: number;
  /** What stood between quotes: doubled ones in it are one. */
  readonly quoted: boolean;
  /**
   * Of a cell that begins with a quote and goes on behind the closing one, such as `"Ромашка" ООО`: where that closing
   * quote is. -1 for all others.
   */
  readonly literalFrom: number;
}

/** A record as bytes, which are good only until more are appended. */
export interface ScannedRecord {
  /** Without the line end. */
  readonly bytes: Uint8Array;
  readonly cells: readonly CellSpan[];
  readonly start: CsvStart;
  /** Behind its line end. */
  readonly next: CsvStart;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];

/** Bytes in, records out: `append` a piece, take `next` until there is none, and `finish` behind the last piece. */
export class RecordScanner {
  readonly #separator: number;
  #buffer = new Uint8Array(128 * 1024);
  #length = 0;
  /** Offset in the file of the buffer's first byte. */
  #base: number;
  #finished = false;
  #bomAwaited: boolean;

  /** Where the record begins, and where scanning goes on, in the buffer. */
  #start = 0;
  #at = 0;
  #line: number;
  /** Line ends within quotes of the record so far. */
  #lineEnds = 0;
  #cells: CellSpan[] = [];

  #cellStart = 0;
  #inQuotes = false;
  #quoteLine = 0;
  /** Where the closing quote of the cell is, or of what began like a quoted one; -1 where there is none. */
  #closed = -1;
  #literalFrom = -1;

  constructor(separator: string, from: CsvStart = { offset: 0, line: 1 }) {
    this.#separator = separator.charCodeAt(0);
    this.#base = from.offset;
    this.#line = from.line;
    this.#bomAwaited = from.offset === 0;
  }

  append(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#buffer.set(piece, this.#length);
    this.#length += piece.length;
  }

  /** No piece comes any more: what is left is the last record. */
  finish(): void {
    this.#finished = true;
  }

  /**
   * The next record; undefined where more bytes are needed, or where a finished file has no more.
   *
   * @throws CsvFault at the end of a file within quotes, and at a record that is too long
   */
  next(): ScannedRecord | undefined {
    if (this.#bomAwaited && !this.#skipBom()) return undefined;
    const terminator = this.#scanRecord();
    if (terminator === undefined) return undefined;
    const record = {
      bytes: this.#buffer.subarray(this.#start, this.#at),
      cells: this.#cells,
      start: { offset: this.#base + this.#start, line: this.#line },
    };
    this.#line += this.#lineEnds;
    this.#lineEnds = 0;
    this.#cells = [];
    this.#endLine(terminator);
    return { ...record, next: { offset: this.#base + this.#start, line: this.#line } };
  }

  /** @returns how many bytes the record's line end has, 0 at the end of the file; undefined while its end is not there */
  #scanRecord(): number | undefined {
    const buffer = this.#buffer;
    const length = this.#length;
    const separator = this.#separator;
    for (;;) {
      if (this.#at === this.#cellStart && this.#at < length && buffer[this.#at] === QUOTE) this.#openQuotes();
      if (this.#inQuotes && !this.#leaveQuotes()) return undefined;
      let at = this.#at;
      let byte = buffer[at];
      while (at < length && byte !== separator && byte !== LF && byte !== CR) {
        at += 1;
        byte = buffer[at];
      }
      this.#at = at;
      if (at - this.#start > MAX_RECORD_BYTES) throw this.#tooLong();
      // What follows a CR must be known: CR LF is one line end.
      if ((at === length || (at + 1 === length && byte === CR)) && !this.#finished) return undefined;
      if (at < length && byte === separator) {
        this.#endCell();
        this.#at = this.#cellStart = at + 1;
        continue;
      }
      const terminator = at === length ? 0 : byte === CR && at + 1 < length && buffer[at + 1] === LF ? 2 : 1;
      if (at === this.#start) {
        if (terminator === 0) return undefined;
        this.#endLine(terminator);
        continue;
      }
      this.#endCell();
      return terminator;
    }
  }

  #openQuotes(): void {
    this.#inQuotes = true;
    this.#quoteLine = this.#line + this.#lineEnds;
    this.#at += 1;
  }

  /** Goes on to behind the quote that ends the quoted part of a cell. @returns whether it is there already */
  #leaveQuotes(): boolean {
    const buffer = this.#buffer;
    const length = this.#length;
    let at = this.#at;
    for (; at < length; at += 1) {
      const byte = buffer[at];
      if (byte === CR) this.#lineEnds += 1;
      else if (byte === LF && buffer[at - 1] !== CR) this.#lineEnds += 1;
      else if (byte === QUOTE) {
        if (at + 1 === length && !this.#finished) break;
        const following = at + 1 < length ? buffer[at + 1] : LF;
        if (following === QUOTE) {
          at += 1;
          continue;
        }
        if (following === this.#separator || following === LF || following === CR) this.#closed = at;
        else this.#literalFrom = at;
        this.#inQuotes = false;
        this.#at = at + 1;
        return true;
      }
    }
    this.#at = at;
    if (at - this.#start > MAX_RECORD_BYTES) throw this.#tooLong();
    if (this.#finished) {
      const message =
        'A quote is opened here and never closed: close it, or double it where it belongs to the text.';
      throw new CsvFault('csv.quote-open', this.#quoteLine, message);
    }
    return false;
  }

  #endCell(): void {
    const quoted = this.#closed >= 0;
    this.#cells.push({
      from: this.#cellStart - this.#start + (quoted ? 1 : 0),
      to: (quoted ? this.#closed : this.#at) - this.#start,
      quoted,
      literalFrom: this.#literalFrom < 0 ? -1 : this.#literalFrom - this.#start,
    });
    this.#closed = -1;
    this.#literalFrom = -1;
  }

  #endLine(terminator: number): void {
    this.#at += terminator;
    this.#start = this.#cellStart = this.#at;
    if (terminator > 0) this.#line += 1;
  }

  #tooLong(): CsvFault {
    const hint = this.#inQuotes ? ` The quote opened in line ${this.#quoteLine} is probably not closed.` : '';
    const message = `The record that begins here has over ${MAX_RECORD_BYTES / 1024} KB.${hint}`;
    return new CsvFault('csv.record-too-long', this.#line, message);
  }

  /** @returns whether it is known whether there is one */
  #skipBom(): boolean {
    const begun = this.#buffer.subarray(0, Math.min(this.#length, BOM.length));
    const fits = begun.every((byte, place) => byte === BOM[place]);
    if (fits && begun.length < BOM.length && !this.#finished) return false;
    this.#bomAwaited = false;
    if (fits && begun.length === BOM.length) this.#start = this.#cellStart = this.#at = BOM.length;
    return true;
  }

  /** Moves the record begun to the front only where room is short, so that many small pieces are copied seldom. */
  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const kept = this.#buffer.subarray(this.#start, this.#length);
    const shift = this.#start;
    const needed = 2 * (kept.length + bytes);
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(needed);
      larger.set(kept);
      this.#buffer = larger;
    } else this.#buffer.copyWithin(0, shift, this.#length);
    this.#base += shift;
    this.#length -= shift;
    this.#at -= shift;
    this.#cellStart -= shift;
    this.#start = 0;
    if (this.#closed >= 0) this.#closed -= shift;
    if (this.#literalFrom >= 0) this.#literalFrom -= shift;
  }
}
