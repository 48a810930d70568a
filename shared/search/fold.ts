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

/** The key of one word in lower case. */
function keyOf(word: string): string {
  let latin = '';
  for (const letter of word) latin += CYRILLIC[letter] ?? LATIN[letter] ?? letter;
  return latin
    .replaceAll(SOUNDS, (sound) => KEYS[sound] ?? sound)
    .replaceAll(/i[eo]/g, 'e')
    .replaceAll(/([a-z])\1+/g, '$1');
}

/** Keys of the words of a text, in its order. What is no letter or digit parts words; apostrophes do not. */
export function foldWords(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  return words
    .map((word) => keyOf(word.slice(0, MAX_WORD).normalize('NFKD').replaceAll(NOT_IN_WORDS, '')))
    .filter((key) => key !== '');
}
