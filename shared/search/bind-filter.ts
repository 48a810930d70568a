import type { FieldIssue } from '../errors.ts';
import { bindTest } from './bind-test.ts';
import { type BoundFilter, EVERYTHING } from './bound-filter.ts';
import { type Condition, type Filter, MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH } from './filter.ts';
import { notesPeriodOf } from './notes-period.ts';
import type { ObjectDefinition, ObjectName } from './object.ts';
import { OBJECTS, resolveField } from './objects.ts';
import type { SearchInput } from './question.ts';

/** What a saved selection stands for, wherever a filter names it. */
export type SavedFilter =
  | ({ readonly object: ObjectName } & Pick<SearchInput, 'q' | 'typos' | 'notes' | 'filter'>)
  | { readonly object: ObjectName; readonly frozen: FrozenCards };

/** Where the cards of a frozen selection are kept. */
export interface FrozenCards {
  /** Of the object in the store of files. */
  readonly key: string;
  /** Of the object, in base64url. */
  readonly sha256: string;
  readonly count: number;
}

/** Who asks, when and where: what relative dates, `me` and `mine` mean. */
export interface BindingContext {
  readonly now: Date;
  /** IANA zone of the caller. */
  readonly zone: string;
  readonly userId: string;
  readonly teamIds: readonly string[];
  /** Members of the teams that the filter speaks of. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The selections that the filter speaks of, as far as the caller may use them. */
  readonly selections: ReadonlyMap<string, SavedFilter>;
}

/**
 * Checks a filter against its object and finds everything that it names. All faults are told at once, each with the pointer to its
 * place; the bound filter holds only where there are none.
 *
 * @param pointer RFC 6901 pointer of the filter in the body
 */
export function bindFilter(
  object: ObjectDefinition,
  filter: Filter | undefined,
  context: BindingContext,
  pointer = '/filter',
): { readonly bound: BoundFilter; readonly faults: readonly FieldIssue[] } {
  const binder = new Binder(context);
  const bound = filter === undefined ? EVERYTHING : binder.bind(object, filter, { pointer, depth: 1 });
  return { bound, faults: binder.faults };
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
  /** Selections that this place lies in: one that leads to itself has no meaning. */
  readonly within?: readonly string[];
}

class Binder {
  readonly faults: FieldIssue[] = [];
  readonly #context: BindingContext;
  #conditions = 0;

  constructor(context: BindingContext) {
    this.#context = context;
  }

  bind(object: ObjectDefinition, filter: Filter, place: Place): BoundFilter {
    if (this.#isTooMuch(place)) return EVERYTHING;
    if ('and' in filter) return { kind: 'and', filters: this.#each(object, filter.and, place, 'and') };
    if ('or' in filter) return { kind: 'or', filters: this.#each(object, filter.or, place, 'or') };
    if ('not' in filter) return { kind: 'not', filter: this.bind(object, filter.not, below(place, 'not')) };
    if ('some' in filter) return this.#related(object, filter.relation, filter.some, below(place, 'some'));
    if ('none' in filter)
      return {
        kind: 'not',
        filter: this.#related(object, filter.relation, filter.none, below(place, 'none')),
      };
    if ('selection' in filter) return this.#selection(object, filter.selection, place);
    if ('matches' in filter) return this.#matches(object, filter.matches, below(place, 'matches'));
    return this.#condition(object, filter, place);
  }

  #isTooMuch({ pointer, depth }: Place): boolean {
    this.#conditions += 1;
    if (depth > MAX_FILTER_DEPTH)
      this.#fault(pointer, 'filter.too-deep', `Nest filters at most ${MAX_FILTER_DEPTH} deep.`);
    else if (this.#conditions === MAX_FILTER_CONDITIONS + 1)
      this.#fault(pointer, 'filter.too-large', `Use at most ${MAX_FILTER_CONDITIONS} conditions.`);
    return depth > MAX_FILTER_DEPTH || this.#conditions > MAX_FILTER_CONDITIONS;
  }

  #each(object: ObjectDefinition, filters: readonly Filter[], place: Place, name: string): BoundFilter[] {
    return filters.map((filter, index) => this.bind(object, filter, below(place, `${name}/${index}`)));
  }

  #related(object: ObjectDefinition, name: string, where: Filter, place: Place): BoundFilter {
    const relation = Object.hasOwn(object.relations, name) ? object.relations[name] : undefined;
    if (relation === undefined) {
      const known = Object.keys(object.relations).join(', ');
      const pointer = place.pointer.slice(0, place.pointer.lastIndexOf('/'));
      this.#fault(`${pointer}/relation`, 'relation.unknown', `Name one of: ${known}.`);
      return EVERYTHING;
    }
    const to = OBJECTS[relation.to];
    return { kind: 'some', from: object, relation, to, where: this.bind(to, where, place) };
  }

  #selection(object: ObjectDefinition, id: string, place: Place): BoundFilter {
    const { pointer, within = [] } = place;
    const saved = this.#context.selections.get(id);
    if (saved === undefined) {
      this.#fault(`${pointer}/selection`, 'selection.unknown', 'There is no such selection, or not for you.');
      return EVERYTHING;
    }
    if (saved.object !== object.name) {
      const message = `This selection is one of ${saved.object}, not of ${object.name}.`;
      this.#fault(`${pointer}/selection`, 'selection.of-others', message);
      return EVERYTHING;
    }
    if ('frozen' in saved) return { kind: 'frozen', object, selection: id };
    if (within.includes(id)) {
      this.#fault(`${pointer}/selection`, 'selection.circle', 'This selection leads back to itself.');
      return EVERYTHING;
    }
    const inside = { pointer, depth: place.depth + 1, within: [...within, id] };
    const { q, typos, notes, filter } = saved;
    const filters = filter === undefined ? [] : [this.bind(object, filter, inside)];
    if (q !== undefined) {
      const period = notesPeriodOf(object, notes, this.#context);
      const inNotes = period === undefined ? {} : { notes: period };
      filters.push({ kind: 'matches', object, text: q, typos, ...inNotes });
    }
    return { kind: 'and', filters };
  }

  #matches(object: ObjectDefinition, text: string, { pointer }: Place): BoundFilter {
    if (object.fullText !== undefined && object.fullText.words.length > 0)
      return { kind: 'matches', object, text };
    this.#fault(pointer, 'search.no-text', `There is no full-text search over ${object.name}.`);
    return EVERYTHING;
  }

  #condition(object: ObjectDefinition, condition: Condition, { pointer }: Place): BoundFilter {
    const field = resolveField(object, condition.field);
    if (field === undefined) {
      const message = `${object.name} have no such field: GET /search/objects lists them.`;
      this.#fault(`${pointer}/field`, 'field.unknown', message);
      return EVERYTHING;
    }
    const bound = bindTest(field, condition, this.#context);
    if ('fault' in bound) {
      const { at, code, message } = bound.fault;
      this.#fault(`${pointer}/${at}`, code, message);
      return EVERYTHING;
    }
    const test: BoundFilter = {
      kind: 'test',
      field,
      test: bound.test,
      ...(bound.currency === undefined ? {} : { currency: bound.currency }),
    };
    return bound.negated ? { kind: 'not', filter: test } : test;
  }

  #fault(pointer: string, code: string, message: string): void {
    this.faults.push({ pointer, code, message });
  }
}

const below = ({ pointer, depth, within }: Place, name: string): Place => ({
  pointer: `${pointer}/${name}`,
  depth: depth + 1,
  ...(within === undefined ? {} : { within }),
});
