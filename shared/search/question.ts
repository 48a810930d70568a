import * as z from 'zod';
import { currencySchema } from '../currency.ts';
import { moneySchema } from '../money.ts';
import { instantInputSchema, instantSchema } from '../record.ts';
import { fieldPathSchema, filterSchema, querySchema } from './filter.ts';
import { relativePeriodSchema } from './relative-date.ts';

/** What can be searched, as questions and selections name it. */
export const objectNameSchema = z.enum(['companies', 'contacts', 'places', 'timeline']);

/** Most rows of one page. */
export const MAX_PAGE = 500;
/** Most groups of one answer. */
export const MAX_GROUPS = 5_000;
/** Most fields of one answer or export. */
export const MAX_FIELDS = 60;

const notesSchema = z
  .union([
    z.strictObject({ within: relativePeriodSchema }),
    z.strictObject({ from: instantInputSchema, to: instantInputSchema }),
  ])
  .meta({ description: 'Also look through the texts of what happened in this period' });

/** Which rows are meant. */
const chosen = {
  q: querySchema.optional(),
  notes: notesSchema.optional(),
  typos: z
    .boolean()
    .default(true)
    .meta({ description: 'false: words of `q` are taken as typed, without one wrong letter' }),
  filter: filterSchema.optional(),
};

export const directionSchema = z.enum(['ascending', 'descending']);

const sortSchema = z.strictObject({
  field: fieldPathSchema,
  direction: directionSchema.default('ascending'),
  nulls: z.enum(['first', 'last']).default('last').meta({ description: 'Where rows without a value stand' }),
});
export type Sort = z.output<typeof sortSchema>;

export const searchInputSchema = z
  .strictObject({
    ...chosen,
    sort: z
      .array(sortSchema)
      .min(1)
      .max(5)
      .optional()
      .meta({ description: 'Default: what fits `q` best, else the order of the object' }),
    fields: z.array(fieldPathSchema).min(1).max(MAX_FIELDS).optional(),
    limit: z.int().min(1).max(MAX_PAGE).default(50),
    cursor: z.string().max(6_000).optional().meta({ description: 'The `next` of the page before' }),
    facets: z
      .array(fieldPathSchema)
      .min(1)
      .max(8)
      .optional()
      .meta({ description: 'Fields whose most frequent values are counted over all that was found' }),
  })
  .meta({
    id: 'SearchInput',
    description: 'What to find, in which order, and what to show of it',
    examples: [{ fields: ['id'], limit: 50 }],
  });
export type SearchInput = z.output<typeof searchInputSchema>;

/** A value of a row: of the field's type; several in a list. */
export const cellSchema = z
  .union([z.string(), z.number(), z.boolean(), z.null(), moneySchema, z.array(z.string())])
  .meta({ description: 'A value as the field has it; null where there is none' });
export type Cell = z.output<typeof cellSchema>;

export const rowSchema = z
  .record(z.string(), cellSchema)
  .meta({ id: 'SearchRow', description: 'The fields that were asked for, by their paths; always with `id`' });
export type Row = z.output<typeof rowSchema>;

const facetValueSchema = z.strictObject({ value: cellSchema, label: z.string(), count: z.int().min(0) });

const asOfSchema = instantSchema.meta({
  description: 'The moment that relative dates are told from: when this was asked, or its first page',
});

export const searchPageSchema = z
  .strictObject({
    rows: z.array(rowSchema),
    total: z.int().min(0).meta({ description: 'How many rows there are in all, exactly' }),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent at the end' }),
    facets: z
      .record(z.string(), z.array(facetValueSchema))
      .optional()
      .meta({ description: 'The 20 most frequent values of each field that was asked for' }),
    asOf: asOfSchema,
  })
  .meta({ id: 'SearchPage', description: 'One page of what was found' });
export type SearchPage = z.output<typeof searchPageSchema>;

export const bucketSchema = z.enum(['day', 'week', 'month', 'quarter', 'year']);
export type Bucket = z.infer<typeof bucketSchema>;

const dimensionSchema = z.strictObject({
  field: fieldPathSchema,
  by: bucketSchema.optional().meta({ description: 'Of dates: how they are put together, in your zone' }),
  top: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Only the groups that are greatest by the first measure; the others become one' }),
});
export type Dimension = z.output<typeof dimensionSchema>;

const measureSchema = z.strictObject({
  measure: z.enum(['count', 'distinct', 'sum', 'avg', 'min', 'max', 'median']),
  field: fieldPathSchema.optional().meta({ description: 'What is measured; not for `count`' }),
  currency: currencySchema
    .optional()
    .meta({ description: "Of money: only amounts in this currency; default: the organisation's" }),
  where: filterSchema.optional().meta({ description: 'Only the rows that also pass this' }),
});
export type Measure = z.output<typeof measureSchema>;

export const aggregateInputSchema = z
  .strictObject({
    ...chosen,
    groupBy: z.array(dimensionSchema).max(3).default([]),
    measures: z
      .array(measureSchema)
      .min(1)
      .max(10)
      .default([{ measure: 'count' }]),
    order: z
      .enum(['groups', 'measure'])
      .default('groups')
      .meta({ description: 'By the groups themselves, or the greatest first measure first' }),
  })
  .meta({
    id: 'AggregateInput',
    description: 'What to count, and by what',
    examples: [{ measures: [{ measure: 'count' }] }],
  });
export type AggregateInput = z.output<typeof aggregateInputSchema>;

const keySchema = z.strictObject({
  value: cellSchema,
  label: z.string().meta({ description: 'In your language' }),
  rest: z.literal(true).optional().meta({ description: 'All groups beyond `top`' }),
});

const measuredSchema = z
  .union([z.number(), z.string(), moneySchema, z.null()])
  .meta({ description: 'A number, money, or a date for `min` and `max`; null where nothing was measured' });

export const aggregateSchema = z
  .strictObject({
    dimensions: z.array(z.strictObject({ field: z.string(), label: z.string() })),
    measures: z.array(z.strictObject({ measure: z.string(), label: z.string() })),
    groups: z.array(z.strictObject({ keys: z.array(keySchema), values: z.array(measuredSchema) })),
    totals: z.array(measuredSchema).meta({ description: 'The measures over everything' }),
    asOf: asOfSchema,
  })
  .meta({ id: 'Aggregate', description: 'Measures by groups, ready for a chart' });
export type Aggregate = z.output<typeof aggregateSchema>;
