import type { Column, RowBatches } from '../../shared/exports/column.ts';
import { cellWriter } from '../../shared/exports/sheet-cells.ts';
import { sheetName } from '../../shared/exports/sheet-names.ts';
import { sheetStyles } from '../../shared/exports/sheet-styles.ts';
import { MAX_SHEET_ROWS, type SheetXml, sheetXml } from '../../shared/exports/sheet-xml.ts';
import { sheetPath, type WrittenSheet, workbookParts } from '../../shared/exports/workbook-parts.ts';
import type { ExportOptions } from '../../shared/exports/writing-csv.ts';
import { type RowSource, rowSource } from './row-source.ts';
import { type ArchiveEntry, zipArchive } from './zip-archive.ts';

export interface WorkbookOptions extends ExportOptions {
  /** Of the sheets, such as "Companies"; the second one is "Companies 2". What Excel does not take is left out. */
  readonly name?: string;
  /** Rows of a sheet with its headings, if fewer than a workbook can hold. */
  readonly sheetRows?: number;
}

/** Of the levels the best in time and size together: see ADR 0024. */
const COMPRESSION_LEVEL = 3;
/** Bytes go to the compression in pieces of about this many characters. */
const CHUNK = 65_536;
const HEADING_ROW = 1;

/**
 * A workbook (XLSX), piece by piece; memory does not grow with the rows. Each sheet has the headings in a frozen first row, with filters, and
 * up to 1,048,575 rows; then the next sheet begins.
 *
 * Texts are typed as texts and never evaluated, so that nothing need be defused. Instants are shown by the clocks of the zone.
 *
 * @throws RangeError for a zone that does not exist
 */
export async function* writeXlsx(
  columns: readonly Column[],
  rows: RowBatches,
  options: WorkbookOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* zipArchive(workbookEntries(columns, rows, options), COMPRESSION_LEVEL);
}

async function* workbookEntries(
  columns: readonly Column[],
  rows: RowBatches,
  { language, zone, name, sheetRows = MAX_SHEET_ROWS }: WorkbookOptions,
): AsyncGenerator<ArchiveEntry> {
  const styles = sheetStyles(language);
  const sheet = sheetXml(columns, cellWriter(zone, styles));
  const sheets: WrittenSheet[] = [];
  const source = rowSource(rows);
  try {
    do {
      const number = sheets.length + 1;
      let lastRow = HEADING_ROW;
      const ended = (row: number): void => {
        lastRow = row;
      };
      yield { path: sheetPath(number), content: sheetContent(sheet, source, sheetRows, ended) };
      sheets.push({ name: sheetName(name, language, number), range: sheet.range(lastRow) });
    } while (await source.hasMore());
  } finally {
    await source.close();
  }
  yield { path: 'xl/styles.xml', content: whole(styles.part()) };
  for (const [path, part] of workbookParts(sheets)) yield { path, content: whole(part) };
}

/** One sheet; `ended` hears the number of its last row. */
async function* sheetContent(
  sheet: SheetXml,
  source: RowSource,
  sheetRows: number,
  ended: (lastRow: number) => void,
): AsyncGenerator<Uint8Array> {
  let pending = sheet.head;
  let lastRow = HEADING_ROW;
  while (lastRow < sheetRows) {
    const rows = await source.take(sheetRows - lastRow);
    if (rows === undefined) break;
    for (const row of rows) {
      lastRow += 1;
      pending += sheet.row(row, lastRow);
      if (pending.length < CHUNK) continue;
      yield Buffer.from(pending);
      pending = '';
    }
  }
  yield Buffer.from(pending + sheet.tail(lastRow));
  ended(lastRow);
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
