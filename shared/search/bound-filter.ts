import type { ObjectDefinition, RelationDefinition } from './object.ts';
import type { ResolvedField } from './objects.ts';

/** A value as the columnar copy holds it: text folded, money in one currency, instants as ISO 8601 in UTC, ids as ULIDs. */
export type BoundValue = string | number | boolean;

/** What is asked of one field. A field without a value passes `null` alone. */
export type Test =
  | { readonly is: 'among'; readonly values: readonly BoundValue[] }
  | {
      readonly is: 'range';
      readonly from?: BoundValue;
      readonly to?: BoundValue;
      readonly fromIncluded: boolean;
      readonly toIncluded: boolean;
    }
  | { readonly is: 'part'; readonly where: 'anywhere' | 'start' | 'end'; readonly text: string }
  | { readonly is: 'all'; readonly values: readonly BoundValue[] }
  | { readonly is: 'null' };

/** A period of what happened, as instants; the end is not included. */
export interface NotesPeriod {
  readonly from?: string;
  readonly to?: string;
}

/** A filter that was checked against its object: names are found, periods are instants, nothing is left to be looked up. */
export type BoundFilter =
  | { readonly kind: 'and'; readonly filters: readonly BoundFilter[] }
  | { readonly kind: 'or'; readonly filters: readonly BoundFilter[] }
  | { readonly kind: 'not'; readonly filter: BoundFilter }
  | {
      readonly kind: 'some';
      readonly from: ObjectDefinition;
      readonly relation: RelationDefinition;
      readonly to: ObjectDefinition;
      readonly where: BoundFilter;
    }
  | {
      readonly kind: 'matches';
      readonly object: ObjectDefinition;
      readonly text: string;
      /** Whether a word may have a wrong letter; where it is not said, the question's own choice holds. */
      readonly typos?: boolean;
      readonly notes?: NotesPeriod;
    }
  | { readonly kind: 'frozen'; readonly object: ObjectDefinition; readonly selection: string }
  | {
      readonly kind: 'test';
      readonly field: ResolvedField;
      readonly test: Test;
      /** Of money: amounts in other currencies do not pass. */
      readonly currency?: string;
    };

export const EVERYTHING: BoundFilter = { kind: 'and', filters: [] };
