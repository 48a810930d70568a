import * as z from 'zod';
import { instantSchema, recordFields, versionSchema } from '../record.ts';
import { fieldPathSchema } from '../search/filter.ts';
import { MAX_FIELDS, searchInputSchema } from '../search/question.ts';
import { line } from '../text.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export-format.ts';
import { makingSightSchema } from './sight.ts';

/** Most rows of an export that is made while the caller waits. */
export const MAX_ROWS_AT_ONCE = 5_000;

/** Days an export is kept, with its file. */
export const EXPORT_DAYS = 7;

/** Exports of one user that are made in the background at a time. */
export const MAX_RUNNING_EXPORTS = 3;

const formatSchema = z.enum(Object.keys(EXPORT_FORMATS) as [ExportFormat, ...ExportFormat[]]);
const languageSchema = z.enum(['ru', 'en']);
const objectSchema = z.enum(['companies', 'contacts', 'places', 'timeline']);

/** A label and nothing else: no part of it ever becomes a path. */
const fileNameSchema = line(200).refine((name) => !/[/\\]/.test(name) && !/^\.+$/.test(name), {
  message: 'Give the name of the file alone, without folders.',
  params: { code: 'file.name-is-path' },
});

const searchSchema = searchInputSchema
  .pick({ q: true, notes: true, typos: true, filter: true, sort: true })
  .meta({ id: 'ExportedSearch', description: 'Which rows, in which order: as in a search' });

/** What a client of the API sends to have a search written into a file. */
export const exportInputSchema = z
  .strictObject({
    object: objectSchema,
    search: searchSchema.prefault({}),
    format: formatSchema,
    fields: z
      .array(fieldPathSchema)
      .min(1)
      .max(MAX_FIELDS)
      .optional()
      .meta({ description: 'The columns, in their order; default: what a search of the object shows' }),
    language: languageSchema
      .optional()
      .meta({ description: 'Of headings, labels and signs; default: yours' }),
    fileName: fileNameSchema
      .optional()
      .meta({ description: 'Without it the file is called by its object and day' }),
  })
  .meta({ id: 'ExportInput', description: 'What to write into a file' });
export type ExportInput = z.output<typeof exportInputSchema>;

const count = z.int().min(0);

/** Why an export may come to nothing. */
export const EXPORT_FAILURES = [
  'access.forbidden',
  'export.stalled',
  'export.too-slow',
  'question.invalid',
  'search.answer-too-large',
  'search.over-memory',
  'search.over-time',
  'selection.lost',
] as const;

const told = {
  object: objectSchema,
  search: searchSchema,
  format: formatSchema,
  fields: z.array(fieldPathSchema),
  language: languageSchema,
  fileName: z.string(),
  state: z.enum(['requested', 'running', 'finished', 'failed']).meta({
    description:
      'requested: waits for its turn; running; finished: fetch the file; failed: `failure` says why',
  }),
  rows: count.meta({ description: 'Rows written so far' }),
  total: count.meta({ description: 'Rows that the search had when it was asked for' }),
  failure: z
    .strictObject({
      code: z.string().meta({
        description: `Stable, for a program: ${EXPORT_FAILURES.map((code) => `\`${code}\``).join(', ')}`,
      }),
      message: z.string().meta({ description: 'What is wrong and what to do' }),
    })
    .optional(),
  finishedAt: instantSchema.optional(),
  expiresAt: instantSchema.meta({ description: 'When the export and its file are removed' }),
};

/** An export as stored. */
export const exportSchema = z.strictObject({
  ...told,
  /** IANA zone whose clocks instants are shown by. */
  zone: z.string(),
  /** What the asker wrote a moment before, which the first rows have to know of. */
  written: z.array(z.strictObject({ pk: z.string(), sk: z.string(), version: z.int() })),
  /** By which sights its rows were read: one, unless the asker's changed meanwhile. Who sees less by now is not given the file. */
  sights: z.array(makingSightSchema),
  /** Which of the asker's places in the background it has. */
  place: count.optional(),
  /** Who makes it: the id of the event that woke the worker, and until when nobody else may. */
  lease: z.strictObject({ event: z.string(), until: instantSchema }).optional(),
  ...recordFields,
});
export type Export = z.output<typeof exportSchema>;

/** An export as answered. */
export const exportViewSchema = z
  .strictObject({
    ...told,
    search: z.record(z.string(), z.unknown()).meta({ description: 'Which rows, as it was asked for' }),
    ...recordFields,
    version: versionSchema,
  })
  .meta({ id: 'Export', description: 'A search that is written into a file' });
export type ExportView = z.output<typeof exportViewSchema>;

export const exportListSchema = z
  .strictObject({
    exports: z.array(exportViewSchema),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent at the end' }),
  })
  .meta({ id: 'Exports', description: 'Your exports of the last days, newest first' });

export const exportListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Most exports of a page' }),
  cursor: z.string().max(2000).optional().meta({ description: 'The `next` of the page before' }),
});

export const exportDownloadSchema = z
  .strictObject({
    url: z.url().meta({ description: 'The file; signed: it needs no token, and is good for 15 minutes' }),
    expiresAt: instantSchema,
    fileName: z.string(),
  })
  .meta({ id: 'ExportDownload', description: 'Where the file can be fetched' });
