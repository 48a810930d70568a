import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutInto, encodeText } from '../../tests/equipment/csv-bytes.ts';
import { CSV_SEPARATORS } from './csv-format.ts';
import { readCsv } from './csv-reading.ts';
import { defuse, undefuse, writeCsvRecord } from './csv-writing.ts';

/** Texts that begin with what matters, and any others. */
const cells = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed()),
  fc
    .tuple(
      fc.string({
        unit: fc.constantFrom(
          "'",
          '=',
          '+',
          '-',
          '@',
          '\t',
          '\r',
          '\n',
          '"',
          '5',
          '＝',
          '\uFEFF',
          ' ',
          '\u00a0',
        ),
        maxLength: 4,
      }),
      fc.constantFrom('', '5', '-5', '7 495', ',', ';', '1+1', '"x"', 'sep=', '.5'),
    )
    .map((parts) => parts.join('')),
);

describe('defuse', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x.example";"x")', '\'=HYPERLINK("http://x.example";"x")'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['Ромашка;=1+1', "Ромашка;'=1+1"],
    ['a,=1;@x\t+7', "a,'=1;'@x\t'+7"],
    ['a,-5', "a,'-5"],
    ['a;\t=1', "a;'\t'=1"],
    ["a;'=1", "a;''=1"],
    ['a;"=1"', 'a;\'"=1"'],
    ['one\r\n=1', "one\r\n'=1"],
    ['опт; =1+1', "опт;' =1+1"],
    ['опт; @x, -5\u00a0', "опт;' @x,' -5\u00a0"],
    ['опт;  "=1"', 'опт;\'  "=1"'],
    [' =1+1', "' =1+1"],
    ['\u00a0\u3000+7', "'\u00a0\u3000+7"],
    [" '=1", "' '=1"],
    [' -5', "' -5"],
    ['опт; VIP', 'опт; VIP'],
    [' Ромашка', ' Ромашка'],
    ['8 495 1, 8 495 2; a = b', '8 495 1, 8 495 2; a = b'],
    ['＝1', "'＝1"],
    ['+74951234567', "'+74951234567"],
    ['+7-495-1234567', "'+7-495-1234567"],
    ['-2+3', "'-2+3"],
    ["-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"],
    ['-', "'-"],
    ["'=1", "''=1"],
    ["'-5", "''-5"],
    ['-5', '-5'],
    ['-1234,50', '-1234,50'],
    ['-1234.50', '-1234.50'],
    ['8 (495) 123-45-67', '8 (495) 123-45-67'],
    ["'s-Hertogenbosch", "'s-Hertogenbosch"],
    ['ООО «Ромашка»', 'ООО «Ромашка»'],
    ['', ''],
  ])('makes of %j %j', (cell, expected) => {
    expect(defuse(cell)).toBe(expected);
    expect(undefuse(expected)).toBe(cell);
  });

  it('leaves nothing that begins like a formula, but negative numbers', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        expect(defuse(cell)).toMatch(/^(?![^\S\t\r\n]*[=+\-@\t\r\n])|^-\d+([.,]\d+)?$/);
      }),
    );
  });

  it('leaves nothing inside that another separator would make a formula', () => {
    const texts = fc
      .array(cells, { maxLength: 4 })
      .chain((parts) => fc.constantFrom(',', ';', '\t', '\n').map((separator) => parts.join(separator)));
    fc.assert(
      fc.property(texts, (cell) => {
        const written = defuse(cell);
        expect(written).not.toMatch(/[,;\t\r\n](?:"|[^\S\t\r\n])*[=+\-@＝＋－＠]/);
        expect(undefuse(written)).toBe(cell);
      }),
      { numRuns: 2000 },
    );
  });

  it('is taken back exactly', () => {
    fc.assert(
      fc.property(cells, (cell) => {
        expect(undefuse(defuse(cell))).toBe(cell);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ['="00123"', '00123'],
  ['="a ""b"""', 'a "b"'],
  ['="a"&"b"', '="a"&"b"'],
  ["'+7 495", '+7 495'],
  ["'00123", "'00123"],
])('undefuse reads %j of other programs as %j', (cell, text) => {
  expect(undefuse(cell)).toBe(text);
});

describe('writeCsvRecord', () => {
  it('quotes what needs it', () => {
    expect(writeCsvRecord(['a', 'b;c', 'd"e', 'f\ng', '', ' h '], ';')).toBe(
      'a;"b;c";"d""e";"f\ng";; h \r\n',
    );
    expect(writeCsvRecord(['=a;b', '-5'], ';')).toBe('"\'=a;b";-5\r\n');
    expect(writeCsvRecord([''], ',')).toBe('""\r\n');
  });

  it('is read back by our reader and by csv-parse', async () => {
    const rows = fc.array(fc.array(cells, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...CSV_SEPARATORS), async (written, separator) => {
        const text = written.map((row) => writeCsvRecord(row, separator)).join('');
        const records = readCsv(cutInto(encodeText(text, 'utf-8')), { encoding: 'utf-8', separator });
        const read = await Array.fromAsync(records, (record) => record.cells.map(undefuse));
        expect(read).toEqual(written);
        // csv-parse takes a NUL behind a quote for the end of the cell, and the reader does not.
        if (text.includes('\0')) return;
        const reference = parse(text, { delimiter: separator, relax_column_count: true });
        expect(reference.map((row) => row.map(undefuse))).toEqual(written);
      }),
      { numRuns: 500 },
    );
  });
});
