import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
  type DuckDBValue,
  listValue,
} from '@duckdb/node-api';
import { foldCase } from '../../shared/search/fold.ts';
import type { FieldDefinition } from '../../shared/search/object.ts';
import { isReference } from './columns.ts';
import { ulidBits } from './uuid.ts';

/** An id as the engine takes it. */
export const uuidOf = (ulid: string): DuckDBUUIDValue => DuckDBUUIDValue.fromUint128(ulidBits(ulid));

/** Decimal places of the column of amounts: no currency has more. */
const SCALE = 4;

/** Decimal text as the column of amounts has it. */
function decimalOf(amount: string): DuckDBDecimalValue {
  const [whole = '0', fraction = ''] = amount.split('.');
  return new DuckDBDecimalValue(BigInt(whole + fraction.padEnd(SCALE, '0')), 19, SCALE);
}

const MILLISECONDS_A_DAY = 86_400_000;

/** An instant as the engine takes it, in UTC. */
export const timestampOf = (iso: string): DuckDBTimestampValue =>
  new DuckDBTimestampValue(BigInt(Date.parse(iso)) * 1000n);

const dateOf = (day: string): DuckDBDateValue =>
  new DuckDBDateValue(Math.round(Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY));

/**
 * What a field's columns hold: its own, and the one beside it.
 *
 * @param numberOf The number within the copy of a record that is referred to
 */
export function columnValues(
  field: FieldDefinition,
  value: unknown,
  numberOf: (ulid: string) => number | null,
): DuckDBValue[] {
  const missing = value === undefined || value === null;
  switch (field.type) {
    case 'text':
      if (missing) return [null, null];
      return field.list ? textLists(value as string[]) : [String(value), foldCase(String(value))];
    case 'code':
      if (missing) return [null];
      return [field.list ? listValue(value as string[]) : String(value)];
    case 'money': {
      if (missing) return [null, null];
      const { amount, currency } = value as { readonly amount: string; readonly currency: string };
      return [decimalOf(amount), currency];
    }
    case 'id': {
      const id = missing ? null : uuidOf(String(value));
      return isReference(field) ? [id, missing ? null : numberOf(String(value))] : [id];
    }
    case 'number':
      return [missing ? null : Number(value)];
    case 'instant':
      return [missing ? null : timestampOf(String(value))];
    case 'day':
      return [missing ? null : dateOf(String(value))];
    case 'boolean':
      return [missing ? null : value === true];
  }
}

const textLists = (texts: readonly string[]): DuckDBValue[] => [
  listValue([...texts]),
  listValue(texts.map(foldCase)),
];
