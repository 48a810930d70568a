import { foldCase, foldWords } from './fold.ts';

/** Most words of a search: each narrows what is found. */
export const MAX_QUERY_WORDS = 10;

/** Fewest digits that are looked for within telephone numbers. */
export const MIN_DIGITS = 3;

/** What a person typed to find a card. */
export interface ReadQuery {
  /** Keys of the words, each once: a card has to have all of them. */
  readonly words: readonly string[];
  /** What was typed as one number, as the fragments that it may stand for; empty where it is none. */
  readonly digits: readonly string[];
}

const NUMBER = /^[\d\s+().-]+$/;

/** Reads what was typed; nothing to be found where it holds neither letters nor digits. */
export function readQuery(text: string): ReadQuery {
  if (NUMBER.test(text)) {
    // One number, however it is grouped: the beginning of an INN, or a part of a telephone number.
    const number = text.replaceAll(/\D/g, '');
    return { words: number === '' ? [] : [number], digits: fragmentsOf(number) };
  }
  const words = text.split(/\s+/u).flatMap((part) => (part.includes('@') ? foldCase(part) : foldWords(part)));
  return { words: [...new Set(words)].filter((word) => word !== '').slice(0, MAX_QUERY_WORDS), digits: [] };
}

/**
 * The digits as they may stand in a number of the E.164 form: the 8 that is dialled first within Russia and Kazakhstan stands
 * for 7 there.
 */
export function fragmentsOf(digits: string): string[] {
  if (digits.length < MIN_DIGITS) return [];
  return digits.startsWith('8') && digits.length > MIN_DIGITS ? [digits, `7${digits.slice(1)}`] : [digits];
}
