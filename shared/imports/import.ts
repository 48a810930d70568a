import * as z from 'zod';
import { instantSchema, recordFields, versionSchema } from '../record.ts';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { columnMappingSchema, importOptionsSchema, MAX_COLUMNS } from './mapping.ts';

/** Largest file taken, in bytes. */
export const MAX_IMPORT_BYTES = 100 * 1024 * 1024;

/** Most rows of one file, its headings not counted. */
export const MAX_IMPORT_ROWS = 100_000;

/** Days an import is remembered, with its file and what it refused. */
export const IMPORT_DAYS = 30;

export const importStateSchema = z
  .enum(['awaiting-upload', 'checking', 'checked', 'running', 'finished', 'failed', 'cancelled'])
  .meta({
    description:
      'awaiting-upload: send the file, then ask for a dry run; checking: the dry run goes on; checked: look at what would happen, ' +
      'then run it; running; finished; failed: `failure` says why; cancelled',
  });
export type ImportState = z.infer<typeof importStateSchema>;

/** What is done with the file in the background. */
export const importWorkSchema = z.enum(['dry-run', 'run']);
export type ImportWork = z.infer<typeof importWorkSchema>;

const count = z.int().min(0);

const outcomesSchema = z.strictObject({ created: count, updated: count, unchanged: count });

/** How far it is; of a dry run: what would be done. */
export const progressSchema = z
  .strictObject({
    rows: z.strictObject({
      read: count.meta({ description: 'Rows of the file so far' }),
      accepted: count,
      rejected: count.meta({ description: 'Rows with something wrong; the download says what' }),
    }),
    companies: outcomesSchema,
    contacts: outcomesSchema,
    parents: z.strictObject({ added: count, unchanged: count }),
    notes: z.strictObject({ written: count, unchanged: count }),
  })
  .meta({ id: 'ImportProgress', description: 'What was done so far; of a dry run, what would be' });
export type Progress = z.output<typeof progressSchema>;

export const NO_PROGRESS: Progress = {
  rows: { read: 0, accepted: 0, rejected: 0 },
  companies: { created: 0, updated: 0, unchanged: 0 },
  contacts: { created: 0, updated: 0, unchanged: 0 },
  parents: { added: 0, unchanged: 0 },
  notes: { written: 0, unchanged: 0 },
};

/** A file's name is a label and nothing else: no part of it ever becomes a path. */
const fileNameSchema = line(255).refine((name) => !/[/\\]/.test(name) && !/^\.+$/.test(name), {
  message: 'Give the name of the file alone, without folders.',
  params: { code: 'file.name-is-path' },
});

const sha256Schema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .meta({ description: 'SHA-256 of the file, in Base64: with it nothing else can be sent' });

const description = {
  fileName: fileNameSchema.meta({ examples: ['клиенты.csv'] }),
  bytes: z.int().min(1).max(MAX_IMPORT_BYTES).meta({ description: 'Size of the file, at most 100 MB' }),
  sha256: sha256Schema.optional(),
};

const plan = {
  mapping: z.array(columnMappingSchema).max(MAX_COLUMNS).optional().meta({
    description: 'Where each column goes; guessed from the headings if left out',
  }),
  options: importOptionsSchema.optional(),
};

/** What a client of the API sends to begin an import. */
export const importInputSchema = z
  .strictObject(description)
  .meta({ id: 'ImportInput', description: 'A list of clients to be sent' });

/** What a client of the API sends to have a file checked. */
export const dryRunInputSchema = z
  .strictObject(plan)
  .meta({ id: 'DryRunInput', description: 'How the file is to be read' });

/** Why a file cannot be brought in as a whole. */
export const FAILURE_CODES = [
  'access.forbidden',
  'csv.compressed',
  'csv.empty',
  'csv.encoding-unknown',
  'csv.malformed',
  'csv.markup',
  'csv.no-heading',
  'csv.no-rows',
  'csv.not-text',
  'csv.quote-open',
  'csv.record-too-long',
  'csv.too-many-columns',
  'csv.utf-16',
  'csv.workbook',
  'import.file-replaced',
  'import.not-uploaded',
  'import.too-many-rows',
  'import.too-slow',
] as const;

const failureSchema = z.strictObject({
  code: z.string().meta({
    description: `Stable, for a program: ${FAILURE_CODES.map((code) => `\`${code}\``).join(', ')}`,
  }),
  message: z.string().meta({ description: 'What is wrong and what to do' }),
  line: z.int().optional().meta({ description: 'Line of the file' }),
});

const told = {
  ...description,
  ...plan,
  state: importStateSchema,
  headings: z.array(z.string()).optional().meta({ description: 'Headings of the columns' }),
  encoding: z.enum(['utf-8', 'windows-1251']).optional(),
  separator: z.enum([',', ';', '\t']).optional(),
  totalRows: count
    .optional()
    .meta({ description: 'Rows of the whole file, once the dry run has counted them' }),
  dryRun: progressSchema.optional().meta({ description: 'What the dry run found' }),
  run: progressSchema.optional().meta({ description: 'What the run has done so far' }),
  failure: failureSchema.optional(),
  startedAt: instantSchema.optional().meta({ description: 'When the run began' }),
  finishedAt: instantSchema.optional().meta({ description: 'When the last work ended' }),
};

/** An import as stored. */
export const importSchema = z.strictObject({
  ...told,
  /** The object as the dry run saw it. */
  etag: z.string().optional(),
  /** Where the work goes on: everything before it is done and counted. */
  position: z
    .strictObject({
      phase: z.enum(['rows', 'parents']),
      offset: count,
      line: count,
      row: count,
    })
    .optional(),
  /** Who works on it: the id of the event that woke the worker, and until when nobody else may. */
  lease: z.strictObject({ event: z.string(), until: instantSchema }).optional(),
  /** What was asked for last, a dry run or a run: what an earlier one left behind is not its own. */
  workId: ulidSchema,
  attempt: count,
  ...recordFields,
});
export type Import = z.output<typeof importSchema>;

/** An import as answered. */
export const importViewSchema = z
  .strictObject({
    ...told,
    stalled: z.boolean().meta({ description: 'Nobody has worked on it for minutes: resume it' }),
    ...recordFields,
    version: versionSchema,
  })
  .meta({ id: 'Import', description: 'A list of clients on its way in' });

const addressSchema = z
  .strictObject({
    method: z.literal('PUT'),
    url: z.url().meta({ description: 'Signed: it needs no token, and is good for 15 minutes' }),
    headers: z.record(z.string(), z.string()).meta({ description: 'To be sent along, as they are' }),
    expiresAt: instantSchema,
  })
  .meta({ id: 'UploadAddress', description: 'Where the file is to be sent' });

export const newImportSchema = importViewSchema
  .extend({ upload: addressSchema })
  .meta({ id: 'NewImport', description: 'An import that waits for its file' });

export const uploadAddressSchema = addressSchema;

export const importListSchema = z
  .strictObject({
    imports: z.array(importViewSchema),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent at the end' }),
  })
  .meta({ id: 'Imports', description: 'Imports of the last 30 days, newest first' });

export const importListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Most imports of a page' }),
  cursor: z.string().max(2000).optional().meta({ description: 'The `next` of the page before' }),
});

/** What the head of a file shows, before anything is decided. */
export const importColumnsSchema = z
  .strictObject({
    separator: z.enum([',', ';', '\t']),
    columns: z.array(
      z.strictObject({
        column: z.int().min(1),
        heading: z.string(),
        samples: z.array(z.string()).meta({ description: 'Cells of the first rows' }),
      }),
    ),
    mapping: z
      .array(columnMappingSchema)
      .meta({ description: 'The guess: change it as you like and send it' }),
  })
  .meta({ id: 'ImportColumns', description: 'Columns of a file and where they seem to belong' });

export const rejectedRowsSchema = z
  .strictObject({
    url: z.url().meta({ description: 'The refused rows as CSV with a reason each; good for 15 minutes' }),
    expiresAt: instantSchema,
    rows: count,
  })
  .meta({ id: 'RejectedRows', description: 'Where the refused rows can be fetched' });
