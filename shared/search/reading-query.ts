import { foldCase, wordsOf } from './fold.ts';

/** Most words of a search: each narrows what is found. */
export const MAX_QUERY_WORDS = 10;

/** Fewest digits that are looked for within telephone numbers. */
export const MIN_DIGITS = 3;

/** One word that a person typed. */
export interface TypedWord {
  /** The key of the word, an address or digits. */
  readonly word: string;
  /** How it was spelled, where that differs: some words begin so whose keys begin otherwise. */
  readonly spelling?: string;
}

/** What a person typed to find a card. */
export interface ReadQuery {
  /** The words, each once: a card has to have all of them. */
  readonly words: readonly TypedWord[];
  /** What was typed as one number, as the fragments that it may stand for; empty where it is none. */
  readonly digits: readonly string[];
}

/** What stands between the groups of a telephone number; dashes as word processors and telephones write them. */
const NUMBER = /^[\d\s+().\p{Pd}−]+$/u;
/** A telephone number among words: seven digits at least, grouped in whatever way. */
const NUMBER_AMONG_WORDS = /(?<![\p{L}\p{N}@.])\+?\(?\d(?:[\s().\p{Pd}−]*\d){6,14}(?![\p{L}\p{N}@])/gu;
/** What surrounds addresses where they are copied from. */
const AROUND_ADDRESS = /^[<("'«,;:]+|[>)"'»,;:.]+$/gu;

/** Reads what was typed; nothing to be found where it holds neither letters nor digits. */
export function readQuery(text: string): ReadQuery {
  if (NUMBER.test(text)) {
    // One number, however it is grouped: the beginning of an INN, or a part of a telephone number.
    const number = text.replaceAll(/\D/g, '');
    return { words: number === '' ? [] : [{ word: number }], digits: fragmentsOf(number) };
  }
  const whole = text.replaceAll(NUMBER_AMONG_WORDS, (number) => ` ${number.replaceAll(/\D/g, '')} `);
  const words = whole.split(/\s+/u).flatMap(wordsTyped);
  const each = new Map(words.map((typed) => [typed.word, typed]));
  each.delete('');
  return { words: [...each.values()].slice(0, MAX_QUERY_WORDS), digits: [] };
}

function wordsTyped(part: string): TypedWord[] {
  if (part.includes('@')) return [{ word: foldCase(part.replaceAll(AROUND_ADDRESS, '')) }];
  return wordsOf(part).map(({ key, spelling }) =>
    spelling === key ? { word: key } : { word: key, spelling },
  );
}

/**
 * The digits as they may stand in a number of the E.164 form: the 8 that is dialled first within Russia and Kazakhstan stands
 * for 7 there.
 */
export function fragmentsOf(digits: string): string[] {
  if (digits.length < MIN_DIGITS) return [];
  return digits.startsWith('8') && digits.length > MIN_DIGITS ? [digits, `7${digits.slice(1)}`] : [digits];
}
