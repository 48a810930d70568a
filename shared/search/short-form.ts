/**
 * The short form of a search, as a query: `?status=customer&employees[gte]=50&owner[eq]=me`. It says what a filter of conditions joined by
 * `and` says; whatever needs a tree is asked by POST.
 */
import * as z from 'zod';
import type { FieldIssue } from '../errors.ts';
import { moneySchema } from '../money.ts';
import { type Condition, type Operator, operatorSchema, querySchema } from './filter.ts';
import type { FieldDefinition, ObjectDefinition } from './object.ts';
import { resolveField } from './objects.ts';
import type { Sort } from './question.ts';

/** A condition: the path of a field, with an operator where it is not equality. */
const PARAMETER = /^([A-Za-z][A-Za-z0-9.]*)(?:\[([A-Za-z]+)\])?$/;

/** Most records of one page of whole records. */
export const MAX_LISTED = 100;

const sortSchema = z
  .string()
  .max(500)
  .transform((text) => text.split(','))
  .pipe(z.array(z.string().regex(/^-?[A-Za-z][A-Za-z0-9.]*$/)).max(5))
  .meta({
    description: 'Fields to sort by, separated by commas; `-` before one sorts it descending',
    examples: [['-updatedAt']],
  });

/** The parameters of every short form beside the fields themselves. */
const shortFormParameters = {
  q: querySchema.optional(),
  sort: sortSchema.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LISTED)
    .default(50)
    .meta({ description: 'Most records of a page' }),
  cursor: z.string().max(20_000).optional().meta({ description: 'The `next` of the page before' }),
};

/** The query of a short form: its own parameters, those of the route, and conditions by the names of fields. */
export const shortFormQuery = <const More extends z.ZodRawShape>(more: More) =>
  z.looseObject({ ...more, ...shortFormParameters }).superRefine((query, context) => {
    const keys = Object.keys(query).filter((name) => !PARAMETER.test(name));
    if (keys.length > 0) context.addIssue({ code: 'unrecognized_keys', keys, input: query });
  });

/** What the other parameters are, for the document. */
export const CONDITIONS_MEANING =
  'A condition: `field=value`, or `field[op]=value` with an operator of the field, such as `employees[gte]=50`. Lists and the two bounds of ' +
  '`between` are separated by commas; money is written `100.00 RUB`, a period `last:30:day`, `olderThan:60:day` or `this:quarter`. All have to hold.';

/** Conditions read from parameters, and where each came from. */
export interface ReadConditions {
  readonly conditions: readonly Condition[];
  /** The parameter of each condition. */
  readonly parameters: readonly string[];
  readonly faults: readonly FieldIssue[];
}

/** Reads what the parameters say of fields; whether values fit is told when the filter is bound. */
export function readConditions(
  object: ObjectDefinition,
  parameters: Readonly<Record<string, unknown>>,
): ReadConditions {
  const conditions: Condition[] = [];
  const names: string[] = [];
  const faults: FieldIssue[] = [];
  for (const [parameter, text] of Object.entries(parameters)) {
    const [, path = '', named] = PARAMETER.exec(parameter) ?? [];
    const field = path === '' ? undefined : resolveField(object, path)?.field;
    const op = operatorSchema.safeParse(named ?? (field?.list ? 'containsAny' : 'eq'));
    if (field === undefined) {
      const message = `${object.name} have no such field: GET /search/objects lists them.`;
      faults.push({ parameter, code: 'field.unknown', message });
    } else if (!op.success) {
      const message = `Use one of: ${operatorSchema.options.join(', ')}.`;
      faults.push({ parameter, code: 'value.not-listed', message });
    } else {
      conditions.push({ field: path, op: op.data, value: readValue(field, op.data, String(text)) });
      names.push(parameter);
    }
  }
  return { conditions, parameters: names, faults };
}

const LISTS: readonly Operator[] = ['in', 'containsAny', 'containsAll', 'between'];

function readValue(field: FieldDefinition, op: Operator, text: string): unknown {
  if (op === 'isNull') return truth(text);
  if (op === 'within') return periodOf(text);
  if (LISTS.includes(op)) return text.split(',').map((part) => single(field, part));
  return single(field, text);
}

function single({ type }: FieldDefinition, text: string): unknown {
  switch (type) {
    case 'number':
      return text.trim() === '' ? text : Number(text);
    case 'boolean':
      return truth(text);
    case 'money': {
      const [amount, currency] = text.split(' ');
      const money = moneySchema.safeParse({ amount, currency });
      return money.success ? money.data : text;
    }
    default:
      return text;
  }
}

const truth = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);

function periodOf(text: string): unknown {
  const [kind = '', first = '', unit] = text.split(':');
  return unit === undefined ? { [kind]: first } : { [kind]: Number(first), unit };
}

/** What to sort by; fields without a value stand last. */
export const sortsOf = (names: readonly string[] | undefined): Sort[] | undefined =>
  names?.map((name) => ({
    field: name.replace(/^-/, ''),
    direction: name.startsWith('-') ? 'descending' : 'ascending',
    nulls: 'last',
  }));
