/** A value of a row; nothing where a figure does not apply. */
export type Cell = string | number | boolean | null;

export interface Column {
  /** Name of the field in each row, also in the JSON document. */
  readonly key: string;
  /** Head of the column for people, with its unit. */
  readonly head: string;
  /** Digits after the point for people; the JSON document has the figure as it was measured. */
  readonly digits?: number | undefined;
}

/** Rows of figures: printed for people, and put into the JSON document as they are. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Prints a table in plain text: words to the left, figures to the right. */
export function printTable({ title, columns, rows }: Table): string {
  const texts = rows.map((row) => columns.map((column) => textOf(row[column.key] ?? null, column)));
  const widths = columns.map(({ head }, index) =>
    Math.max(head.length, ...texts.map((cells) => cells[index]?.length ?? 0)),
  );
  const isFigure = columns.map(({ key }) => rows.some((row) => typeof row[key] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return isFigure[index] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const heads = columns.map(({ head }) => head);
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [title, '', line(heads), rule, ...texts.map(line)].join('\n');
}

function textOf(value: Cell, { digits = 0 }: Column): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? value.toFixed(digits) : value;
}
