import { type Actor, sightOf } from '../access.ts';
import type { FieldIssue } from '../errors.ts';
import { type BindingContext, bindFilter } from './bind-filter.ts';
import type {
  AskedField,
  BoundAggregate,
  BoundChoice,
  BoundDimension,
  BoundMeasure,
  BoundSearch,
} from './bound-question.ts';
import { notesPeriodOf } from './notes-period.ts';
import type { FieldType, ObjectDefinition } from './object.ts';
import { resolveField } from './objects.ts';
import type { AggregateInput, Dimension, Measure, SearchInput } from './question.ts';

/** Who asks, when and where. */
export interface AskingContext extends BindingContext {
  readonly actor: Actor;
  /** Of amounts that name none. */
  readonly currency: string;
}

/** A bound question, or everything that is wrong with it, each with its pointer. */
export type Binding<Bound> =
  | { readonly bound: Bound; readonly faults?: undefined }
  | { readonly faults: readonly FieldIssue[] };

/** Checks a search and finds everything that it names. */
export function bindSearch(
  object: ObjectDefinition,
  input: SearchInput,
  context: AskingContext,
): Binding<BoundSearch> {
  const asking = new Asking(object, context);
  const choice = asking.choice(input);
  const sort = input.sort?.map(({ field, direction, nulls }, index) => ({
    field: asking.field(field, `/sort/${index}/field`, ({ type, list, long }) =>
      list || long || type === 'id' ? 'One value that has an order is needed.' : undefined,
    ),
    direction,
    nulls,
  }));
  const fields = (input.fields ?? object.shown).map((path, index) => asking.field(path, `/fields/${index}`));
  const facets = (input.facets ?? []).map((path, index) => asking.field(path, `/facets/${index}`, groupable));
  return asking.bound({ ...choice, sort, fields, limit: input.limit, facets });
}

/** Checks an aggregate and finds everything that it names. */
export function bindAggregate(
  object: ObjectDefinition,
  input: AggregateInput,
  context: AskingContext,
): Binding<BoundAggregate> {
  const asking = new Asking(object, context);
  const choice = asking.choice(input);
  const groupBy = input.groupBy.map((dimension, index) => asking.dimension(dimension, `/groupBy/${index}`));
  const measures = input.measures.map((measure, index) => asking.measure(measure, `/measures/${index}`));
  return asking.bound({ ...choice, groupBy, measures, order: input.order, zone: context.zone });
}

type Rule = (field: AskedField['field']) => string | undefined;

const groupable: Rule = ({ type, long }) =>
  long || type === 'money' || type === 'instant'
    ? 'This field has too many values to count each.'
    : undefined;

const NUMBERS: readonly FieldType[] = ['number', 'money'];
const ORDERED: readonly FieldType[] = [...NUMBERS, 'instant', 'day'];
const MEASURED: Readonly<Record<Exclude<Measure['measure'], 'count' | 'distinct'>, readonly FieldType[]>> = {
  sum: NUMBERS,
  avg: NUMBERS,
  median: NUMBERS,
  min: ORDERED,
  max: ORDERED,
};

class Asking {
  readonly #object: ObjectDefinition;
  readonly #context: AskingContext;
  readonly #faults: FieldIssue[] = [];

  constructor(object: ObjectDefinition, context: AskingContext) {
    this.#object = object;
    this.#context = context;
  }

  bound<Bound>(bound: Bound): Binding<Bound> {
    return this.#faults.length === 0 ? { bound } : { faults: this.#faults };
  }

  choice({ q, notes, typos, filter }: Pick<SearchInput, 'q' | 'notes' | 'typos' | 'filter'>): BoundChoice {
    const { bound, faults } = bindFilter(this.#object, filter, this.#context);
    this.#faults.push(...faults);
    if (q !== undefined && this.#object.fullText === undefined)
      this.#fault('/q', 'search.no-text', `There is no full-text search over ${this.#object.name}.`);
    if (q === undefined && notes !== undefined)
      this.#fault('/notes', 'search.no-words', 'Give "q": the words to look for in the texts.');
    const period = q === undefined ? undefined : notesPeriodOf(this.#object, notes, this.#context);
    return {
      object: this.#object,
      sight: sightOf(this.#context.actor),
      q,
      typos,
      filter: bound,
      ...(period === undefined ? {} : { notes: period }),
    };
  }

  /** A field by its path; where there is none, or not one that fits, the fault is kept and any field stands for it. */
  field(path: string, pointer: string, unfit: Rule = () => undefined): AskedField {
    const found = resolveField(this.#object, path);
    if (found === undefined) {
      const message = `${this.#object.name} have no such field: GET /search/objects lists them.`;
      this.#fault(pointer, 'field.unknown', message);
    } else {
      const message = unfit(found.field);
      if (message !== undefined) this.#fault(pointer, 'field.unfit', message);
    }
    return { ...(found ?? this.#anyField()), path };
  }

  #anyField() {
    const found = resolveField(this.#object, 'id');
    if (found === undefined) throw new Error(`${this.#object.name} have no ids.`);
    return found;
  }

  dimension({ field: path, by, top }: Dimension, pointer: string): BoundDimension {
    const field = this.field(path, `${pointer}/field`, ({ type, long }) =>
      long || type === 'money' ? 'Rows cannot be put together by this field.' : undefined,
    );
    const { type } = field.field;
    const isDate = type === 'instant' || type === 'day';
    if (by !== undefined && !isDate) this.#fault(`${pointer}/by`, 'bucket.unfit', 'Only dates take "by".');
    if (by === undefined && type === 'instant')
      this.#fault(pointer, 'bucket.required', 'Say by what: day, week, month, quarter or year.');
    if (field.field.list && field.steps.length > 0)
      this.#fault(`${pointer}/field`, 'field.unfit', 'Lists are counted where they stand only.');
    return { field, by, top };
  }

  measure({ measure, field: path, currency, where }: Measure, pointer: string): BoundMeasure {
    const { bound, faults } = bindFilter(this.#object, where, this.#context, `${pointer}/where`);
    this.#faults.push(...faults);
    if (path === undefined) {
      if (measure !== 'count') this.#fault(`${pointer}/field`, 'field.required', 'Say what is measured.');
      return { measure, where: bound };
    }
    if (measure === 'count')
      this.#fault(
        `${pointer}/field`,
        'field.unfit',
        'Rows are counted: leave "field" out, or use "distinct".',
      );
    const field = this.field(path, `${pointer}/field`, ({ type, list, long }) => {
      if (list || long) return 'This field cannot be measured.';
      if (measure === 'count' || measure === 'distinct')
        return type === 'money' ? 'Money is not told apart.' : undefined;
      const fitting = MEASURED[measure];
      return fitting.includes(type) ? undefined : `${measure} is of: ${fitting.join(', ')}.`;
    });
    const money = field.field.type === 'money' ? { currency: currency ?? this.#context.currency } : {};
    if (currency !== undefined && field.field.type !== 'money')
      this.#fault(`${pointer}/currency`, 'field.unfit', 'Only money has a currency.');
    return { measure, field, where: bound, ...money };
  }

  #fault(pointer: string, code: string, message: string): void {
    this.#faults.push({ pointer, code, message });
  }
}
