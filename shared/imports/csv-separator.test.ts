import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CSV_SEPARATORS } from './csv-format.ts';
import { detectSeparator } from './csv-separator.ts';
import { writeCsvRecord } from './csv-writing.ts';

it.each([
  ['commas', 'name,phone\nAcme,1\n', ','],
  ['semicolons', 'Название;Телефон\r\nРомашка;1\r\n', ';'],
  ['tabs', 'name\tphone\nAcme\t1\n', '\t'],
  ['a heading alone', 'a;b,c;d', ';'],
  ['decimal commas', 'a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n', ';'],
  [
    'a comma in a heading and in each amount',
    'Название;Город;Сумма, руб\nА;Тверь;1,5\nБ;Тверь;2,5\nВ;Тверь;3,5\nГ',
    ';',
  ],
  ['separators of another kind within quotes', '"a;b;c","d;e"\n"1;2;3","4;5"\n', ','],
  ['line breaks within quotes', '"a\n;";b\n"1\n;";2\n', ';'],
  [
    'unquoted commas in a few rows',
    'id,name,address,city\n1,A,"x",Rome\n2,B,24, place Kléber,Paris\n3,C,y,Bonn\n',
    ',',
  ],
  ['unquoted commas in every row', 'name,address,city\nA,24, place Kléber,Paris\nB,12, rue X,Nice\n', ','],
  ['one column with commas in its texts', 'Название\nООО, А\nООО Б\nООО, В\n', ['\t', ';']],
  ['one column', 'Название\nА\nБ\n', ['\t', ';']],
  ['a line that names it', 'sep=;\r\na,b;c\r\n1,2;3\r\n', ';'],
  ['a line that names it behind a mark', '\uFEFFSEP=\t\na;b\n', '\t'],
  ['blank lines first', '\n\n\na;b\n1;2\n', ';'],
  ['a head cut off within quotes', 'a;b\n1;2\n3;"4, 5, 6\n7, ', ';'],
  ['a head cut off within a row', 'a;b;c\n1;2;3\n4', ';'],
  ['no text', '', CSV_SEPARATORS],
  ['an open quote', '"a', CSV_SEPARATORS],
])('finds the separator of %s', (_, head, expected) => {
  expect([...expected]).toContain(detectSeparator(head));
});

it('finds the separator that a list of several columns was written with, wherever the head ends', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'Я', '"', ',', ';', '\t', '\n', ' ', '1'),
    maxLength: 8,
  });
  const lists = fc.integer({ min: 3, max: 8 }).chain((width) =>
    fc.record({
      heading: fc.array(fc.constantFrom('Название', 'City', 'ИНН', 'E-mail'), {
        minLength: width,
        maxLength: width,
      }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 8 }),
    }),
  );
  fc.assert(
    fc.property(lists, fc.constantFrom(...CSV_SEPARATORS), fc.nat(), ({ heading, rows }, separator, end) => {
      const text = [heading, ...rows].map((row) => writeCsvRecord(row, separator)).join('');
      const least = writeCsvRecord(heading, separator).length;
      expect(detectSeparator(text.slice(0, least + (end % (text.length - least))))).toBe(separator);
    }),
    { numRuns: 500 },
  );
});
