import * as z from 'zod';
import { countrySchema } from '../country.ts';
import { currencySchema } from '../currency.ts';
import type { FieldIssue } from '../errors.ts';
import { line } from '../text.ts';
import { IMPORT_FIELDS } from './fields.ts';

/** Most columns a list may have. */
export const MAX_COLUMNS = 200;

/** Most words of one column that may be replaced. */
const MAX_VALUES = 500;

/** Where the cells of one column go, and how they are to be read. */
export const columnMappingSchema = z
  .strictObject({
    column: z
      .union([line(300), z.int().min(1).max(MAX_COLUMNS)])
      .meta({ description: 'Heading of the column, or its place from 1 where two headings are alike' }),
    field: z.enum(IMPORT_FIELDS).meta({ description: 'What the cells are' }),
    values: z
      .record(z.string().max(300), z.string().max(300))
      .refine((values) => Object.keys(values).length <= MAX_VALUES, {
        message: `Replace at most ${MAX_VALUES} words of a column.`,
        params: { code: 'list.too-long' },
      })
      .optional()
      .meta({ description: 'Words of the list and what to read instead, such as misspellings' }),
    source: line(50)
      .optional()
      .meta({ description: 'External ids only, and required there: the system they come from' }),
    kind: line(20).optional().meta({ description: 'Phones, e-mails and addresses only: which kind it is' }),
    currency: currencySchema.optional().meta({ description: "Amounts only; default: the organisation's" }),
    unit: z.enum(['one', 'thousand', 'million']).optional().meta({ description: 'Amounts only' }),
    dates: z
      .enum(['day-first', 'month-first'])
      .optional()
      .meta({ description: 'Dates only: how 03/04/2026 is meant; default: day-first' }),
  })
  .meta({ id: 'ColumnMapping', description: 'Where the cells of one column go, and how they are read' });
export type ColumnMapping = z.output<typeof columnMappingSchema>;

export const importOptionsSchema = z
  .strictObject({
    country: countrySchema.optional().meta({
      description: "Country of national phone numbers where a row names none; default: the organisation's",
    }),
    keepUndialable: z.boolean().default(false).meta({
      description: 'Keep numbers that are no telephone numbers today as written, instead of refusing the row',
    }),
    emptyWords: z
      .array(z.string().min(1).max(50))
      .max(20)
      .default(['NULL', 'N/A', 'n/a', 'н/д', '-', '—'])
      .meta({ description: 'What stands for nothing, besides an empty cell' }),
    existing: z.enum(['update', 'skip']).default('update').meta({
      description: 'What to do with clients that are here already; nothing is ever emptied by an empty cell',
    }),
  })
  .meta({ id: 'ImportOptions', description: 'How a list is read' });
export type ImportOptions = z.output<typeof importOptionsSchema>;

/** Most bytes that a mapping and the headings of its list may have together, as JSON: an import is written anew after each 200 rows. */
const MAX_MAPPING_BYTES = 64 * 1024;

/** Why a mapping cannot be kept with its import. Code: `mapping.too-large`. */
export function refuseLarge(
  headings: readonly string[],
  mapping: readonly ColumnMapping[],
): FieldIssue | undefined {
  const bytes = new TextEncoder().encode(JSON.stringify([headings, mapping])).byteLength;
  if (bytes <= MAX_MAPPING_BYTES) return undefined;
  const message = `The mapping and the headings of the list have ${bytes} bytes together, and ${MAX_MAPPING_BYTES} are possible: replace fewer words in the mapping (mend them in the list), or shorten the headings.`;
  return { pointer: '/mapping', code: 'mapping.too-large', message };
}
