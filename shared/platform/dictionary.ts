import * as z from 'zod';
import { entryIdSchema } from '../clients/company.ts';
import { nonNegativeMoneySchema } from '../money.ts';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import { daySchema, recordFields, versionSchema } from '../record.ts';
import { line } from '../text.ts';

/** The lists a tenant fills for itself. */
export const dictionaryNameSchema = z
  .enum(['industries', 'segments', 'lead-sources', 'contact-topics'])
  .meta({ description: 'Name of a dictionary' });
export type DictionaryName = z.infer<typeof dictionaryNameSchema>;

/** What a lead source cost in a period; both days belong to it. */
const costSchema = z
  .strictObject({ from: daySchema, to: daySchema, cost: nonNegativeMoneySchema })
  .refine((period) => period.from <= period.to, {
    path: ['to'],
    message: '"to" must not lie before "from".',
    params: { code: 'period.reversed' },
  })
  .meta({ id: 'LeadSourceCost', description: 'What a lead source cost in a period' });

const labelFields = { ru: line(100), en: line(100) };

const entryFields = {
  labels: z.strictObject(labelFields),
  order: z.int().min(0).max(10_000).meta({ description: 'Place in the list' }),
  active: z.boolean().meta({ description: 'false: kept for old records, not offered for new ones' }),
  costs: z.array(costSchema).max(200).optional().meta({ description: 'Lead sources only: cost per period' }),
};

/** A dictionary entry as stored; the id is chosen by people and is what records refer to. */
export const entrySchema = z.strictObject({
  dictionary: dictionaryNameSchema,
  ...entryFields,
  ...recordFields,
  id: entryIdSchema,
});
export type DictionaryEntry = z.output<typeof entrySchema>;

export const entryViewSchema = entrySchema
  .extend({ version: versionSchema })
  .meta({ id: 'DictionaryEntry', description: 'An entry with its Russian and English label' });

export const entryInputSchema = z
  .strictObject({
    id: entryIdSchema,
    labels: entryFields.labels,
    order: entryFields.order.default(0),
    active: entryFields.active.default(true),
    costs: entryFields.costs,
  })
  .meta({ id: 'DictionaryEntryInput', description: 'An entry to be added' });

export const entryPatchSchema = z
  .strictObject({
    ...patchFields({ ...entryFields, labels: z.strictObject(patchFields(labelFields)) }),
    ...baseVersionField,
  })
  .meta({ id: 'DictionaryEntryPatch', description: 'The fields to change; null empties a field' });

export const entryListSchema = z
  .strictObject({ entries: z.array(entryViewSchema) })
  .meta({ id: 'DictionaryEntries' });
