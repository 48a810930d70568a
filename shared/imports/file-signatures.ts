import type { Refusal } from '../issue.ts';

/** How many first bytes of a file are looked at. */
export const HEAD_BYTES = 512;

export const UTF_16: Refusal = {
  code: 'csv.utf-16',
  message: 'The file is in UTF-16 ("Unicode text"): save it as "CSV UTF-8" and upload that.',
};
export const NOT_TEXT: Refusal = {
  code: 'csv.not-text',
  message: 'This is no text file: save the list as "CSV UTF-8" in the program it comes from and upload that.',
};
const WORKBOOK: Refusal = {
  code: 'csv.workbook',
  message:
    'This is a workbook of a table program, or a ZIP archive: save the sheet as "CSV UTF-8" and upload that.',
};
const COMPRESSED: Refusal = {
  code: 'csv.compressed',
  message: 'The file is compressed: unpack it and upload the CSV file in it.',
};
const MARKUP: Refusal = {
  code: 'csv.markup',
  message:
    'This is HTML, XML, JSON or RTF, whatever its name says: open it in a table program, save it as "CSV UTF-8" and upload that.',
};

/** What files of other kinds begin with, a character for each byte. */
const SIGNATURES: readonly (readonly [string, Refusal])[] = [
  ['\xFF\xFE', UTF_16],
  ['\xFE\xFF', UTF_16],
  ['\0\0\xFE\xFF', UTF_16],
  // ZIP, which xlsx and ods are, and the compound files of OLE, which old xls are.
  ['PK\x03\x04', WORKBOOK],
  ['PK\x05\x06', WORKBOOK],
  ['\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', WORKBOOK],
  ['\x1F\x8B', COMPRESSED],
  ['BZh91AY&SY', COMPRESSED],
  ['7z\xBC\xAF\x27\x1C', COMPRESSED],
  ['Rar!\x1A\x07', COMPRESSED],
  ['\xFD7zXZ\0', COMPRESSED],
  ['\x28\xB5\x2F\xFD', COMPRESSED],
  ['%PDF-', NOT_TEXT],
  ['\x89PNG\r\n', NOT_TEXT],
  ['\xFF\xD8\xFF', NOT_TEXT],
  ['GIF89a', NOT_TEXT],
];

/** Programs give HTML and XML out as "xls" and "csv", because Excel opens them. */
const MARKUP_BEGINS =
  /^(?:\xEF\xBB\xBF)?\s*(?:<(?:!doctype|!--|\?xml|html|head|body|meta|table|div|style)[\s>]|\{\\rtf|\[?\s*\{\s*")/i;

/** Why a file that begins with these bytes is no CSV file; undefined where nothing speaks against it. */
export function refuseSignature(head: Uint8Array): Refusal | undefined {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  if (MARKUP_BEGINS.test(text)) return MARKUP;
  return SIGNATURES.find(([signature]) => text.startsWith(signature))?.[1];
}
