import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWords } from './fold.ts';
import { readQuery } from './reading-query.ts';
import { oneSignEach, typoPatterns } from './typo.ts';

describe('what a person types', () => {
  it.each([
    ['ромашка иванов', ['romashka', 'ivanov'], []],
    ['+7 (495) 123-45', ['749512345'], ['749512345']],
    ['8 916 000', ['8916000'], ['8916000', '7916000']],
    ['+7 495 123‑45–67', ['74951234567'], ['74951234567']],
    ['12', ['12'], []],
    ['7707083893', ['7707083893'], ['7707083893']],
    ['дом 5', ['dom', '5'], []],
    ['Info@Romashka.example иванов', ['info@romashka.example', 'ivanov'], []],
    ['Иванов <Info@Romashka.example>,', ['ivanov', 'info@romashka.example'], []],
    ['@romashka.example', ['@romashka.example'], []],
    ['Иванов +7 (916) 123-45-67', ['ivanov', '79161234567'], []],
    ['8 916 123 45 67 Иванов', ['89161234567', 'ivanov'], []],
    ['школа 17 дом 5', ['shkola', '17', 'dom', '5'], []],
    ['?!', [], []],
  ])('%s', (text, words, digits) => {
    const read = readQuery(text);
    expect({ words: read.words.map(({ word }) => word), digits: read.digits }).toEqual({ words, digits });
  });

  it('is spelled otherwise than its key where letters are written in several ways', () => {
    expect(readQuery('При Chekhov').words).toEqual([
      { word: 'pri' },
      { word: 'chehov', spelling: 'chekhov' },
    ]);
  });

  it('counts each word once, and ten at most', () => {
    expect(readQuery('а б а Б').words).toEqual([{ word: 'a' }, { word: 'b' }]);
    expect(readQuery(Array.from({ length: 40 }, (_, n) => `w${n}`).join(' ')).words).toHaveLength(10);
  });
});

describe('a word with one wrong letter', () => {
  const cyrillic = [...'абвгдежзийклмнопрстуфхцчшщэюя'];
  const letters = fc.string({ unit: fc.constantFrom(...cyrillic), minLength: 6, maxLength: 12 });
  const edit = fc.constantFrom('other', 'more', 'less', 'swapped');

  it('is among those that are looked at and near enough, wherever it is wrong', () => {
    fc.assert(
      fc.property(letters, fc.nat(), fc.constantFrom(...cyrillic), edit, (word, place, letter, way) => {
        const at = place % word.length;
        const [before, after] = [word.slice(0, at), word.slice(at)];
        const wrong = {
          other: before + letter + after.slice(1),
          more: before + letter + after,
          less: before + after.slice(1),
          swapped: before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2),
        }[way];
        // Soft letters and twins that the key takes together are no mistake, and may part it otherwise.
        fc.pre(!/[иый][аеоуэюя]|я[аи]|ю[уи]|[жзкпстцчшщ][жзсхцчшщ]|(.)\1/u.test(`${word} ${wrong}`));
        const [typed = ''] = foldWords(word);
        const [stored = ''] = foldWords(wrong);
        const patterns = typoPatterns(typed);
        if (patterns === undefined) return oneSignEach(typed).length < 5;
        const { start, end, swapped } = patterns;
        return stored.startsWith(start) || stored.endsWith(end) || swapped.includes(stored);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is not guessed at where the word is short, or a number', () => {
    expect(typoPatterns('vaza')).toBeUndefined();
    expect(typoPatterns('shuka')).toBeUndefined();
    expect(typoPatterns('7707083893')).toBeUndefined();
    expect(typoPatterns('vazon')).toBeDefined();
  });
});
