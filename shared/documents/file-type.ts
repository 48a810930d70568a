/** How the bytes of a type begin; the texts of both have no bytes in common. */
type Beginning =
  /** These bytes, in hexadecimal digits, at a place; two of them stand for any byte where they are `..`. */
  | { readonly at: number; readonly hex: string }
  /** These bytes somewhere in the first 1,024. */
  | { readonly within: string }
  /** A text in any encoding. */
  | 'text'
  /** A text whose first line is a header field. */
  | 'mail';

export interface FileType {
  readonly contentType: string;
  /** In lower case: the first one is the usual one. */
  readonly extensions: readonly string[];
  readonly begins: readonly Beginning[];
}

const at = (hex: string, place = 0): Beginning => ({ at: place, hex });

/** PKWARE APPNOTE 6.3, 4.3.7 and 4.3.16: a local file header, or the end of an archive without files. */
const ZIP = [at('504b0304'), at('504b0506')];
/** [MS-CFB] 2.2: the older Office formats and saved Outlook messages. */
const COMPOUND = [at('d0cf11e0a1b11ae1')];
/** ISO/IEC 14496-12, 4.3: a file type box, with its major brand. */
const brand = (name: string): Beginning =>
  at(`66747970${[...name].map((letter) => letter.charCodeAt(0).toString(16)).join('')}`, 4);

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

const type = (
  contentType: string,
  extensions: readonly string[],
  begins: readonly Beginning[],
): FileType => ({ contentType, extensions, begins });

/**
 * What may be attached. Nothing that a browser or a system runs when it is opened: no HTML, SVG, scripts or programs. An
 * Office file with macros is refused by its name; what is inside an archive or a document is for a scanner to find.
 */
export const FILE_TYPES: readonly FileType[] = [
  // ISO 32000-1, 7.5.2, and its implementation note 13: the header lies in the first 1,024 bytes.
  type('application/pdf', ['pdf'], [{ within: '255044462d' }]),
  // ECMA-376 part 2 and ODF 1.3 part 2: packages are ZIP archives.
  type(`${OFFICE}.wordprocessingml.document`, ['docx'], ZIP),
  type(`${OFFICE}.spreadsheetml.sheet`, ['xlsx'], ZIP),
  type(`${OFFICE}.presentationml.presentation`, ['pptx'], ZIP),
  type(`${ODF}.text`, ['odt'], ZIP),
  type(`${ODF}.spreadsheet`, ['ods'], ZIP),
  type(`${ODF}.presentation`, ['odp'], ZIP),
  type('application/msword', ['doc'], COMPOUND),
  type('application/vnd.ms-excel', ['xls'], COMPOUND),
  type('application/vnd.ms-powerpoint', ['ppt'], COMPOUND),
  type('application/vnd.ms-outlook', ['msg'], COMPOUND),
  // RTF 1.9.1: `{\rtf`.
  type('application/rtf', ['rtf'], [at('7b5c727466')]),
  type('text/plain', ['txt', 'log'], ['text']),
  type('text/csv', ['csv'], ['text']),
  // RFC 5322, 2.2.
  type('message/rfc822', ['eml'], ['mail']),
  // ITU-T T.81, B.1.1.3: start of image, then a marker.
  type('image/jpeg', ['jpg', 'jpeg'], [at('ffd8ff')]),
  // PNG (third edition), 5.2.
  type('image/png', ['png'], [at('89504e470d0a1a0a')]),
  // GIF89a, 17.
  type('image/gif', ['gif'], [at('474946383761'), at('474946383961')]),
  // RFC 9649, 2.3.
  type('image/webp', ['webp'], [at('52494646........57454250')]),
  // TIFF 6.0, 2.
  type('image/tiff', ['tif', 'tiff'], [at('49492a00'), at('4d4d002a')]),
  // ISO/IEC 23008-12, 10.
  type('image/heic', ['heic', 'heif'], ['heic', 'heix', 'mif1', 'msf1'].map(brand)),
  // ISO/IEC 11172-3, 2.4.1.3: a frame of layer III; or an ID3v2 tag before it.
  type(
    'audio/mpeg',
    ['mp3'],
    ['494433', 'fffb', 'fffa', 'fff3', 'fff2', 'ffe3', 'ffe2'].map((hex) => at(hex)),
  ),
  // Multimedia Programming Interface 1.0: RIFF of the form WAVE.
  type('audio/wav', ['wav'], [at('52494646........57415645')]),
  // RFC 3533, 6.
  type('audio/ogg', ['ogg', 'oga', 'opus'], [at('4f676753')]),
  type('audio/mp4', ['m4a'], ['M4A ', 'mp42', 'isom', 'iso2', 'mp41', 'dash'].map(brand)),
  type('application/zip', ['zip'], ZIP),
  // 7zFormat.txt of the LZMA SDK.
  type('application/x-7z-compressed', ['7z'], [at('377abcaf271c')]),
  // RAR 5.0 archive format, "RAR signature", and the one of RAR 1.5 to 4.
  type('application/vnd.rar', ['rar'], [at('526172211a0700'), at('526172211a070100')]),
];

/** How many of the first bytes tell a type. */
export const HEAD_BYTES = 4096;

const BY_CONTENT_TYPE = new Map(FILE_TYPES.map((one) => [one.contentType, one]));

export const fileTypeOf = (contentType: string): FileType | undefined => BY_CONTENT_TYPE.get(contentType);

/** The part of a name behind its last dot, in lower case; empty where there is none. */
export const extensionOf = (fileName: string): string =>
  /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/**
 * Whether bytes begin as those of a type do.
 *
 * @param head The first `HEAD_BYTES` of the content, or all of it where it is shorter.
 */
export function beginsAs(contentType: string, head: Uint8Array): boolean {
  return fileTypeOf(contentType)?.begins.some((beginning) => fits(beginning, head)) ?? false;
}

function fits(beginning: Beginning, head: Uint8Array): boolean {
  if (beginning === 'text') return isText(head);
  if (beginning === 'mail') return isText(head) && /^[!-9;-~]+[ \t]*:/.test(asciiOf(head.subarray(0, 200)));
  if ('at' in beginning) return matches(head.subarray(beginning.at), beginning.hex);
  const wanted = asciiOf(Uint8Array.from(pairsOf(beginning.within), (pair) => Number.parseInt(pair, 16)));
  return asciiOf(head.subarray(0, 1024)).includes(wanted);
}

const pairsOf = (hex: string): readonly string[] => hex.match(/../g) ?? [];

const matches = (bytes: Uint8Array, hex: string): boolean =>
  pairsOf(hex).every((pair, index) =>
    pair === '..' ? bytes[index] !== undefined : bytes[index] === Number.parseInt(pair, 16),
  );

/** One character for each byte. */
const asciiOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Byte order marks of UTF-16, in which every other byte of a Latin text is zero. */
const UTF_16 = ['fffe', 'feff'];
/** Control characters of texts: tab, line feed, form feed, carriage return, end of file and escape. */
const CONTROLS_OF_TEXT = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b]);
const DELETE = 0x7f;

function isText(head: Uint8Array): boolean {
  if (UTF_16.some((mark) => matches(head, mark))) return true;
  return head.every((byte) => (byte >= 0x20 ? byte !== DELETE : CONTROLS_OF_TEXT.has(byte)));
}
