import * as z from 'zod';
import { subjectSchema } from '../clients/timeline.ts';
import { instantSchema } from '../record.ts';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { fileNameSchema, MAX_FILE_NAME } from './file-name.ts';
import { extensionOf, FILE_TYPES, fileTypeOf } from './file-type.ts';

/** Largest file, in bytes: an hour of a recorded call, or a scanned contract of some hundred pages. */
export const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;

/** Most documents of one card. Nothing reads them all at once; it keeps one client from taking the whole store. */
export const MAX_DOCUMENTS = 5_000;

/** How long an upload may take from its announcement to its completion, in seconds. */
export const UPLOAD_SECONDS = 24 * 60 * 60;

/** How many documents a card opens with. */
export const CARD_DOCUMENTS = 10;

const CONTENT_TYPES = FILE_TYPES.map(({ contentType }) => contentType);

const bytesSchema = z.int().min(1).max(MAX_DOCUMENT_BYTES);
const sha256Schema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/)
  .meta({
    description: 'SHA-256 of the content in Base64, as the header `x-amz-checksum-sha256` carries it',
    examples: ['47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  });
const descriptionSchema = line(500).meta({ description: 'What it is, where the name does not say it' });
const entryIdSchema = ulidSchema.meta({ description: 'The entry of the chronology that it belongs to' });

/** A document that is to be attached. */
export const documentInputSchema = z
  .strictObject({
    fileName: fileNameSchema,
    contentType: z.enum(CONTENT_TYPES).meta({ description: 'Only what nobody runs by opening it' }),
    bytes: bytesSchema,
    sha256: sha256Schema,
    entryId: entryIdSchema.optional(),
    description: descriptionSchema.optional(),
  })
  .refine(({ fileName, contentType }) => extensionsOf(contentType).includes(extensionOf(fileName)), {
    path: ['fileName'],
    error: ({ input }) => {
      const { contentType } = input as { readonly contentType: string };
      return `A file of the type ${contentType} ends with ${extensionsOf(contentType)
        .map((one) => `.${one}`)
        .join(' or ')}.`;
    },
    params: { code: 'file-name.extension' },
  })
  .meta({ id: 'DocumentInput', description: 'What is going to be sent, exactly' });
export type DocumentInput = z.output<typeof documentInputSchema>;

const extensionsOf = (contentType: string): readonly string[] => fileTypeOf(contentType)?.extensions ?? [];

export const verdictSchema = z.enum(['clean', 'infected']);

/** What a virus scanner says of a document. */
export const verdictInputSchema = z
  .strictObject({
    verdict: verdictSchema,
    scanner: line(100)
      .optional()
      .meta({ description: 'Who says so', examples: ['ClamAV 1.4'] }),
  })
  .meta({ id: 'VerdictInput', description: 'The verdict of a virus scanner' });

const scanSchema = z
  .strictObject({
    verdict: verdictSchema,
    scanner: line(100).optional(),
    by: ulidSchema.meta({ description: 'The user who reported it; of a virus, who found it first' }),
    at: instantSchema,
  })
  .meta({ description: 'The latest verdict of a virus scanner' });

/** A document as stored and answered. What may be sent can change; what was sent stays readable. */
export const documentSchema = z
  .strictObject({
    id: ulidSchema,
    subject: subjectSchema.meta({ description: 'The card it is attached to' }),
    state: z
      .enum(['awaiting-upload', 'stored'])
      .meta({ description: 'Only what is stored is listed and can be fetched' }),
    fileName: line(MAX_FILE_NAME),
    contentType: z.string(),
    bytes: z.int().min(1),
    sha256: z.string(),
    entryId: entryIdSchema.optional(),
    description: descriptionSchema.optional(),
    createdAt: instantSchema,
    createdBy: ulidSchema,
    storedAt: instantSchema.optional(),
    scan: scanSchema.optional(),
  })
  .meta({ id: 'Document', description: 'A file attached to a card' });
export type CardDocument = z.output<typeof documentSchema>;

const addressSchema = z.url().meta({ description: 'Signed: whoever has it may use it until it expires' });

/** A new document with the address to send its content to. */
export const awaitedDocumentSchema = documentSchema
  .extend({
    upload: z.strictObject({
      method: z.literal('PUT'),
      url: addressSchema,
      headers: z
        .record(z.string(), z.string())
        .meta({ description: 'Send each of them as it is; a browser sets the length by itself' }),
      expiresAt: instantSchema,
    }),
  })
  .meta({ id: 'AwaitedDocument', description: 'A document whose content is to be sent' });
export type AwaitedDocument = z.output<typeof awaitedDocumentSchema>;

export const downloadSchema = z
  .strictObject({ url: addressSchema, expiresAt: instantSchema })
  .meta({ id: 'Download', description: 'Where the content can be fetched, always as an attachment' });

export const documentsQuerySchema = z.strictObject({
  entryId: ulidSchema.optional().meta({ description: 'Only those of this entry of the chronology' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .meta({ description: 'Most documents of a page' }),
  cursor: z.string().max(2000).optional().meta({ description: 'The `next` of the page before' }),
});

export const documentsPageSchema = z
  .strictObject({
    documents: z.array(documentSchema),
    next: z.string().optional().meta({
      description:
        'Cursor of the next page; absent at the end. A filtered page may hold fewer documents than asked for.',
    }),
  })
  .meta({ id: 'DocumentsPage', description: 'Documents, newest first' });

/** The documents that a card opens with. */
export const cardDocumentsSchema = z
  .strictObject({
    latest: z.array(documentSchema).meta({ description: `The latest ${CARD_DOCUMENTS}` }),
    count: z.int().min(0).meta({ description: 'How many the card has in all' }),
  })
  .meta({ id: 'CardDocuments', description: 'The latest documents of a card' });
export type CardDocuments = z.output<typeof cardDocumentsSchema>;
