import type { Sight } from '../access.ts';
import type { BoundFilter, NotesPeriod } from './bound-filter.ts';
import type { ObjectDefinition } from './object.ts';
import type { ResolvedField } from './objects.ts';
import type { Bucket, Measure, Sort } from './question.ts';

/** Which rows are meant, and by whom. */
export interface BoundChoice {
  readonly object: ObjectDefinition;
  readonly sight: Sight;
  readonly q?: string | undefined;
  readonly typos: boolean;
  readonly notes?: NotesPeriod | undefined;
  readonly filter: BoundFilter;
}

/** A field with the path by which it was asked for. */
export interface AskedField extends ResolvedField {
  readonly path: string;
}

/** A field to sort by, with how. */
export interface BoundSort extends Omit<Sort, 'field'> {
  readonly field: ResolvedField;
}

/** A search with nothing left to be looked up. */
export interface BoundSearch extends BoundChoice {
  /** Nothing: what fits best first, then the order of the object. */
  readonly sort: readonly BoundSort[] | undefined;
  readonly fields: readonly AskedField[];
  readonly limit: number;
  readonly facets: readonly AskedField[];
}

export interface BoundDimension {
  readonly field: AskedField;
  readonly by?: Bucket | undefined;
  readonly top?: number | undefined;
}

export interface BoundMeasure {
  readonly measure: Measure['measure'];
  readonly field?: AskedField | undefined;
  /** Of money. */
  readonly currency?: string | undefined;
  readonly where: BoundFilter;
}

/** An aggregate with nothing left to be looked up. */
export interface BoundAggregate extends BoundChoice {
  readonly groupBy: readonly BoundDimension[];
  readonly measures: readonly BoundMeasure[];
  readonly order: 'groups' | 'measure';
  /** IANA zone in which dates are put together. */
  readonly zone: string;
}
