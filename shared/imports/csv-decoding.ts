import type { CsvEncoding } from './csv-format.ts';
import type { CellSpan, ScannedRecord } from './csv-scanning.ts';

/** Only the scanner skips a BOM, at the beginning of the file: anywhere else it is a character. */
const STRICT = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  'windows-1251': new TextDecoder('windows-1251', { fatal: true }),
};
const LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });

/** Gives a part of a record as text; asked from front to back. */
type Slice = (from: number, to: number) => string;

export interface CellTexts {
  readonly cells: string[];
  /** Set where bytes are not of the encoding; each such place is a U+FFFD. Windows-1251 has a character for each byte. */
  readonly malformed?: true;
}

/** The texts of a record's cells. The record is decoded at once, because a decoder's call costs as much as 100 bytes. */
export function cellTexts({ bytes, cells }: ScannedRecord, encoding: CsvEncoding): CellTexts {
  const text = decode(bytes, encoding);
  if (text !== undefined) {
    const slice = sliceOf(text, bytes);
    return { cells: cells.map((cell) => cellText(cell, slice)) };
  }
  const slice: Slice = (from, to) => LENIENT.decode(bytes.subarray(from, to));
  return { cells: cells.map((cell) => cellText(cell, slice)), malformed: true };
}

function decode(bytes: Uint8Array, encoding: CsvEncoding): string | undefined {
  try {
    return STRICT[encoding].decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function cellText({ from, to, quoted, literalFrom }: CellSpan, slice: Slice): string {
  if (literalFrom >= 0)
    return slice(from, from + 1) + undouble(slice(from + 1, literalFrom)) + slice(literalFrom, to);
  const text = slice(from, to);
  return quoted ? undouble(text) : text;
}

const undouble = (text: string): string => text.replaceAll('""', '"');

/** Places in the bytes are places in the text where each byte is one character: always in Windows-1251. */
function sliceOf(text: string, bytes: Uint8Array): Slice {
  if (text.length === bytes.length) return (from, to) => text.slice(from, to);
  let [counted, units] = [0, 0];
  const unitsBefore = (place: number): number => {
    for (; counted < place; counted += 1) {
      const byte = bytes[counted] ?? 0;
      // UTF-16 has no unit for a byte that continues a character, and two for one of four bytes.
      if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
    }
    return units;
  };
  return (from, to) => text.slice(unitsBefore(from), unitsBefore(to));
}
