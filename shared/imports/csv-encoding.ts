import type { Refusal } from '../issue.ts';
import { type Census, type CyrillicCensus, createCensus } from './byte-census.ts';
import type { CsvEncoding } from './csv-format.ts';
import { HEAD_BYTES, NOT_TEXT, refuseSignature, UTF_16 } from './file-signatures.ts';

const OTHER_ENCODING: Refusal = {
  code: 'csv.encoding-unknown',
  message:
    'The letters are in an encoding other than UTF-8 and Windows-1251: save the list as "CSV UTF-8" and upload that.',
};

/**
 * The encoding of a file, from all its bytes; or why it is no CSV file, whatever its name and type say.
 *
 * - With a byte order mark, or valid throughout, it is UTF-8. So it is where a few places only are damaged, or the last
 *   character is cut off: read as Windows-1251 every letter would be wrong, and nobody would be told. Those records come
 *   out `malformed`.
 * - Everything else is Windows-1251, unless its letters make no sense there: those of Western Europe (Windows-1252),
 *   of DOS (CP866) and of KOI8-R are refused, not guessed at.
 *
 * Codes: `csv.utf-16`, `csv.workbook`, `csv.compressed`, `csv.markup`, `csv.not-text`, `csv.encoding-unknown`.
 */
export async function detectEncoding(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly encoding: CsvEncoding } | Refusal> {
  const census = createCensus();
  const head = new Uint8Array(HEAD_BYTES);
  let known = 0;
  for await (const piece of pieces) {
    if (known < HEAD_BYTES) {
      const added = piece.subarray(0, HEAD_BYTES - known);
      head.set(added, known);
      known += added.length;
      // The rest of a long film need not be fetched.
      const refusal = known === HEAD_BYTES ? refuseSignature(head) : undefined;
      if (refusal) return refusal;
    }
    census.add(piece);
  }
  const begun = head.subarray(0, known);
  return refuseSignature(begun) ?? decide(census.result(), hasBom(begun));
}

const hasBom = ([first, second, third]: Uint8Array): boolean =>
  first === 0xef && second === 0xbb && third === 0xbf;

function decide(census: Census, bom: boolean): { readonly encoding: CsvEncoding } | Refusal {
  if (isUtf16(census)) return UTF_16;
  if (isBinary(census)) return NOT_TEXT;
  const { wellFormed, illFormed } = census.utf8;
  // In Russian text of Windows-1251 next to no letters make a character of UTF-8 by chance.
  if (bom || illFormed === 0 || wellFormed > 8 * illFormed) return { encoding: 'utf-8' };
  return isOtherAlphabet(census.windows1251) ? OTHER_ENCODING : { encoding: 'windows-1251' };
}

/** Without a byte order mark: nearly all of every second byte is an upper one, and the others are not. */
function isUtf16({ bytes, low }: Census): boolean {
  const [more = 0, fewer = 0] = low.toSorted((one, other) => other - one);
  return bytes >= 8 && more > 0.35 * bytes && fewer < 0.15 * bytes;
}

/** A few are let through: they are refused with their rows. */
const isBinary = ({ bytes, controls }: Census): boolean => controls >= 16 && controls > 0.05 * bytes;

function isOtherAlphabet({ russian, foreign, pairs, withLatin, rising, falling }: CyrillicCensus): boolean {
  // Western Europe: "Müller" has a letter of the upper half between Latin ones, and hardly ever two.
  if (withLatin > pairs) return true;
  // CP866 has most of its letters where Windows-1251 has Serbian ones; of Ukrainian text some 8 % lie there.
  if (foreign >= 8 && foreign > 0.25 * russian) return true;
  // In KOI8-R capitals lie where Windows-1251 has small letters, and the other way round.
  return rising >= 4 && rising > falling;
}
