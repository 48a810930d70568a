import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTEXT } from '../../tests/equipment/imported-rows.ts';
import { bindMapping } from '../imports/binding.ts';
import { readCsv } from '../imports/csv-reading.ts';
import { undefuse } from '../imports/csv-writing.ts';
import { guessMapping } from '../imports/guessing.ts';
import { importOptionsSchema } from '../imports/mapping.ts';
import { readRow } from '../imports/reading-row.ts';
import type { Language } from '../zone.ts';
import type { Cell, Column, ColumnType, Row } from './column.ts';
import { writeCsv } from './writing-csv.ts';

const column = (type: ColumnType, heading: string = type): Column => ({ key: type, heading, type });

async function* batches(rows: readonly Row[]) {
  for (const row of rows) yield [row];
}

const pieces = (
  columns: readonly Column[],
  rows: readonly Row[],
  language: Language = 'ru',
  zone = 'Europe/Moscow',
) => Array.fromAsync(writeCsv(columns, batches(rows), { language, zone }));

const write = async (...given: Parameters<typeof pieces>) =>
  Buffer.concat(await pieces(...given)).toString('utf8');

describe('writeCsv', () => {
  it('writes for Excel of the language', async () => {
    const columns = [column('text', 'Name'), column('number', 'N'), column('boolean', 'B')];
    const row = ['Ромашка; Вектор, Альфа', -1234.5, true];
    expect(await write(columns, [row], 'ru')).toBe(
      '\uFEFFName;N;B\r\n"Ромашка; Вектор, Альфа";-1234,5;да\r\n',
    );
    expect(await write(columns, [row], 'en')).toBe(
      '\uFEFFName,N,B\r\n"Ромашка; Вектор, Альфа",-1234.5,yes\r\n',
    );
    expect(await write(columns, [])).toBe('\uFEFFName;N;B\r\n');
  });

  it.each<[ColumnType, Cell, string]>([
    ['text', null, ''],
    ['text', '=1+1', "'=1+1"],
    ['text', '+74951234567', "'+74951234567"],
    ['text', '-2+3', "'-2+3"],
    ['integer', -5n, '-5'],
    ['integer', '1998', '1998'],
    ['integer', '=1', "'=1"],
    ['number', '-12.50', '-12,50'],
    ['number', -1e-7, '-0,0000001'],
    ['number', 1.5e21, '1500000000000000000000'],
    ['number', Number.NEGATIVE_INFINITY, "'-Infinity"],
    ['text', '1.5', '1.5'],
    ['boolean', false, 'нет'],
    ['list', ['опт', 'VIP'], '"опт; VIP"'],
    ['list', ['опт', '=1', '+7', '-2', '@x', '\t=1', '\r=1'], `"опт;' =1;' +7;' -2;' @x;' \t'=1;' \r'=1"`],
    ['list', [' =1', ' =2'], `"' =1;'  =2"`],
    ['text', '\u00a0=1+1', "'\u00a0=1+1"],
    ['money', { amount: '-1234.50', currency: 'RUB' }, "'-1234,50 RUB"],
    ['date', '2025-12-31', '2025-12-31'],
    ['instant', '2026-11-23T09:30:00.000Z', '2026-11-23T12:30:00+03:00'],
    ['instant', '2026-11-23T21:30:00.250Z', '2026-11-24T00:30:00.250+03:00'],
    ['instant', '1900-01-01T00:00:00.000Z', '1900-01-01T00:00:00.000Z'],
    ['instant', 'soon', 'soon'],
  ])('writes %s %s as %s', async (type, cell, text) => {
    expect(await write([column(type), column('id')], [[cell, 'x']])).toBe(
      `\uFEFF${type};id\r\n${text};x\r\n`,
    );
  });

  it('names the currency in the heading where all amounts are in it, and beside any other', async () => {
    const budget = { ...column('money', 'Бюджет'), currency: 'RUB' } as const;
    const rows = (['RUB', 'EUR'] as const).map((currency) => [{ amount: '-100.00', currency }]);
    expect(await write([budget], rows)).toBe("\uFEFFБюджет, RUB\r\n-100,00\r\n'-100,00 EUR\r\n");
  });

  it('shows the two equal hours of autumn apart', async () => {
    const rows = [['2026-10-25T00:30:00Z'], ['2026-10-25T01:30:00Z'], ['2026-07-01T00:00:00Z']];
    expect(await write([column('instant')], rows, 'ru', 'Europe/Berlin')).toBe(
      '\uFEFFinstant\r\n2026-10-25T02:30:00+02:00\r\n2026-10-25T02:30:00+01:00\r\n2026-07-01T02:00:00+02:00\r\n',
    );
    expect(await write([column('instant')], [['2026-07-01T00:00:00Z']], 'ru', 'America/St_Johns')).toContain(
      '2026-06-30T21:30:00-02:30',
    );
  });

  it('goes out in pieces of some size', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [`${index} ${'я'.repeat(100)}`]);
    const parts = await pieces([column('text')], rows);
    expect(parts.length).toBeGreaterThan(3);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(200_000);
    const read = parse(Buffer.concat(parts), { bom: true, delimiter: ';' });
    expect(read).toEqual([['text'], ...rows]);
  });

  it('comes back as it was, with any text and in both languages', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.toWellFormed()),
      fc.string({
        unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '5', '\uFEFF'),
      }),
    );
    const rows = fc.array(fc.tuple(text, text), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(text, rows, fc.constantFrom('ru', 'en'), async (heading, written, language) => {
        const parts = await pieces([column('text', heading), column('id')], written, language);
        const separator = language === 'ru' ? ';' : ',';
        const records = readCsv(batchesOf(parts), { encoding: 'utf-8', separator });
        const read = await Array.fromAsync(records, ({ cells }) => cells.map(undefuse));
        expect(read).toEqual([[heading, 'id'], ...written]);
      }),
      { numRuns: 500 },
    );
  });
});

async function* batchesOf(parts: readonly Uint8Array[]) {
  yield* parts;
}

describe('an import of ours', () => {
  it.each<[Language, readonly string[]]>([
    ['ru', ['Название', 'Телефон', 'Годовая выручка', 'Бюджет', 'Год основания', 'Метки']],
    ['en', ['Company name', 'Phone', 'Annual revenue', 'Budget', 'Founded year', 'Tags']],
  ])('takes back what was exported (%s)', async (language, headings) => {
    const types: ColumnType[] = ['text', 'text', 'money', 'money', 'integer', 'list'];
    const columns: Column[] = types.map((type, index) => ({
      ...column(type, headings[index]),
      ...(index === 2 ? { currency: 'USD' as const } : {}),
    }));
    const row: Row = [
      '@Ромашка',
      '+74951234567',
      { amount: '1234.50', currency: 'USD' },
      { amount: '99.90', currency: 'EUR' },
      1996,
      ['опт', '=VIP'],
    ];
    const separator = language === 'ru' ? ';' : ',';
    const records = readCsv(batchesOf(await pieces(columns, [row], language)), {
      encoding: 'utf-8',
      separator,
    });
    const [head = [], cells = []] = await Array.fromAsync(records, (record) => record.cells);
    const bound = bindMapping(head, guessMapping(head));
    if ('issues' in bound) throw new Error(JSON.stringify(bound.issues));
    const reading = readRow(cells, bound, importOptionsSchema.parse({}), CONTEXT);
    expect(reading).toMatchObject({
      row: {
        company: {
          name: '@Ромашка',
          phones: [{ number: '+74951234567' }],
          finances: {
            annualRevenue: { amount: '1234.50', currency: 'USD' },
            budget: { amount: '99.90', currency: 'EUR' },
          },
          foundedYear: 1996,
          tags: ['опт', '=VIP'],
        },
      },
    });
  });
});
