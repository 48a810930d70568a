/** What the bytes of a file say about its encoding. */
export interface Census {
  readonly bytes: number;
  /** Control characters that no text has: all but tab, line ends, form feed and the end mark of DOS. */
  readonly controls: number;
  /** Bytes below 0x06 in even and in odd places: the upper bytes of Latin and Cyrillic letters in UTF-16. */
  readonly low: readonly [number, number];
  readonly utf8: Utf8Census;
  readonly windows1251: CyrillicCensus;
}

/** Characters of several bytes, and places that are none (RFC 3629); one cut off by the end of the file is neither. */
export interface Utf8Census {
  readonly wellFormed: number;
  readonly illFormed: number;
}

/** What the bytes are if they are Windows-1251. */
export interface CyrillicCensus {
  /** Russian letters, and letters of other languages that have places below 0xC0. */
  readonly russian: number;
  readonly foreign: number;
  /** Two Russian letters side by side; a Russian or foreign one beside a Latin one. */
  readonly pairs: number;
  readonly withLatin: number;
  /** A capital behind a small letter, and a small one behind a capital. */
  readonly rising: number;
  readonly falling: number;
}

/** Counts over any pieces: a GB takes some seconds. Indexed loops, because iterators take twice as long. */
export function createCensus() {
  let [bytes, controls] = [0, 0];
  const low: [number, number] = [0, 0];
  const utf8 = createUtf8Counter();
  const windows1251 = createCyrillicCounter();
  return {
    add(piece: Uint8Array): void {
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at] ?? 0;
        if (byte < 0x20) {
          if (CONTROL[byte] === 1) controls += 1;
          if (byte < 0x06) low[bytes % 2 === 0 ? 0 : 1] += 1;
        }
        bytes += 1;
      }
      utf8.add(piece);
      windows1251.add(piece);
    },
    result: (): Census => ({ bytes, controls, low, utf8: utf8.result(), windows1251: windows1251.result() }),
  };
}

const CONTROL = Uint8Array.from({ length: 0x20 }, (_, byte) =>
  [0x09, 0x0a, 0x0c, 0x0d, 0x1a].includes(byte) ? 0 : 1,
);

function createUtf8Counter() {
  let [wellFormed, illFormed] = [0, 0];
  /** Bytes that the character still needs, and the range of the next one. */
  let [missing, lowest, highest] = [0, 0x80, 0xbf];
  return {
    add(piece: Uint8Array): void {
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at] ?? 0;
        if (missing > 0) {
          if (byte >= lowest && byte <= highest) {
            missing -= 1;
            [lowest, highest] = [0x80, 0xbf];
            if (missing === 0) wellFormed += 1;
            continue;
          }
          // This byte may begin a character itself.
          illFormed += 1;
          missing = 0;
        }
        if (byte < 0x80) continue;
        missing = continuations(byte);
        if (missing === 0) illFormed += 1;
        // Neither longer than need be, nor a surrogate, nor above U+10FFFF.
        lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
        highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
      }
    },
    result: (): Utf8Census => ({ wellFormed, illFormed }),
  };
}

/** How many bytes follow a first one; 0 for a byte that begins no character. */
function continuations(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

const [LATIN, CAPITAL, SMALL, FOREIGN] = [1, 2, 3, 4];

/** What each byte is in Windows-1251; 0x98 stands for nothing there, and letters stand in its place in other code pages. */
const LETTERS = Uint8Array.from(
  new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
  (character) => {
    if (/[A-Za-z]/.test(character)) return LATIN;
    if (/[А-ЯЁ]/.test(character)) return CAPITAL;
    if (/[а-яё]/.test(character)) return SMALL;
    return /[\p{L}\u0098]/u.test(character) ? FOREIGN : 0;
  },
);

function createCyrillicCounter() {
  const counts = { russian: 0, foreign: 0, pairs: 0, withLatin: 0, rising: 0, falling: 0 };
  let before = 0;
  return {
    add(piece: Uint8Array): void {
      for (let at = 0; at < piece.length; at += 1) {
        const byte = piece[at] ?? 0;
        const kind = LETTERS[byte] ?? 0;
        if (kind > LATIN || (kind === LATIN && before > LATIN)) {
          if (kind === FOREIGN) counts.foreign += 1;
          else if (kind > LATIN) counts.russian += 1;
          if (before === LATIN || kind === LATIN) counts.withLatin += 1;
          else if (isRussian(before) && isRussian(kind)) {
            counts.pairs += 1;
            if (kind > before) counts.falling += 1;
            if (kind < before) counts.rising += 1;
          }
        }
        before = kind;
      }
    },
    result: (): CyrillicCensus => counts,
  };
}

const isRussian = (kind: number): boolean => kind === CAPITAL || kind === SMALL;
