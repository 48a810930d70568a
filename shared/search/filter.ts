/**
 * A filter as a tree of conditions: plain data, which only `functions/query` turns into SQL. What a field may be asked is decided by
 * its type (`check-filter.ts`).
 */
import * as z from 'zod';
import { ulidSchema } from '../ulid.ts';

/** Deepest nesting of a filter. */
export const MAX_FILTER_DEPTH = 20;
/** Most filters directly within an `and` or `or`. */
export const MAX_FILTER_WIDTH = 100;
/** Most conditions of a filter in all. */
export const MAX_FILTER_CONDITIONS = 200;
/** Most values of one list. */
export const MAX_FILTER_VALUES = 500;
/** Longest text that is looked for, in characters. */
export const MAX_FILTER_TEXT = 500;

/** Longest text of a full-text search, in characters. */
export const MAX_QUERY_TEXT = 200;

export const operatorSchema = z.enum([
  'eq',
  'neq',
  'in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'within',
  'contains',
  'startsWith',
  'endsWith',
  'isNull',
  'containsAny',
  'containsAll',
  'inTeam',
]);
export type Operator = z.infer<typeof operatorSchema>;

/** A field by its name, or by way of relations to one: `name`, `company.name`. */
export const fieldPathSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,63}(\.[a-z][A-Za-z0-9]{0,63}){0,2}$/)
  .meta({ description: 'A field, also of a related record: `name`, `company.name`', examples: ['status'] });

export interface Condition {
  readonly field: string;
  readonly op: Operator;
  readonly value: unknown;
}

/** Some, or none, of the rows that a relation leads to pass a filter. */
export type Related =
  | { readonly relation: string; readonly some: Filter }
  | { readonly relation: string; readonly none: Filter };

export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | Related
  | { readonly selection: string }
  | { readonly matches: string }
  | Condition;

const several = (): z.ZodType<readonly Filter[], readonly Filter[]> =>
  z.array(filterSchema).max(MAX_FILTER_WIDTH);

const relationName = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/);

const conditionSchema = z.strictObject({
  field: fieldPathSchema,
  op: operatorSchema,
  value: z.unknown().meta({
    description:
      'What the operator needs: one value, a list (`in`, `containsAny`, `containsAll`), two bounds (`between`, both included), ' +
      'a period (`within`), true or false (`isNull`)',
  }),
});

/** What people type to find a card: names, people, telephone numbers, e-mail addresses, INN. */
export const querySchema = z
  .string()
  .trim()
  .min(1)
  .max(MAX_QUERY_TEXT)
  .meta({ description: 'Words, parts of numbers: what a person types', examples: ['ромашка иванов'] });

/** Takes any nesting that JSON bodies may have; how deep and wide is checked by `filterFaults`. */
export const filterSchema: z.ZodType<Filter, Filter> = z.lazy(() =>
  z
    .union([
      z.strictObject({ and: several() }),
      z.strictObject({ or: several() }),
      z.strictObject({ not: filterSchema }),
      z.strictObject({ relation: relationName, some: filterSchema }),
      z.strictObject({ relation: relationName, none: filterSchema }),
      z.strictObject({ selection: ulidSchema }),
      z.strictObject({ matches: querySchema }),
      conditionSchema,
    ])
    .meta({
      id: 'Filter',
      description: 'A condition on a field, or several joined by `and`, `or`, `not`, `some` and `none`',
    }),
);
