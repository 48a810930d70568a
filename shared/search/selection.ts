import * as z from 'zod';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import { instantSchema, recordFields, versionSchema } from '../record.ts';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { objectNameSchema, searchInputSchema } from './question.ts';

/** Longest search that can be saved, in bytes of its JSON. */
export const MAX_SAVED_BYTES = 30_000;

/** What a selection looks for, and how it is shown: a search without its page. */
export const savedSearchSchema = z
  .strictObject(
    searchInputSchema.pick({ q: true, notes: true, typos: true, filter: true, sort: true, fields: true })
      .shape,
  )
  .meta({ id: 'SavedSearch', description: 'What a selection looks for, and how it is shown' });

const sharedSchema = z.enum(['me', 'team', 'all']).meta({
  description:
    'Who may use it besides administrators: me: its maker; team: also the members of `team`; all: everybody',
});

const selectionFields = {
  name: line(200).meta({ examples: ['Клиенты без контакта 60 дней'] }),
  search: savedSearchSchema,
  shared: sharedSchema,
  team: ulidSchema.optional().meta({ description: 'Where it is shared with a team: which' }),
};

const kindSchema = z.enum(['dynamic', 'frozen']).meta({
  description: 'dynamic: the cards that pass when it is used; frozen: those that passed at `frozenAt`',
});

/** A selection as stored. */
export const selectionSchema = z.strictObject({
  ...selectionFields,
  object: objectNameSchema,
  kind: kindSchema,
  count: z.int().min(0).optional().meta({ description: 'Of a frozen one: how many cards were kept' }),
  frozenAt: instantSchema.optional().meta({ description: 'Of a frozen one: when its cards were kept' }),
  /** The kept cards: an object in the store of files, with its SHA-256 in base64url. */
  file: z.strictObject({ key: z.string(), sha256: z.string() }).optional(),
  ...recordFields,
});
export type Selection = z.output<typeof selectionSchema>;

export const selectionViewSchema = selectionSchema
  .omit({ file: true, deletedAt: true })
  .extend({ version: versionSchema })
  .meta({ id: 'Selection', description: 'A saved search, usable wherever a set of cards is asked for' });

export const selectionInputSchema = z
  .strictObject({
    name: selectionFields.name,
    object: objectNameSchema,
    search: savedSearchSchema,
    shared: sharedSchema.default('me'),
    team: selectionFields.team,
  })
  .meta({ id: 'SelectionInput', description: 'A new selection' });

export const selectionPatchSchema = z
  .strictObject({
    ...patchFields(selectionFields),
    kind: z
      .literal('dynamic')
      .optional()
      .meta({ description: 'Lets go of the cards that a frozen selection kept' }),
    ...baseVersionField,
  })
  .meta({
    id: 'SelectionPatch',
    description: 'Changes of a selection. A new `search` replaces the old one as a whole',
    examples: [{ name: 'Клиенты без контакта 30 дней' }],
  });

export const selectionListQuerySchema = z.strictObject({
  object: objectNameSchema.optional().meta({ description: 'Only selections of these' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: 'Most selections of a page' }),
  cursor: z.string().max(2000).optional().meta({ description: 'The `next` of the page before' }),
});

export const selectionListSchema = z
  .strictObject({
    selections: z.array(selectionViewSchema),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent at the end' }),
  })
  .meta({ id: 'Selections', description: 'Selections that you may use, newest first' });

export const selectionCountSchema = z
  .strictObject({
    count: z.int().min(0).meta({ description: 'How many cards it has now that you may see, exactly' }),
    asOf: instantSchema.meta({ description: 'The moment that relative dates are told from' }),
  })
  .meta({ id: 'SelectionCount', description: 'How many cards a selection has' });
