import { KartotekaError } from '../../shared/errors.ts';
import { refuseHeaders } from '../../shared/imports/binding.ts';
import { detectEncoding } from '../../shared/imports/csv-encoding.ts';
import { CsvFault, type CsvSeparator, readCsv } from '../../shared/imports/csv-reading.ts';
import { detectSeparator } from '../../shared/imports/csv-separator.ts';
import { ownHeadings, reasonColumns } from '../../shared/imports/refused-rows.ts';
import type { Refusal } from '../../shared/issue.ts';
import type { Files } from '../runtime/files/files.ts';

/** The part of a file that tells its columns. */
const HEAD_BYTES = 512 * 1024;

const SAMPLES = 3;

/** What the first rows of a file show. */
export interface FileHead {
  readonly separator: CsvSeparator;
  /** As the file has them. */
  readonly fileHeadings: readonly string[];
  /** Without those in front that are ours, where refused rows come back. */
  readonly headings: readonly string[];
  /** Own cells of the first rows below the headings. */
  readonly samples: readonly (readonly string[])[];
}

/** @throws KartotekaError `import.unreadable` with the `reason` in its facts */
export function unreadable({ code, message }: Refusal, line?: number): KartotekaError {
  return new KartotekaError('invalid', 'import.unreadable', `The file cannot be read: ${message}`, {
    facts: { reason: code, line },
  });
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The first bytes of a file up to a line end, so that no character is cut. */
async function readStart(files: Files, key: string, etag: string): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  for await (const piece of files.read(key, { etag, to: HEAD_BYTES - 1 })) held.push(piece);
  const bytes = Buffer.concat(held);
  if (bytes.byteLength < HEAD_BYTES) return bytes;
  const lineEnd = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
  return lineEnd === -1 ? bytes : bytes.subarray(0, lineEnd + 1);
}

/**
 * Reads the headings and a few rows.
 *
 * @throws KartotekaError `import.unreadable`
 */
export async function readHead(files: Files, key: string, etag: string): Promise<FileHead> {
  const start = await readStart(files, key, etag);
  const detected = await detectEncoding(piecesOf(start));
  if (!('encoding' in detected)) throw unreadable(detected);
  const { encoding } = detected;
  const separator = detectSeparator(new TextDecoder(encoding).decode(start));
  const records: (readonly string[])[] = [];
  try {
    for await (const { cells } of readCsv(piecesOf(start), { encoding, separator })) {
      records.push(cells);
      if (records.length > SAMPLES) break;
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    // A quote that is open where the head was cut says nothing of the file; one before the first row does.
    if (records.length === 0) throw unreadable({ code: error.code, message: error.message }, error.line);
  }
  const [fileHeadings, ...samples] = records;
  if (!fileHeadings) throw unreadable({ code: 'csv.empty', message: 'there is nothing in it.' });
  const headings = ownHeadings(fileHeadings);
  const refusal = refuseHeaders(headings);
  if (refusal) throw unreadable(refusal);
  const reasons = reasonColumns(fileHeadings);
  return { separator, fileHeadings, headings, samples: samples.map((cells) => cells.slice(reasons)) };
}
