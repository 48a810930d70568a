import type { CountryCode } from '../../shared/country.ts';
import { type FieldIssue, KartotekaError } from '../../shared/errors.ts';
import type { BoundMapping } from '../../shared/imports/binding.ts';
import { MALFORMED } from '../../shared/imports/csv-reading.ts';
import type { ImportOptions } from '../../shared/imports/mapping.ts';
import { readRow } from '../../shared/imports/reading-row.ts';
import type { Words } from '../../shared/imports/row.ts';
import type { Caller } from '../runtime/caller.ts';
import type { NumberedRecord } from './parts-of-list.ts';
import { type PreparedRow, prepareRow, RowRejected, rejectionOf } from './prepared-row.ts';

export type ReadRecord = { readonly row: PreparedRow } | { readonly issues: readonly FieldIssue[] };

/** Reads records of a list as the mapping, the options and the organisation's settings say. */
export function createReading(
  bound: BoundMapping,
  options: ImportOptions,
  words: Words,
  { settings }: Caller,
): (record: NumberedRecord) => ReadRecord {
  const country: CountryCode = options.country ?? settings.country;
  const context = { words, country, currency: settings.currency, zone: settings.zone };
  return ({ cells, malformed }) => {
    if (malformed) return { issues: [MALFORMED] };
    const reading = readRow(cells, bound, options, context);
    if (!('row' in reading)) return reading;
    try {
      return { row: prepareRow(reading.row, country) };
    } catch (error) {
      if (error instanceof RowRejected) return { issues: error.issues };
      if (error instanceof KartotekaError) return { issues: rejectionOf(error).issues };
      throw error;
    }
  };
}
