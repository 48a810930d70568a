import { readFile } from 'node:fs/promises';

export type Row<Column extends string> = Readonly<Record<Column, string>>;

/** What stands in a file, read without the product's own reader. */
export interface FileRows<Column extends string> {
  readonly rows: readonly Row<Column>[];
  /** Lines that have more cells than there are columns, from 1. */
  readonly ragged: readonly number[];
}

/** The lines of a file without its heading, cut at every comma: neither file knows quotes. */
async function readCells(path: string, heading: readonly string[]): Promise<string[][]> {
  const [first, ...lines] = (await readFile(path, 'utf8'))
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  if (first !== heading.join(','))
    throw new Error(`${path} begins with other columns than ${heading.join(',')}`);
  return lines.map((line) => line.split(','));
}

/**
 * Rows of a file. A row may have more cells than there are columns where one column, `loose`, holds commas of its own: its neighbours
 * are told from both ends.
 * @throws Error naming the line whose cells do not fit
 */
export async function readRows<const Column extends string>(
  path: string,
  columns: readonly Column[],
  loose?: Column,
): Promise<FileRows<Column>> {
  const cells = await readCells(path, columns);
  const rows = cells.map((row, index) => {
    const fitted = loose === undefined ? row : joinLoose(row, columns.length, columns.indexOf(loose));
    if (fitted.length !== columns.length) {
      throw new Error(`${path}, line ${index + 2}: ${row.length} cells for ${columns.length} columns`);
    }
    return Object.fromEntries(columns.map((column, place) => [column, fitted[place] ?? ''])) as Row<Column>;
  });
  const ragged = cells.flatMap((row, index) => (row.length > columns.length ? [index + 2] : []));
  return { rows, ragged };
}

export function joinLoose(row: readonly string[], columns: number, loose: number): string[] {
  const extra = Math.max(0, row.length - columns);
  return [
    ...row.slice(0, loose),
    row.slice(loose, loose + extra + 1).join(','),
    ...row.slice(loose + extra + 1),
  ];
}
