import * as z from 'zod';
import { roleSchema, visibilitySchema } from '../../shared/access.ts';
import { currencySchema } from '../../shared/currency.ts';
import type { ErrorKind, FieldIssue } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';
import type { FrozenCards } from '../../shared/search/bind-filter.ts';
import {
  aggregateInputSchema,
  type Cell,
  objectNameSchema,
  type Row,
  searchInputSchema,
} from '../../shared/search/question.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { zoneSchema } from '../../shared/zone.ts';

/** Which cards are meant, without what is shown of them. */
const choiceSchema = z.strictObject(
  searchInputSchema.pick({ q: true, typos: true, notes: true, filter: true }).shape,
);

const keptSchema = z.strictObject({ key: z.string(), sha256: z.string(), count: z.int().min(0) });

const savedSchema = z.union([
  z.strictObject({ object: objectNameSchema, ...choiceSchema.shape }),
  z.strictObject({ object: objectNameSchema, frozen: keptSchema }),
]);

/** Who asks, as the API has verified it: the tenant alone comes with the invocation. */
const askerSchema = z.strictObject({
  userId: ulidSchema,
  role: roleSchema,
  teamIds: z.array(ulidSchema),
  visibility: visibilitySchema,
});

const askingFields = {
  feedShards: z.int().min(1).max(64),
  asker: askerSchema,
  now: z.iso.datetime(),
  zone: zoneSchema,
  currency: currencySchema,
  members: z.array(z.tuple([ulidSchema, z.array(ulidSchema)])),
  selections: z.array(z.tuple([ulidSchema, savedSchema])),
  /** What the asker wrote a moment ago: part of the key in the tenant's space, and the version. */
  written: z.array(z.strictObject({ pk: z.string(), sk: z.string(), version: z.int() })).max(100),
  object: objectNameSchema,
  /** How long the answer may take, in milliseconds. */
  withinMs: z.int().min(100).max(840_000),
};

/** Most rows of one answer, for those of us who go through all of them. */
export const MAX_ROWS = 5_000;

/** Most places of a list that are read at once: an answer has as many of their rows as go into it. */
export const MAX_LISTED = 20_000;

/** Most records that are called by their names in one answer. */
export const MAX_NAMED = 5_000;

/** A snapshot so old makes cold starts slow, in milliseconds. */
export const OLD_SNAPSHOT_MS = 6 * 60 * 60_000;

/** What the query function is asked to do. */
export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('search'),
    ...askingFields,
    input: searchInputSchema.extend({ limit: z.int().min(1).max(MAX_ROWS).default(50) }),
    /** false: nobody looks at how many rows there are in all. */
    counted: z.boolean().default(true),
    after: z.array(z.string().nullable()).optional(),
  }),
  z.strictObject({ kind: z.literal('aggregate'), ...askingFields, input: aggregateInputSchema }),
  /** The cards that pass now are kept for a selection. */
  z.strictObject({
    kind: z.literal('freeze'),
    ...askingFields,
    selection: ulidSchema,
    input: choiceSchema,
  }),
  /** The rows that pass now are kept in their order, for whoever goes through all of them. */
  z.strictObject({
    kind: z.literal('list'),
    ...askingFields,
    input: z.strictObject({ ...choiceSchema.shape, sort: searchInputSchema.shape.sort }),
  }),
  /** The next rows of a list, from a place on, as far as there still are rows that the asker may see. */
  z.strictObject({
    kind: z.literal('listed'),
    ...askingFields,
    list: keptSchema,
    from: z.int().min(1),
    input: z.strictObject({
      fields: searchInputSchema.shape.fields,
      limit: z.int().min(1).max(MAX_LISTED),
    }),
  }),
  /** What companies or contacts are called, those that the asker may see. */
  z.strictObject({
    kind: z.literal('names'),
    ...askingFields,
    object: z.enum(['companies', 'contacts']),
    ids: z.array(ulidSchema).max(MAX_NAMED),
  }),
  /** What a selection or a list kept is needed no more. */
  z.strictObject({
    kind: z.literal('thaw'),
    feedShards: askingFields.feedShards,
    withinMs: askingFields.withinMs,
    key: z.string(),
  }),
  z.strictObject({
    kind: z.literal('snapshot'),
    /** Nothing is done where the last one is no older, in milliseconds. */
    olderThanMs: z.int().min(0).optional(),
    feedShards: askingFields.feedShards,
    withinMs: askingFields.withinMs,
  }),
]);
export type Question = z.input<typeof questionSchema>;
type Parsed = z.output<typeof questionSchema>;
export type Asking = Exclude<Parsed, { kind: 'snapshot' | 'thaw' }>;

/** A value and how many rows have it. */
export interface CountedValue {
  readonly value: Cell;
  readonly count: number;
}

/** A page of rows. */
export interface SearchAnswer {
  readonly rows: readonly Row[];
  /** Nothing where it was not counted. */
  readonly total: number | undefined;
  /** Sort keys of the last row, where more rows follow: the next page comes `after` them. */
  readonly last?: readonly (string | null)[];
  readonly facets?: Readonly<Record<string, readonly CountedValue[]>>;
}

/** What a measure gives: nothing where nothing was measured. */
export type Measured = number | string | Money | null;

/** One group of an aggregate; a key is nothing where the field was empty. */
export interface Group {
  readonly keys: readonly { readonly value: Cell; readonly rest?: true }[];
  readonly values: readonly Measured[];
}

/** Rows of a list. */
export interface ListedAnswer {
  readonly rows: readonly Row[];
  /** From which place on more may follow. */
  readonly next?: number;
}

export interface AggregateAnswer {
  readonly groups: readonly Group[];
  readonly totals: readonly Measured[];
}

/** How a snapshot went. */
export interface KeptSnapshot {
  /** Whether everything on the feed is in it; else another one goes on from here. */
  readonly complete: boolean;
  readonly rows: number;
  readonly bytes: number;
}

/** What answers a question. */
export type AnswerOf<Q extends Question> = Q extends { readonly kind: 'search' }
  ? SearchAnswer
  : Q extends { readonly kind: 'aggregate' }
    ? AggregateAnswer
    : Q extends { readonly kind: 'listed' }
      ? ListedAnswer
      : Q extends { readonly kind: 'names' }
        ? readonly (readonly [id: string, name: string])[]
        : Q extends { readonly kind: 'freeze' | 'list' }
          ? FrozenCards
          : Q extends { readonly kind: 'thaw' }
            ? null
            : KeptSnapshot;

/** A refusal on its way back to the API. */
export interface Problem {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly issues?: readonly FieldIssue[];
  readonly retryAfter?: number;
}

/** What the query function answers. */
export type Reply =
  | {
      readonly answer: unknown;
      /** Another cold start would take long: a snapshot is to be made. */
      readonly snapshotWanted: boolean;
    }
  | { readonly problem: Problem; readonly snapshotWanted: boolean };
