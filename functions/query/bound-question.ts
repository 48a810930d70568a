import type { Sight } from '../../shared/access.ts';
import type { BoundFilter } from '../../shared/search/bound-filter.ts';
import type { ObjectDefinition } from '../../shared/search/object.ts';
import type { ResolvedField } from '../../shared/search/objects.ts';
import type { NotesPeriod } from './full-text.ts';
import type { ResolvedSort } from './ordering.ts';

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

/** A search with nothing left to be looked up. */
export interface BoundSearch extends BoundChoice {
  readonly sort: readonly ResolvedSort[] | undefined;
  readonly fields: readonly AskedField[];
  readonly limit: number;
  /** The sort keys of the row after which the page begins. */
  readonly after?: readonly (string | null)[] | undefined;
  readonly facets: readonly AskedField[];
}
