/**
 * What text is compared by. `foldCase` is for filters: case, accents and yo make no difference. `foldWords` is for finding: beside
 * that, a word is the same in Cyrillic and in any usual Latin spelling of it, because both become one key.
 */

/** Marks that letters carry; the breve of й stays, which is another letter than и. */
const ACCENTS = /(?<!и)\u0306|[\p{M}--\u0306]/gv;
const PLAIN = /^[\p{ASCII}а-яё№«»–—„“”]*$/u;

/**
 * Text without regard to case, accents, yo and the width of white space. Repeating it changes nothing.
 */
export function foldCase(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  const bare = PLAIN.test(lower) ? lower : lower.normalize('NFD').replaceAll(ACCENTS, '').normalize('NFC');
  return bare.replaceAll('ё', 'е').replaceAll(/\s+/gu, ' ').trim();
}

/**
 * Letters of the Cyrillic alphabets of Russia and its neighbours in the Latin letters of the key. Those that usual
 * transliterations (GOST 7.79, ICAO Doc 9303, BGN/PCGN, ALA-LC and what people type) write in several ways become what all of them
 * are reduced to.
 */
const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  і: 'i',
  ї: 'i',
  є: 'e',
  ґ: 'g',
  ў: 'u',
  ә: 'a',
  ғ: 'g',
  қ: 'k',
  ң: 'n',
  ө: 'o',
  ұ: 'u',
  ү: 'u',
  һ: 'h',
  ј: 'i',
  љ: 'l',
  њ: 'n',
  ћ: 'ch',
  ђ: 'd',
  џ: 'dzh',
};

/** Latin letters that Unicode does not take apart. */
const LATIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
};

/** Spellings of one sound, longest first; applied to keys of both alphabets, so that they stay alike. */
const SOUNDS = /shch|sch|tch|kh|ck|ph|th|tz|x|w|q|y|j|c(?!h)/g;
const KEYS: Readonly<Record<string, string>> = {
  shch: 'sh',
  sch: 'sh',
  tch: 'ch',
  kh: 'h',
  ck: 'k',
  ph: 'f',
  th: 't',
  tz: 'ts',
  x: 'ks',
  w: 'v',
  q: 'k',
  y: 'i',
  j: 'i',
  c: 'k',
};

const WORD = /[\p{L}\p{N}\p{M}'’ʼ`]+/gu;
const NOT_IN_WORDS = /['’ʼ`\p{M}]/gu;
/** Longest word that is looked at, in characters: names are shorter, and a text without spaces is no word. */
const MAX_WORD = 60;

/** A word in lower case, letter by letter in those of the key. */
function spellingOf(word: string): string {
  let latin = '';
  for (const letter of word) latin += CYRILLIC[letter] ?? LATIN[letter] ?? letter;
  return latin;
}

/** The key of a word that was spelled. */
const keyOf = (spelling: string): string =>
  spelling
    .replaceAll(SOUNDS, (sound) => KEYS[sound] ?? sound)
    .replaceAll(/i[eo]/g, 'e')
    .replaceAll(/([a-z])\1+/g, '$1');

/** Letters between which a word's key changes: what was typed as far as there has another key than the whole begins with. */
const CHANGES = /[иіїйыјiyj][ьъ]*[оеёэєoeø]|c|[kpкпќ][ьъ]*[hх]|[tт][ьъ]*[чћ]/u;

/** A word of a text: its key, and how it is spelled. */
export interface FoldedWord {
  readonly key: string;
  /** Letter by letter, which the beginning of a word always begins as well: «при» has the key `pri`, «приоритет» has `preritet`. */
  readonly spelling: string;
  /** Whether only the spelling tells all beginnings of the word. */
  readonly changes: boolean;
}

/** The words of a text, in its order. What is no letter or digit parts words; apostrophes do not. */
export function wordsOf(text: string): FoldedWord[] {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  return words.flatMap((word) => {
    const bare = word.slice(0, MAX_WORD).normalize('NFKD').replaceAll(NOT_IN_WORDS, '');
    const spelling = spellingOf(bare);
    const key = keyOf(spelling);
    return key === '' ? [] : [{ key, spelling, changes: CHANGES.test(bare) && spelling !== key }];
  });
}

/** Keys of the words of a text, in its order. */
export const foldWords = (text: string): string[] => wordsOf(text).map(({ key }) => key);

/** All by which the beginnings of a text's words are found: keys, and spellings where those tell more. */
export const beginningsOf = (text: string): string[] =>
  wordsOf(text).flatMap(({ key, spelling, changes }) => (changes ? [key, spelling] : [key]));
