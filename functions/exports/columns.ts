import type { Cell, Column, ColumnType, Row } from '../../shared/exports/column.ts';
import type { AskedField } from '../../shared/search/bound-question.ts';
import type { FieldDefinition, FieldType } from '../../shared/search/object.ts';
import type { Cell as FoundCell, Row as FoundRow } from '../../shared/search/question.ts';
import type { Language } from '../../shared/zone.ts';
import { fieldLabel, type Labels, labelOf } from '../search/service.ts';

const TYPES: Readonly<Record<FieldType, ColumnType>> = {
  text: 'text',
  code: 'text',
  number: 'number',
  money: 'money',
  instant: 'instant',
  day: 'date',
  boolean: 'boolean',
  id: 'id',
};

/** What a column of a field is. */
export const columnOf = ({ path, field, steps }: AskedField, language: Language): Column => ({
  key: path,
  heading: fieldLabel(field, steps, language),
  type: typeOf(field),
});

function typeOf({ type, list, of }: FieldDefinition): ColumnType {
  if (list) return 'list';
  return type === 'id' && of !== undefined ? 'text' : TYPES[type];
}

/** The cells of a row, with codes and ids called by their names. */
export const cellsOf = (row: FoundRow, fields: readonly AskedField[], labels: Labels): Row =>
  fields.map(({ path, field }) => cellOf(row[path] ?? null, field, labels));

function cellOf(value: FoundCell, field: FieldDefinition, labels: Labels): Cell {
  if (value === null || (field.type !== 'code' && field.type !== 'id')) return value;
  if (Array.isArray(value)) return value.map((one) => labelOf(field, { value: one }, labels));
  return labelOf(field, { value }, labels);
}
