import * as z from 'zod';
import { instantInputSchema, instantSchema } from '../record.ts';
import { line, paragraphs } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { entryIdSchema } from './company.ts';

/** Everything that can stand on a client's chronology. */
export const timelineKindSchema = z.enum([
  'created',
  'changed',
  'deleted',
  'restored',
  'note',
  'contact-logged',
  'contact-linked',
  'contact-link-changed',
  'contact-unlinked',
  'contact-changed',
  'relation-added',
  'relation-removed',
  'document-attached',
  'document-removed',
  'document-infected',
]);

export const channelSchema = z.enum(['call', 'letter', 'meeting', 'visit']);
export type Channel = z.infer<typeof channelSchema>;
export const directionSchema = z.enum(['in', 'out']).meta({ description: 'in: the client came to us' });

/** The two kinds of card that have a chronology. */
export const subjectSchema = z.strictObject({ type: z.enum(['company', 'contact']), id: ulidSchema });
export type Subject = z.infer<typeof subjectSchema>;

const contactDetails = {
  channel: channelSchema,
  direction: directionSchema.optional(),
  topic: entryIdSchema.optional().meta({ description: 'Entry of the dictionary `contact-topics`' }),
  outcome: line(500).optional(),
  durationMinutes: z.int().min(0).max(10_080).optional(),
  contactIds: z.array(ulidSchema).max(10).optional().meta({ description: 'The people it was with' }),
};

export const fieldChangeSchema = z
  .strictObject({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })
  .meta({
    id: 'FieldChange',
    description: 'A changed field with its old and new value; absent means empty; any JSON value',
  });

/** An entry of a chronology as stored and answered: append-only, never changed. */
export const timelineEntrySchema = z
  .strictObject({
    id: ulidSchema.meta({ description: 'Carries the time it happened, so that ids sort by it' }),
    kind: timelineKindSchema,
    subject: subjectSchema,
    occurredAt: instantSchema.meta({ description: 'When it happened' }),
    recordedAt: instantSchema.meta({ description: 'When it was written down' }),
    actor: ulidSchema.meta({ description: 'The user who did or recorded it' }),
    text: paragraphs(20_000).optional(),
    contact: z.strictObject(contactDetails).optional(),
    changes: z.array(fieldChangeSchema).optional(),
    about: z
      .strictObject({
        type: z.enum(['company', 'contact', 'link', 'document']),
        id: ulidSchema,
        name: z.string().optional(),
      })
      .optional()
      .meta({ description: 'The other party of a link or relation, or the document' }),
    corrects: ulidSchema.optional().meta({ description: 'The entry that this one sets right' }),
    origin: subjectSchema
      .optional()
      .meta({ description: 'The card it was written on, where that is another: there it is corrected' }),
  })
  .meta({ id: 'TimelineEntry', description: 'One entry of the unbroken chronology' });
export type TimelineEntry = z.output<typeof timelineEntrySchema>;

const written = {
  occurredAt: instantInputSchema.optional().meta({
    description: 'Default: now, or when what it corrects happened; not in the future',
  }),
  corrects: ulidSchema.optional().meta({ description: 'The entry that this one sets right' }),
};

export const noteInputSchema = z
  .strictObject({ text: paragraphs(20_000), ...written })
  .meta({ id: 'NoteInput', description: 'A note' });
export type NoteInput = z.output<typeof noteInputSchema>;

export const loggedContactInputSchema = z
  .strictObject({ ...contactDetails, text: paragraphs(20_000).optional(), ...written })
  .refine(
    (input) => input.direction !== undefined || input.channel === 'meeting' || input.channel === 'visit',
    {
      path: ['direction'],
      message: 'A call or a letter needs a direction: "in" or "out".',
      params: { code: 'field.required' },
    },
  )
  .meta({
    id: 'LoggedContactInput',
    description: 'A call, letter, meeting or visit that took place',
    examples: [{ channel: 'call', direction: 'in', durationMinutes: 7, outcome: 'Договорились о встрече' }],
  });
export type LoggedContactInput = z.output<typeof loggedContactInputSchema>;

/** How far a stated time may lie ahead of our clock before it counts as the future, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

export const timelineQuerySchema = z.strictObject({
  kind: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(timelineKindSchema).min(1))
    .optional()
    .meta({ description: 'Kinds, separated by commas' }),
  from: instantInputSchema.optional().meta({ description: 'Entries that happened at or after' }),
  to: instantInputSchema.optional().meta({ description: 'Entries that happened before' }),
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Most entries of a page' }),
  cursor: z.string().max(2000).optional().meta({ description: 'The `next` of the page before' }),
});

export const timelinePageSchema = z
  .strictObject({
    entries: z.array(timelineEntrySchema),
    next: z.string().optional().meta({
      description:
        'Cursor of the next page; absent at the end. A filtered page may hold fewer entries than asked for.',
    }),
  })
  .meta({ id: 'TimelinePage', description: 'Entries, newest first' });
