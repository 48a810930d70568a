import { bindMapping } from '../../shared/imports/binding.ts';
import type { ImportFieldId } from '../../shared/imports/fields.ts';
import { type ColumnMapping, type ImportOptions, importOptionsSchema } from '../../shared/imports/mapping.ts';
import { type RowContext, readRow } from '../../shared/imports/reading-row.ts';
import type { ImportedRow, RowReading, Words } from '../../shared/imports/row.ts';

const ENTRIES = new Map([
  ['industries розница', 'retail'],
  ['industries retail', 'retail'],
  ['segments vip', 'vip'],
  ['lead-sources выставка', 'exhibition'],
]);
/** A user, and a team. */
export const ANNA = '01KA9ZQ4T8E3M6X0V7B2C5D9FG';
export const HOME = '01KA9ZQ4T8E3M6X0V7B2C5D9FH';
const words: Words = {
  entry: (dictionary, word) => ENTRIES.get(`${dictionary} ${word.toLowerCase()}`),
  user: (word) => (word === 'anna@x.example' || word === 'Анна Кузнецова' ? ANNA : undefined),
  team: (word) => (word === 'Россия' ? HOME : undefined),
};
/** An organisation in Moscow with a few words of its own. */
export const CONTEXT: RowContext = { words, country: 'RU', currency: 'RUB', zone: 'Europe/Moscow' };

export type Cells = Readonly<Partial<Record<ImportFieldId, string>>>;
type Option = Omit<ColumnMapping, 'column' | 'field'>;

const DEFAULTS: Readonly<Partial<Record<ImportFieldId, Option>>> = {
  'company.externalId': { source: '1c' },
  'contact.externalId': { source: '1c' },
  'parent.externalId': { source: '1c' },
};

/** Reads one row of a list that has a column for each given field, headed by the field's id. */
export function readCells(
  cells: Cells,
  columns: Readonly<Partial<Record<ImportFieldId, Option>>> = {},
  options: Partial<ImportOptions> = {},
): RowReading {
  const fields = Object.keys(cells) as ImportFieldId[];
  const mapping = fields.map((field) => ({ column: field, field, ...DEFAULTS[field], ...columns[field] }));
  const bound = bindMapping(fields, mapping);
  if ('issues' in bound) throw new Error(JSON.stringify(bound.issues));
  return readRow(Object.values(cells), bound, importOptionsSchema.parse(options), CONTEXT);
}

export function rowOf(...given: Parameters<typeof readCells>): ImportedRow {
  const reading = readCells(...given);
  if ('issues' in reading) throw new Error(JSON.stringify(reading.issues));
  return reading.row;
}

/** Column and code of each. */
export function issuesOf(...given: Parameters<typeof readCells>): string[] {
  const reading = readCells(...given);
  return 'issues' in reading ? reading.issues.map(({ parameter, code }) => `${parameter} ${code}`) : [];
}

export const NAME = { 'company.name': 'ООО «Ромашка»' } as const;
