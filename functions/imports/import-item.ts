import * as z from 'zod';
import { IMPORT_DAYS, importSchema } from '../../shared/imports/import.ts';
import { instantSchema } from '../../shared/record.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { defineItem } from '../runtime/table/item.ts';

export const importItem = defineItem({ kind: 'import', schema: 1, data: importSchema });

export const importsPartition = (tenant: VerifiedTenant): string => tenantPartition(tenant, 'imports');

/** Sort keys of imports begin with it. */
export const importPrefix = 'import#';

export const importKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: importsPartition(tenant),
  sk: `${importPrefix}${id}`,
});

/** One import of a tenant runs at a time: two could make the same client at the same moment. */
export const runningImportItem = defineItem({
  kind: 'running-import',
  schema: 1,
  data: z.strictObject({
    importId: ulidSchema,
    /** It was cancelled, and until then a worker may still be writing. */
    until: instantSchema.optional(),
  }),
});

export const runningImportKey = (tenant: VerifiedTenant): Key => ({
  pk: importsPartition(tenant),
  sk: 'running',
});

const outcomeSchema = z.enum(['created', 'updated', 'unchanged']);

/** What a row came to, as far as it wrote anything. */
export const rowOutcomeSchema = z.strictObject({
  company: outcomeSchema.optional(),
  contact: outcomeSchema.optional(),
  note: z.enum(['written', 'unchanged']).optional(),
});
export type RowOutcome = z.output<typeof rowOutcomeSchema>;

/** What a row's first transaction has recorded. */
const rowMarkSchema = z.strictObject({
  outcome: rowOutcomeSchema,
  /** Whom the row means, whatever they are called by now. */
  companyId: ulidSchema.optional(),
  contactId: ulidSchema.optional(),
  /** Whether more of the row was to be written after it. */
  isOpen: z.boolean(),
});
export type RowMark = z.output<typeof rowMarkSchema>;

/**
 * Written with a row's first transaction, once: whoever does the row again, after a crash or at the same time, makes nothing twice and
 * counts what was done then.
 */
export const importedRowItem = defineItem({ kind: 'imported-row', schema: 1, data: rowMarkSchema });

/** Marks a note that came from a list, so that the same list writes it once. It goes with the card. */
export const importedNoteItem = defineItem({
  kind: 'imported-note',
  schema: 1,
  data: z.strictObject({ entryId: ulidSchema }),
});

export const importedNoteKey = (cardPartition: string, hash: string): Key => ({
  pk: cardPartition,
  sk: `imported-note#${hash}`,
});

/** When the table may drop an import and its rows, in seconds since 1970. */
export const importTtl = (now: Date): number => Math.floor(now.getTime() / 1000) + IMPORT_DAYS * 86_400;

/** Objects of an import; ids alone make the name. */
export const importFolder = (tenant: VerifiedTenant, id: string): string => `imports/${tenant.id}/${id}`;
export const importFile = (tenant: VerifiedTenant, id: string): string =>
  `${importFolder(tenant, id)}/list.csv`;
