import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningsOf, foldCase, foldWords, wordsOf } from './fold.ts';

describe('text in filters', () => {
  it.each([
    ['ООО «ЁЛКА»', 'ооо «елка»'],
    ['Café  Müller ', 'cafe muller'],
    ['Йошкар-Ола', 'йошкар-ола'],
    ['ﬁne №1', 'fine no1'],
    ['ŁÓDŹ', 'łodz'],
  ])('%s is %s', (text, folded) => expect(foldCase(text)).toBe(folded));

  it('is as it is once it was folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => foldCase(foldCase(text)) === foldCase(text)),
    );
  });

  it('keeps letters apart that are others', () => expect(foldCase('мой')).not.toBe(foldCase('мои')));
});

/** Names as passports and people write them, in both alphabets. */
const SAME: readonly (readonly [string, ...string[]])[] = [
  ['Иванов', 'Ivanov', 'IVANOV'],
  ['Щербаков', 'Shcherbakov', 'Scherbakov', 'Sherbakov'],
  ['Юлия', 'Yuliya', 'Julia', 'Iuliia', 'Yulia'],
  ['Фёдор', 'Федор', 'Fedor', 'Fyodor'],
  ['Хрущёв', 'Khrushchev', 'Hrushchev'],
  ['Алексей', 'Alexey', 'Aleksei', 'Alexei'],
  ['Цой', 'Tsoi', 'Tsoy'],
  ['Чайковский', 'Chaikovskiy', 'Tchaikovsky', 'Chaykovskij'],
  ['Ромашка', 'Romashka'],
  ['Мюллер', 'Miuller', 'Myuller'],
  ['Объект', 'Obekt', "Ob'ekt"],
  ['Дмитрий', 'Dmitry', 'Dmitrii', 'Dmitriy'],
  ['Семён', 'Semyon', 'Semen'],
];

describe('a word', () => {
  it.each(SAME)('%s is the same in any spelling', (cyrillic, ...others) => {
    for (const other of others) expect(foldWords(other), other).toEqual(foldWords(cyrillic));
  });

  it('is not the same as any other', () => {
    const keys = SAME.map(([cyrillic]) => foldWords(cyrillic)[0]);
    expect(new Set(keys).size).toBe(SAME.length);
  });

  it('ends where no letter or digit follows', () => {
    expect(foldWords('ООО «Рога и копыта», info@roga.example')).toEqual([
      'o',
      'roga',
      'i',
      'kopita',
      'info',
      'roga',
      'eksample',
    ]);
    expect(foldWords("Жанна д'Арк — 2-я")).toEqual(['zhana', 'dark', '2', 'ia']);
    expect(foldWords(' … ')).toEqual([]);
  });

  it('is looked at so far only, however long', () => {
    expect(foldWords('ж'.repeat(100_000))[0]?.length).toBeLessThan(200);
  });

  it('is found by whatever it begins with, typed in its own letters', () => {
    const letter = fc.constantFrom(...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzäöüßø');
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 12 }), fc.nat(), (word, length) => {
        const typed = [...word].slice(0, 1 + (length % [...word].length)).join('');
        const own = beginningsOf(word);
        for (const { key, spelling } of wordsOf(typed))
          expect(
            own.some((one) => one.startsWith(key) || one.startsWith(spelling)),
            `${typed} of ${word}`,
          ).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(beginningsOf('Приоритет')).toEqual(['preritet', 'prioritet']);
    expect(beginningsOf('Schmidt')).toEqual(['shmidt', 'schmidt']);
    expect(beginningsOf('Иванов')).toEqual(['ivanov']);
  });
});
