import { currencySchema } from '../currency.ts';
import type { Refusal } from '../issue.ts';
import { moneySchema } from '../money.ts';
import { daySchema, instantInputSchema, toInstant } from '../record.ts';
import { ulidSchema } from '../ulid.ts';
import type { BindingContext } from './bind-filter.ts';
import type { BoundValue, Test } from './bound-filter.ts';
import { type Condition, MAX_FILTER_TEXT, MAX_FILTER_VALUES, type Operator } from './filter.ts';
import { foldCase } from './fold.ts';
import type { FieldDefinition, FieldType } from './object.ts';
import type { ResolvedField } from './objects.ts';
import { relativePeriodSchema, resolveDays, resolvePeriod } from './relative-date.ts';

/** A fault in a condition, at its operator or within its value. */
interface Fault extends Refusal {
  readonly at: string;
}

/** A condition that fits its field, or why it does not. */
export type BoundTest =
  | { readonly test: Test; readonly negated: boolean; readonly currency?: string }
  | { readonly fault: Fault };

const ORDER = ['gt', 'gte', 'lt', 'lte', 'between'] as const;
const SINGLE: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['eq', 'neq', 'in', 'contains', 'startsWith', 'endsWith', 'isNull'],
  code: ['eq', 'neq', 'in', 'isNull'],
  number: ['eq', 'neq', 'in', ...ORDER, 'isNull'],
  money: ['eq', 'neq', ...ORDER, 'isNull'],
  instant: [...ORDER, 'within', 'isNull'],
  day: ['eq', 'neq', 'in', ...ORDER, 'within', 'isNull'],
  boolean: ['eq', 'neq', 'isNull'],
  id: ['eq', 'neq', 'in', 'isNull'],
};
const LIST: readonly Operator[] = ['containsAny', 'containsAll', 'isNull'];

/** The operators that a field takes. */
export function operatorsOf({ type, list, of, long }: FieldDefinition): readonly Operator[] {
  if (list) return type === 'text' ? [...LIST, 'contains', 'startsWith', 'endsWith'] : LIST;
  if (long) return ['contains', 'isNull'];
  return of === 'users' ? [...SINGLE[type], 'inTeam'] : SINGLE[type];
}

/** Binds one condition to its field. */
export function bindTest(resolved: ResolvedField, condition: Condition, context: BindingContext): BoundTest {
  const { field } = resolved;
  const possible = operatorsOf(field);
  if (!possible.includes(condition.op)) {
    const message = `This field takes: ${possible.join(', ')}.`;
    return { fault: { at: 'op', code: 'operator.unfit', message } };
  }
  const reader = new ValueReader(field, context);
  try {
    return {
      ...reader.test(condition),
      ...(reader.currency === undefined ? {} : { currency: reader.currency }),
    };
  } catch (error) {
    if (error instanceof Unfit) return { fault: { ...error.refusal, at: error.at } };
    throw error;
  }
}

/** Carries a fault out of the reading of nested values. */
class Unfit extends Error {
  readonly refusal: Refusal;
  readonly at: string;

  constructor(at: string, code: string, message: string) {
    super(message);
    this.at = at;
    this.refusal = { code, message };
  }
}

class ValueReader {
  /** The currency of the amounts read. */
  currency: string | undefined;
  readonly #field: FieldDefinition;
  readonly #context: BindingContext;

  constructor(field: FieldDefinition, context: BindingContext) {
    this.#field = field;
    this.#context = context;
  }

  test({ op, value }: Condition): { test: Test; negated: boolean } {
    const plain = (test: Test) => ({ test, negated: false });
    switch (op) {
      case 'eq':
      case 'neq':
        return { test: { is: 'among', values: this.#meant(value, 'value') }, negated: op === 'neq' };
      case 'in':
      case 'containsAny':
        return plain({ is: 'among', values: this.#list(value) });
      case 'containsAll':
        return plain({ is: 'all', values: this.#list(value) });
      case 'inTeam':
        return plain({ is: 'among', values: this.#members(value) });
      case 'isNull':
        return { test: { is: 'null' }, negated: !this.#flag(value) };
      case 'contains':
        return plain({ is: 'part', where: 'anywhere', text: this.#text(value, 'value') });
      case 'startsWith':
        return plain({ is: 'part', where: 'start', text: this.#text(value, 'value') });
      case 'endsWith':
        return plain({ is: 'part', where: 'end', text: this.#text(value, 'value') });
      case 'within':
        return plain(this.#period(value));
      default:
        return plain(this.#range(op, value));
    }
  }

  #range(op: 'gt' | 'gte' | 'lt' | 'lte' | 'between', value: unknown): Test {
    if (op === 'between') {
      if (!Array.isArray(value) || value.length !== 2)
        throw new Unfit('value', 'value.not-two', 'Give two values: the first and the last that pass.');
      const [from, to] = [this.#one(value[0], 'value/0'), this.#one(value[1], 'value/1')];
      return { is: 'range', from, to, fromIncluded: true, toIncluded: true };
    }
    const bound = this.#one(value, 'value');
    const included = op === 'gte' || op === 'lte';
    return op === 'gt' || op === 'gte'
      ? { is: 'range', from: bound, fromIncluded: included, toIncluded: false }
      : { is: 'range', to: bound, fromIncluded: false, toIncluded: included };
  }

  /** Half-open, as periods are. */
  #period(value: unknown): Test {
    const parsed = relativePeriodSchema.safeParse(value);
    if (!parsed.success) {
      const message =
        'Give a period, such as {"last": 30, "unit": "day"}, {"this": "quarter"} or {"olderThan": 60, "unit": "day"}.';
      throw new Unfit('value', 'period.invalid', message);
    }
    const { from, to } =
      this.#field.type === 'day'
        ? resolveDays(parsed.data, this.#context)
        : isoPeriod(resolvePeriod(parsed.data, this.#context));
    return {
      is: 'range',
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      fromIncluded: true,
      toIncluded: false,
    };
  }

  #list(value: unknown): BoundValue[] {
    if (!Array.isArray(value) || value.length === 0)
      throw new Unfit('value', 'value.not-a-list', 'Give a list of one value or more.');
    if (value.length > MAX_FILTER_VALUES)
      throw new Unfit('value', 'list.too-long', `Give at most ${MAX_FILTER_VALUES} values.`);
    return value.flatMap((one: unknown, index) => this.#meant(one, `value/${index}`));
  }

  /** `me` and `mine` stand for the caller and the caller's teams. */
  #meant(value: unknown, at: string): BoundValue[] {
    const { of } = this.#field;
    if (of === 'users' && value === 'me') return [this.#context.userId];
    if (of === 'teams' && value === 'mine') return [...this.#context.teamIds];
    return [this.#one(value, at)];
  }

  #members(value: unknown): BoundValue[] {
    const teams = value === 'mine' ? this.#context.teamIds : [this.#id(value, 'value')];
    return teams.flatMap((team) => this.#context.members.get(team) ?? []);
  }

  #one(value: unknown, at: string): BoundValue {
    switch (this.#field.type) {
      case 'text':
        return this.#text(value, at);
      case 'code':
        return this.#code(value, at);
      case 'number':
        if (typeof value === 'number' && Number.isFinite(value)) return value;
        throw new Unfit(at, 'type.invalid', 'Give a number.');
      case 'boolean':
        return this.#flag(value, at);
      case 'money':
        return this.#amount(value, at);
      case 'instant':
        return this.#instant(value, at);
      case 'day':
        if (daySchema.safeParse(value).success) return value as string;
        throw new Unfit(at, 'date.invalid', 'Give a day, such as "2026-11-23".');
      case 'id':
        return this.#id(value, at);
    }
  }

  #string(value: unknown, at: string): string {
    if (typeof value !== 'string') throw new Unfit(at, 'type.invalid', 'Give a text.');
    if (value.length > MAX_FILTER_TEXT)
      throw new Unfit(at, 'text.too-long', `Give at most ${MAX_FILTER_TEXT} characters.`);
    if (!value.isWellFormed()) throw new Unfit(at, 'text.malformed', 'The text is not well-formed Unicode.');
    return value;
  }

  #text(value: unknown, at: string): string {
    const folded = foldCase(this.#string(value, at));
    if (folded === '') throw new Unfit(at, 'text.empty', 'Give some text; for empty fields use "isNull".');
    return folded;
  }

  #code(value: unknown, at: string): string {
    const code = this.#string(value, at);
    const { options } = this.#field;
    if (options !== undefined && !Object.hasOwn(options, code))
      throw new Unfit(at, 'value.not-listed', `Give one of: ${Object.keys(options).join(', ')}.`);
    return code;
  }

  #flag(value: unknown, at = 'value'): boolean {
    if (typeof value === 'boolean') return value;
    throw new Unfit(at, 'type.invalid', 'Give true or false.');
  }

  #id(value: unknown, at: string): string {
    if (ulidSchema.safeParse(value).success) return value as string;
    throw new Unfit(at, 'id.invalid', 'Give an id of 26 characters.');
  }

  #instant(value: unknown, at: string): string {
    if (instantInputSchema.safeParse(value).success) return toInstant(value as string);
    throw new Unfit(at, 'time.invalid', 'Give an instant, such as "2026-11-23T12:30:00+03:00".');
  }

  #amount(value: unknown, at: string): string {
    const parsed = moneySchema.safeParse(value);
    if (!parsed.success)
      throw new Unfit(at, 'money.invalid', 'Give money, such as {"amount": "100.00", "currency": "RUB"}.');
    const currency = currencySchema.parse(parsed.data.currency);
    if (this.currency !== undefined && this.currency !== currency)
      throw new Unfit(at, 'money.currencies-differ', 'Give both amounts in one currency.');
    this.currency = currency;
    return parsed.data.amount;
  }
}

const isoPeriod = ({ from, to }: { readonly from?: Date | undefined; readonly to?: Date | undefined }) => ({
  from: from?.toISOString(),
  to: to?.toISOString(),
});
