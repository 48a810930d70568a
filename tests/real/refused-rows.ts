import { parse } from 'csv-parse/sync';
import type { ApiClient } from '../../shared/api-client.ts';
import type { Comparison } from './comparison.ts';
import { joinLoose } from './rows.ts';

/** A refused row as a table program shows it. */
export interface RefusedRow {
  /** Its line in the list, the code of what is wrong, and what to do. */
  readonly reasons: readonly [line: string, code: string, toDo: string];
  /** All that stand behind, as many as the row has. */
  readonly cells: readonly string[];
}

/** Columns that say what is wrong, in front of those of the list. */
const REASONS = ['Line of the file', 'Error code', 'What to do'] as const;

/** Downloads what an import has refused. */
export async function downloadRefused(api: ApiClient, id: string): Promise<string> {
  const { data } = await api.readRejectedRows({ params: { id } });
  const answer = await fetch(data.url);
  if (!answer.ok) throw new Error(`The refused rows were answered with ${answer.status}`);
  return answer.text();
}

/**
 * Reads refused rows with a reader that is not the product's.
 *
 * @throws Error where the file has other columns than the list and the reasons
 */
export function readRefused(csv: string, columns: readonly string[]): RefusedRow[] {
  const [headings, ...rows] = parse(csv, { bom: true, relax_column_count: true }) as string[][];
  if (headings?.join() !== [...REASONS, ...columns].join())
    throw new Error(`The refused rows have other columns: ${headings?.join()}`);
  return rows.map(([line = '', code = '', toDo = '', ...cells]) => ({ reasons: [line, code, toDo], cells }));
}

/**
 * The refused rows as a list again, mended in the downloaded file: what its commas have torn apart is joined, every cell is quoted, and
 * the reasons stay where they are.
 */
export function mend(refused: readonly RefusedRow[], columns: readonly string[], loose: string): string {
  const rows = refused.map(({ cells, reasons }) => [
    ...reasons,
    ...joinLoose(cells, columns.length, columns.indexOf(loose)),
  ]);
  const record = (cells: readonly string[]): string =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [[...REASONS, ...columns], ...rows].map((cells) => `${record(cells)}\r\n`).join('');
}

/** Holds the refused rows to the ragged ones of the file: no other, and none is missing. */
export function compareRefused(
  refused: readonly RefusedRow[],
  ragged: readonly number[],
  comparison: Comparison,
): void {
  const told = refused.map(({ reasons: [line, code] }) => `${line} ${code}`);
  const expected = ragged.map((line) => `${line} csv.ragged`);
  if (told.join() !== expected.join())
    comparison.difference('refused rows', `${told.join(', ')} instead of ${expected.join(', ')}`);
}
