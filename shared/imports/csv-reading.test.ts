import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutInto, encodeText } from '../../tests/equipment/csv-bytes.ts';
import { CSV_ENCODINGS, CSV_SEPARATORS } from './csv-format.ts';
import {
  CsvFault,
  type CsvOptions,
  type CsvRecord,
  MALFORMED,
  MAX_RECORD_BYTES,
  readCsv,
} from './csv-reading.ts';

const UTF8_COMMA = { encoding: 'utf-8', separator: ',' } as const;

const readAll = (bytes: Uint8Array, options: CsvOptions = UTF8_COMMA, cuts: readonly number[] = []) =>
  Array.fromAsync(readCsv(cutInto(bytes, cuts), options));

const cellsOf = async (text: string, options: CsvOptions = UTF8_COMMA): Promise<string[][]> => {
  const records = await readAll(encodeText(text, options.encoding), options);
  return records.map(({ cells }) => [...cells]);
};

/** The records before a fault, and its code and line. */
async function readToFault(text: string, cuts: readonly number[] = []) {
  const records: CsvRecord[] = [];
  try {
    for await (const record of readCsv(cutInto(encodeText(text, 'utf-8'), cuts), UTF8_COMMA))
      records.push(record);
  } catch (error) {
    if (error instanceof CsvFault)
      return { records, code: error.code, line: error.line, message: error.message };
    throw error;
  }
  return { records };
}

const separators = fc.constantFrom(...CSV_SEPARATORS);
const encodings = fc.constantFrom(...CSV_ENCODINGS);
const cuts = fc.array(fc.nat(300), { maxLength: 12 });

/** What breaks readers, and characters of one to four bytes in UTF-8; all but the last are in Windows-1251 too. */
const pieces = (encoding: string) =>
  fc.constantFrom(
    '"',
    '"',
    '""',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ' ',
    'a',
    '7',
    'Я',
    'ё',
    '№',
    encoding === 'utf-8' ? '😀' : '—',
  );
const soups = fc.tuple(encodings, separators).chain(([encoding, separator]) =>
  fc.record({
    encoding: fc.constant(encoding),
    separator: fc.constant(separator),
    text: fc.array(pieces(encoding), { maxLength: 60 }).map((parts) => parts.join('')),
  }),
);

/** The reader that everybody knows, with the same leniency; undefined for a quote that is never closed. */
function reference(text: string, separator: string): string[][] | undefined {
  try {
    return parse(text, {
      delimiter: separator,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined;
    throw error;
  }
}

describe('the same as csv-parse', () => {
  it('is read from any mixture of quotes, separators and line ends', async () => {
    await fc.assert(
      fc.asyncProperty(soups, async ({ text, encoding, separator }) => {
        const expected = reference(text, separator);
        const read = cellsOf(text, { encoding, separator });
        if (expected === undefined) await expect(read).rejects.toMatchObject({ code: 'csv.quote-open' });
        else expect(await read).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read from well-formed files: what was written', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\u0000')),
      fc.array(pieces('utf-8'), { maxLength: 6 }).map((parts) => parts.join('')),
    );
    const files = fc.record({
      rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
      separator: separators,
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      atEnd: fc.boolean(),
      quoteAll: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, separator, lineEnd, atEnd, quoteAll }) => {
        const written = rows
          .map((row) =>
            row
              .map((text) =>
                quoteAll ||
                text === '' ||
                /["\r\n]/.test(text) ||
                text.includes(separator) ||
                text.startsWith('\uFEFF')
                  ? `"${text.replaceAll('"', '""')}"`
                  : text,
              )
              .join(separator),
          )
          .join(lineEnd);
        const text = atEnd ? written + lineEnd : written;
        const wellFormed = rows.map((row) => row.map((one) => one.toWellFormed()));
        expect(await cellsOf(text, { encoding: 'utf-8', separator })).toEqual(wellFormed);
        expect(reference(text.toWellFormed(), separator)).toEqual(wellFormed);
      }),
    );
  });
});

describe('other than csv-parse', () => {
  it('a NUL behind a closing quote is no end of the cell: the cell is no quoted one', async () => {
    expect(await cellsOf('"a"\u0000b,c')).toEqual([['"a"\u0000b', 'c']]);
    expect(reference('"a"\u0000b,c', ',')).toEqual([['a\u0000b', 'c']]);
  });

  it('a first line "sep=;" is not a heading', async () => {
    const semicolon = { encoding: 'utf-8', separator: ';' } as const;
    expect(await cellsOf('\uFEFFsep=;\r\na;b', semicolon)).toEqual([['a', 'b']]);
    expect(await cellsOf('sep=,\r\na,b')).toEqual([['a', 'b']]);
    expect(await cellsOf('"sep=";\r\na;b', semicolon)).toEqual([
      ['sep=', ''],
      ['a', 'b'],
    ]);
    expect(await cellsOf('a;b\r\nsep=;\r\n', semicolon)).toEqual([
      ['a', 'b'],
      ['sep=', ''],
    ]);
    expect(reference('sep=;\r\na;b', ';')).toEqual([
      ['sep=', ''],
      ['a', 'b'],
    ]);
  });

  it('a byte order mark is skipped unasked, at the beginning of the file only', async () => {
    expect(await cellsOf('\uFEFF"a";b\uFEFF\n\uFEFFc', { encoding: 'utf-8', separator: ';' })).toEqual([
      ['a', 'b\uFEFF'],
      ['\uFEFFc'],
    ]);
    const bytes = encodeText('\uFEFFa,b', 'utf-8');
    for (const cut of [1, 2, 3]) {
      expect((await readAll(bytes, UTF8_COMMA, [cut]))[0]).toEqual({
        cells: ['a', 'b'],
        start: 3,
        end: 6,
        line: 1,
        endLine: 1,
      });
    }
    const from = { offset: 10, line: 2 };
    expect((await readAll(bytes, { ...UTF8_COMMA, from }))[0]?.cells).toEqual(['\uFEFFa', 'b']);
  });
});

describe('what exports of other programs hold', () => {
  it.each([
    ['quotes within a cell', 'ООО "Ромашка",1\n', [['ООО "Ромашка"', '1']]],
    ['a quoted beginning', '"Ромашка" ООО,1\n', [['"Ромашка" ООО', '1']]],
    ['a quoted beginning with doubled quotes', '"a""b" c,1\n', [['"a"b" c', '1']]],
    ['a name in quotes and a quoted cell', '"ООО ""Ромашка""",1\n', [['ООО "Ромашка"', '1']]],
    ['a line break within quotes', '"ул. Ленина\r\nд. 5",1\n', [['ул. Ленина\r\nд. 5', '1']]],
    [
      'blank lines',
      '\r\n\na,b\n\n\r\r\nc,d\n\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'lines of separators alone',
      'a,b\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['an empty quoted cell on a line by itself', 'a\n""\nb', [['a'], [''], ['b']]],
    ['a separator at the end of the file', 'a,', [['a', '']]],
    ['rows of other lengths', 'a,b\nc\nd,e,f', [['a', 'b'], ['c'], ['d', 'e', 'f']]],
    ['spaces around cells', ' a , "b" ', [[' a ', ' "b" ']]],
    ['NUL', 'a\u0000b,\u0000', [['a\u0000b', '\u0000']]],
    ['no bytes', '', []],
    ['line ends alone', '\r\n\r\n', []],
  ])('%s', async (_, text, expected) => {
    expect(await cellsOf(text)).toEqual(expected);
  });

  it('bytes that are not of the encoding are marked on their record, and the others are read', async () => {
    const bytes = Uint8Array.from([
      ...encodeText('Имя,a\n', 'utf-8'),
      0xcc,
      0x2c,
      0x22,
      0xd0,
      0x22,
      ...encodeText('\nЯ,b', 'utf-8'),
    ]);
    expect(await readAll(bytes)).toMatchObject([
      { cells: ['Имя', 'a'] },
      { cells: ['\uFFFD', '\uFFFD'], malformed: true },
      { cells: ['Я', 'b'] },
    ]);
    expect(MALFORMED).toMatchObject({ code: 'csv.malformed', message: expect.stringContaining('CSV UTF-8') });
    const all = await readAll(bytes, { encoding: 'windows-1251', separator: ',' });
    expect(all.map(({ malformed }) => malformed)).toEqual([undefined, undefined, undefined]);
  });
});

describe('places', () => {
  const linesBefore = (text: string): number => 1 + (text.match(/\r\n|\r|\n/g)?.length ?? 0);

  it('are those of the records: each one read by itself is the same, and so is all behind it', async () => {
    await fc.assert(
      fc.asyncProperty(soups, cuts, async ({ text, encoding, separator }, places) => {
        fc.pre(reference(text, separator) !== undefined);
        const bytes = encodeText(text, encoding);
        const options = { encoding, separator };
        const records = await readAll(bytes, options);
        for (const [index, { start, end, line, endLine, cells }] of records.entries()) {
          const decoder = new TextDecoder(encoding);
          expect(line).toBe(linesBefore(decoder.decode(bytes.subarray(0, start))));
          if (end < bytes.length) expect(endLine).toBe(linesBefore(decoder.decode(bytes.subarray(0, end))));
          const alone = await readAll(bytes.slice(start, end), options);
          expect(alone.map((one) => one.cells)).toEqual([cells]);
          const from = { offset: end, line: endLine };
          expect(await readAll(bytes.slice(end), { ...options, from }, places)).toEqual(
            records.slice(index + 1),
          );
        }
      }),
    );
  });

  it('and records do not depend on the pieces the file comes in', async () => {
    await fc.assert(
      fc.asyncProperty(soups, cuts, async ({ text, encoding, separator }, places) => {
        fc.pre(reference(text, separator) !== undefined);
        const bytes = encodeText(text, encoding);
        const whole = await readAll(bytes, { encoding, separator });
        expect(await readAll(bytes, { encoding, separator }, places)).toEqual(whole);
        const bytewise = Array.from(bytes, (_, place) => place);
        expect(await readAll(bytes, { encoding, separator }, bytewise)).toEqual(whole);
      }),
    );
  });
});

it('keeps its place where the file is larger than what is held of it, whatever the pieces end with', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `"a""${index}",Яч\r\n"x" y,"г\r\n${index}"\r\n`);
  const expected = rows.flatMap((_, index) => [
    [`a"${index}`, 'Яч'],
    ['"x" y', `г\r\n${index}`],
  ]);
  const bytes = encodeText(rows.join(''), 'utf-8');
  const behind = (wanted: number): number[] =>
    Array.from(bytes.entries()).flatMap(([place, byte]) => (byte === wanted ? [place + 1] : []));
  for (const places of [
    [],
    behind(0x0d),
    behind(0x22),
    behind(0x20),
    behind(0x0a).filter((_, index) => index % 1000 === 0),
  ]) {
    const records = await readAll(bytes, UTF8_COMMA, places);
    expect(records.map(({ cells }) => cells)).toEqual(expected);
    expect(records.at(-1)).toMatchObject({ end: bytes.length, endLine: 3 * rows.length + 1 });
  }
});

describe('faults', () => {
  it('an open quote is told with its line, behind the records before it', async () => {
    const read = await readToFault('a,b\nc,"d\ne"\nf,"g\nh\n', [3, 9]);
    expect(read).toMatchObject({ code: 'csv.quote-open', line: 4 });
    expect(await readToFault('a\n"b\nc","d\n')).toMatchObject({ code: 'csv.quote-open', line: 3 });
    expect(read.records.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['c', 'd\ne'],
    ]);
  });

  it('a record of the greatest length is read, and one byte more is a fault, however it comes', async () => {
    const most = 'x'.repeat(MAX_RECORD_BYTES);
    for (const places of [
      [],
      [4, 100_000],
      [MAX_RECORD_BYTES + 3],
      [MAX_RECORD_BYTES + 4],
      [MAX_RECORD_BYTES + 5],
    ]) {
      const fits = await readToFault(`a,b\n${most}\r\nc`, places);
      expect(fits.records.map(({ cells }) => cells[0]?.length)).toEqual([1, MAX_RECORD_BYTES, 1]);
      const over = await readToFault(`a,b\n${most}x\r\nc`, places);
      expect(over).toMatchObject({ code: 'csv.record-too-long', line: 2, records: [{ cells: ['a', 'b'] }] });
    }
  });

  it('a quote that is never closed does not fill the memory: no more is read than one record may have', async () => {
    let given = 0;
    const endless = async function* () {
      yield encodeText('a\n"b', 'utf-8');
      for (;;) {
        given += 1;
        yield new Uint8Array(16 * 1024).fill(0x0a);
      }
    };
    const reading = Array.fromAsync(readCsv(endless(), UTF8_COMMA));
    await expect(reading).rejects.toMatchObject({
      code: 'csv.record-too-long',
      line: 2,
      message: expect.stringContaining('line 2 is probably not closed'),
    });
    expect(given).toBe(MAX_RECORD_BYTES / (16 * 1024));
  });

  it('a file that stops in the middle of being fetched is the fetcher’s error', async () => {
    const broken = async function* () {
      yield encodeText('a\nb', 'utf-8');
      throw new Error('connection lost');
    };
    const seen: string[] = [];
    await expect(async () => {
      for await (const { cells } of readCsv(broken(), UTF8_COMMA)) seen.push(...cells);
    }).rejects.toThrow('connection lost');
    expect(seen).toEqual(['a']);
  });
});
