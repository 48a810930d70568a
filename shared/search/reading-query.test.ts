import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from './reading-query.ts';
import { typoPatterns } from './typo.ts';

describe('what a person types', () => {
  it.each([
    ['ромашка иванов', { words: ['romashka', 'ivanov'], digits: [] }],
    ['+7 (495) 123-45', { words: ['749512345'], digits: ['749512345'] }],
    ['8 916 000', { words: ['8916000'], digits: ['8916000', '7916000'] }],
    ['12', { words: ['12'], digits: [] }],
    ['7707083893', { words: ['7707083893'], digits: ['7707083893'] }],
    ['дом 5', { words: ['dom', '5'], digits: [] }],
    ['Info@Romashka.example иванов', { words: ['info@romashka.example', 'ivanov'], digits: [] }],
    ['?!', { words: [], digits: [] }],
  ])('%s', (text, read) => expect(readQuery(text)).toEqual(read));

  it('counts each word once, and ten at most', () => {
    expect(readQuery('а б а Б').words).toEqual(['a', 'b']);
    expect(readQuery(Array.from({ length: 40 }, (_, n) => `w${n}`).join(' ')).words).toHaveLength(10);
  });
});

describe('a word with one wrong letter', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdef'), minLength: 5, maxLength: 12 });
  const edited = fc.tuple(
    letters,
    fc.nat(),
    fc.constantFrom(...'xyz'),
    fc.constantFrom('other', 'more', 'less', 'swapped'),
  );

  it('is among those that are looked at, wherever it is wrong', () => {
    fc.assert(
      fc.property(edited, ([word, place, letter, edit]) => {
        const at = place % word.length;
        const [before, after] = [word.slice(0, at), word.slice(at)];
        const wrong = {
          other: before + letter + after.slice(1),
          more: before + letter + after,
          less: before + after.slice(1),
          swapped: before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2),
        }[edit];
        const patterns = typoPatterns(word);
        if (patterns === undefined) return false;
        const { start, end, swapped } = patterns;
        return wrong.startsWith(start) || wrong.endsWith(end) || swapped.includes(wrong);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not guessed at where the word is short, or a number', () => {
    expect(typoPatterns('ваза')).toBeUndefined();
    expect(typoPatterns('7707083893')).toBeUndefined();
    expect(typoPatterns('вазон')).toBeDefined();
  });
});
