import fc from 'fast-check';
import { type CellValue, readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { Cell, Column, ColumnType, Row } from '../../shared/exports/column.ts';
import { type WorkbookOptions, writeXlsx } from './writing-xlsx.ts';

const column = (type: ColumnType, heading: string = type): Column => ({ key: type, heading, type });

async function* batches(rows: readonly Row[], size = 2) {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}

const write = async (columns: readonly Column[], rows: readonly Row[], options?: Partial<WorkbookOptions>) =>
  Buffer.concat(
    await Array.fromAsync(
      writeXlsx(columns, batches(rows), { language: 'en', zone: 'Europe/Moscow', ...options }),
    ),
  );

/** Sheets as another program reads them: rows without that of headings. */
async function read(bytes: Uint8Array) {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return sheets.map((sheet) => ({ ...sheet, headings: sheet.rows[0], rows: sheet.rows.slice(1) }));
}

async function readOne(type: ColumnType, cell: Cell, options?: Partial<WorkbookOptions>) {
  const bytes = await write([column(type), column('integer')], [[cell, 1]], options);
  const [sheet] = await read(bytes);
  return { value: sheet?.rows[0]?.[0] ?? null, format: sheet?.cells?.get('1,0')?.style?.numFmt };
}

const utc = (text: string): Date => new Date(`${text}Z`);

describe('writeXlsx', () => {
  it.each<[ColumnType, Cell, CellValue, string?]>([
    ['text', 'ООО «Ромашка»', 'ООО «Ромашка»'],
    ['text', '007', '007'],
    ['text', '', null],
    ['text', null, null],
    ['text', '+74951234567', '+74951234567'],
    ['id', '01JD0000000000000000000000', '01JD0000000000000000000000'],
    ['list', ['a', 'b;c'], 'a; b;c'],
    ['integer', 120, 120, '0'],
    ['integer', -5n, -5, '0'],
    ['integer', '1998', 1998, '0'],
    ['integer', 12_345_678_901_234_567_890n, '12345678901234567890'],
    ['integer', 'many', 'many'],
    ['number', 0.1 + 0.2, 0.1 + 0.2],
    ['number', 1e-7, 1e-7],
    ['number', -1e22, -1e22],
    ['number', '-12.50', -12.5],
    ['number', '0.12345678901234567', '0.12345678901234567'],
    ['number', '-0.00123456789012345', -0.00123456789012345],
    ['number', 2n ** 60n, '1152921504606846976'],
    ['number', Number.NaN, 'NaN'],
    ['boolean', true, true],
    ['boolean', false, false],
    ['money', { amount: '-1234.50', currency: 'RUB' }, -1234.5, '#,##0.00" RUB"'],
    ['money', { amount: '100', currency: 'JPY' }, 100, '#,##0" JPY"'],
    ['money', { amount: '999999999999999.99', currency: 'RUB' }, '999999999999999.99 RUB'],
    ['date', '2025-12-31', utc('2025-12-31T00:00'), 'yyyy-mm-dd'],
    ['date', '1900-03-01', utc('1900-03-01T00:00'), 'yyyy-mm-dd'],
    ['date', '1900-02-28', '1900-02-28'],
    ['date', '2025-02-30', '2025-02-30'],
    ['date', 'soon', 'soon'],
    ['instant', '2026-11-23T09:30:15.000Z', utc('2026-11-23T12:30:15'), 'yyyy-mm-dd hh:mm:ss'],
    ['instant', '2026-11-23', '2026-11-23'],
  ])('writes %s %s as %s', async (type, cell, value, format) => {
    const found = await readOne(type, cell);
    expect(found.value).toEqual(value);
    if (format !== undefined) expect(found.format).toBe(format);
  });

  it('shows instants by the clocks of the zone, summer time included', async () => {
    const berlin = { zone: 'Europe/Berlin', language: 'ru' } as const;
    expect(await readOne('instant', '2026-07-01T22:30:00Z', berlin)).toEqual({
      value: utc('2026-07-02T00:30'),
      format: 'dd.mm.yyyy hh:mm:ss',
    });
    expect((await readOne('instant', '2026-10-25T00:59:59Z', berlin)).value).toEqual(
      utc('2026-10-25T02:59:59'),
    );
    expect((await readOne('instant', '2026-10-25T01:00:00Z', berlin)).value).toEqual(
      utc('2026-10-25T02:00:00'),
    );
  });

  it('keeps amounts of several currencies in one column apart', async () => {
    const amounts = ['RUB', 'EUR', 'RUB', 'KWD'] as const;
    const rows = amounts.map((currency) => [{ amount: '1', currency }]);
    const [sheet] = await read(await write([{ ...column('money', 'Budget'), currency: 'RUB' }], rows));
    expect(sheet?.headings).toEqual(['Budget, RUB']);
    expect([1, 2, 3, 4].map((row) => sheet?.cells?.get(`${row},0`)?.style?.numFmt)).toEqual([
      '#,##0.00" RUB"',
      '#,##0.00" EUR"',
      '#,##0.00" RUB"',
      '#,##0.000" KWD"',
    ]);
  });

  it('has headings in a frozen row with filters, also where there are no rows', async () => {
    const [empty, ...others] = await read(await write([column('text', '=Name'), column('date')], []));
    expect(others).toEqual([]);
    expect(empty).toMatchObject({
      name: 'Data',
      headings: ['=Name', 'date'],
      rows: [],
      freezePane: { rows: 1 },
      autoFilter: { range: 'A1:B1' },
    });
  });

  it('begins a sheet with headings where one is full, however batches are cut', async () => {
    const names = async (count: number) => {
      const rows = Array.from({ length: count }, (_, index) => [index]);
      const bytes = await write([column('integer', 'n')], rows, {
        sheetRows: 4,
        name: 'Cards',
        language: 'ru',
      });
      return (await read(bytes)).map(({ name, headings, rows, autoFilter }) => {
        expect(headings).toEqual(['n']);
        expect(autoFilter).toMatchObject({ range: `A1:A${rows.length + 1}` });
        return [name, ...rows.flat()];
      });
    };
    expect(await names(3)).toEqual([['Cards', 0, 1, 2]]);
    expect(await names(4)).toEqual([
      ['Cards', 0, 1, 2],
      ['Cards 2', 3],
    ]);
    expect(await names(7)).toEqual([
      ['Cards', 0, 1, 2],
      ['Cards 2', 3, 4, 5],
      ['Cards 3', 6],
    ]);
  });

  it('puts 1,048,575 rows on a sheet', async () => {
    async function* numbers() {
      for (let from = 0; from < 1_048_576; from += 4096) {
        yield Array.from({ length: 4096 }, (_, index) => [from + index]);
      }
    }
    const pieces = writeXlsx([column('integer', 'n')], numbers(), { language: 'en', zone: 'UTC' });
    const bytes = Buffer.concat(await Array.fromAsync(pieces));
    const { sheets } = await readXlsx(bytes, { sheets: ['Data 2'] });
    expect(sheets.map(({ rows }) => rows)).toEqual([[['n'], [1_048_575]]]);
  }, 30_000);
});

describe('texts', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            '=',
            '+',
            '-',
            '@',
            '\t',
            '\r',
            '\n',
            '\r\n',
            ' ',
            '<f>1+1</f>',
            '</t></is></c>',
            ']]>',
            '&amp;',
          ],
          ...['_x0041_', '_x', '_x005f_', '\0', '\x1F', '\x7F', '\uFFFE', '\uFFFF', '\uD83D', '\uDE00', '"'],
        ),
        fc.string({ unit: 'binary', maxLength: 5 }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''))
    .filter((text) => text !== '');

  it('come back as they were and are no formulas, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 8 }), async (texts) => {
        const columns = [column('text', texts[0]), column('list'), column('date')];
        const [sheet] = await read(
          await write(
            columns,
            texts.map((text) => [text, [text, text], text]),
          ),
        );
        const written = texts.map((text) => text.toWellFormed());
        expect(sheet?.headings?.[0]).toBe(written[0]);
        expect(sheet?.rows).toEqual(written.map((text) => [text, `${text}; ${text}`, text]));
        for (const cell of sheet?.cells?.values() ?? []) expect(cell.formula).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('are cut with an ellipsis where a cell ends, never within a character', async () => {
    const long = async (text: string) => (await readOne('text', text)).value as string;
    expect(await long('я'.repeat(32_767))).toBe('я'.repeat(32_767));
    expect(await long('я'.repeat(40_000))).toBe(`${'я'.repeat(32_766)}…`);
    const cut = await long(`я${'😀'.repeat(20_000)}`);
    expect(cut.length).toBeLessThanOrEqual(32_767);
    expect(cut.endsWith('😀…') || cut.endsWith('\uFFFD…')).toBe(true);
  });
});

describe('reading and stopping', () => {
  it('asks for rows as bytes are taken, and tells when no more are wanted', async () => {
    let given = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Row[]> {
      try {
        for (;;) {
          given += 1;
          yield Array.from({ length: 100 }, () => [Math.random().toString(36).repeat(5)]);
        }
      } finally {
        closed = true;
      }
    }
    const pieces = writeXlsx([column('text')], endless(), { language: 'en', zone: 'UTC' });
    await pieces.next();
    await pieces.next();
    // What lies between: some pieces of 64 KB, no more however long the reader waits.
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBeLessThan(500);
    await pieces.return();
    expect(closed).toBe(true);
  });

  it.each([0, 1])('fails as the rows do, after %i batches', async (good) => {
    async function* failing(): AsyncGenerator<Row[]> {
      for (let batch = 0; batch < good; batch += 1) yield [['x']];
      throw new Error('The rows have failed.');
    }
    const pieces = writeXlsx([column('text')], failing(), { language: 'en', zone: 'UTC' });
    await expect(Array.fromAsync(pieces)).rejects.toThrow('The rows have failed.');
  });

  it('refuses a zone that does not exist', async () => {
    const rows: Row[] = [['2026-11-23T09:30:15.000Z']];
    await expect(write([column('instant')], rows, { zone: 'Moon/Tycho' })).rejects.toThrow(RangeError);
  });
});
