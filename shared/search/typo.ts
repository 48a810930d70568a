/** Fewest letters of a word in which one may be wrong. */
export const MIN_TYPO_LETTERS = 5;

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
  const letters = [...word];
  if (letters.length < MIN_TYPO_LETTERS || !isGuessable(word)) return undefined;
  const middle = Math.floor(letters.length / 2);
  const [before = '', after = ''] = [letters[middle - 1], letters[middle]];
  const swapped = [...letters.slice(0, middle - 1), after, before, ...letters.slice(middle + 1)].join('');
  return {
    start: letters.slice(0, middle).join(''),
    end: letters.slice(middle).join(''),
    swapped: swapped === word ? [] : [swapped],
  };
}
