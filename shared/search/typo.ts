/** Fewest letters of a word in which one may be wrong. */
export const MIN_TYPO_LETTERS = 5;

/**
 * What one Cyrillic letter is in a key, where that is more than one Latin letter, and the sign it is counted by: a letter that is
 * missing is one mistake however it is spelled. Keys have no capitals; the engine counts in bytes, so it is one.
 */
export const LETTERS_OF_TWO: readonly (readonly [string, string])[] = [
  ['zh', 'J'],
  ['sh', 'S'],
  ['ch', 'C'],
  ['ts', 'T'],
  ['iu', 'U'],
  ['ia', 'A'],
];

/** A key with one sign for each letter that was typed. */
export const oneSignEach = (key: string): string =>
  LETTERS_OF_TWO.reduce((text, [letters, sign]) => text.replaceAll(letters, sign), key);

/** The key again. */
const lettersOf = (signs: string): string =>
  LETTERS_OF_TWO.reduce((text, [letters, sign]) => text.replaceAll(sign, letters), signs);

/** How candidates for a word with one wrong letter are found without measuring every word there is. */
export interface TypoPatterns {
  /** A word within one edit begins with this, */
  readonly start: string;
  /** or ends with this, */
  readonly end: string;
  /** or is one of these: two neighbours swapped in the middle. */
  readonly swapped: readonly string[];
}

/** Whether a word may be meant by one with a wrong letter: addresses, and what has digits in it, are not guessed at. */
export const isGuessable = (word: string): boolean => !/[\d@]/.test(word);

/**
 * One edit changes one half of a word only, unless it swaps the two letters where the halves meet.
 *
 * @returns nothing for words too short to be guessed at
 */
export function typoPatterns(word: string): TypoPatterns | undefined {
  const signs = [...oneSignEach(word)];
  if (signs.length < MIN_TYPO_LETTERS || !isGuessable(word)) return undefined;
  const middle = Math.floor(signs.length / 2);
  const [before = '', after = ''] = [signs[middle - 1], signs[middle]];
  const swapped = lettersOf(
    [...signs.slice(0, middle - 1), after, before, ...signs.slice(middle + 1)].join(''),
  );
  return {
    start: lettersOf(signs.slice(0, middle).join('')),
    end: lettersOf(signs.slice(middle).join('')),
    swapped: swapped === word ? [] : [swapped],
  };
}
