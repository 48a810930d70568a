import { type Column, type ColumnType, headingOf, type Row } from './column.ts';
import { type CellXml, textCell } from './sheet-cells.ts';
import { STYLES } from './sheet-styles.ts';
import { SPREADSHEET, XML } from './workbook-parts.ts';

/** Rows that a sheet holds ("Excel specifications and limits"), the one of headings included. */
export const MAX_SHEET_ROWS = 1_048_576;

/** Widths in characters, by what is usual: the rows are not known when the widths are written. */
const WIDTHS: Readonly<Record<ColumnType, number>> = {
  text: 30,
  id: 29,
  integer: 12,
  number: 14,
  money: 20,
  date: 12,
  instant: 20,
  boolean: 10,
  list: 40,
};
const MAX_WIDTH = 60;
/** Beside the heading, for the arrow of the filter. */
const ARROW = 4;

/** A sheet as text: what stands before the rows, each row by its number (headings are row 1), and what stands behind. */
export interface SheetXml {
  readonly head: string;
  row(cells: Row, number: number): string;
  /** @param lastRow number of the last row */
  tail(lastRow: number): string;
  range(lastRow: number): string;
}

/** Sheets of some columns; all sheets of a workbook look alike. */
export function sheetXml(columns: readonly Column[], cell: CellXml): SheetXml {
  const letters = columns.map((_, index) => columnLetters(index));
  const range = (lastRow: number): string => `A1:${letters.at(-1) ?? 'A'}${lastRow}`;
  const headings = columns.map((column, index) =>
    textCell(headingOf(column), `${letters[index]}1`, STYLES.heading),
  );
  const widths = columns.map(
    (column, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column)}" customWidth="1"/>`,
  );
  return {
    head: [
      `${XML}<worksheet xmlns="${SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">`,
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
      `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols>`,
      `<sheetData><row r="1">${headings.join('')}</row>`,
    ].join(''),
    row(cells, number) {
      let xml = `<row r="${number}">`;
      for (const [index, column] of columns.entries()) {
        xml += cell(cells[index] ?? null, column, `${letters[index]}${number}`);
      }
      return `${xml}</row>`;
    },
    tail: (lastRow) => `</sheetData><autoFilter ref="${range(lastRow)}"/></worksheet>`,
    range,
  };
}

const widthOf = (column: Column): number =>
  Math.min(MAX_WIDTH, Math.max(WIDTHS[column.type], headingOf(column).length + ARROW));

/** 0 is A, 25 is Z, 26 is AA. */
function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
