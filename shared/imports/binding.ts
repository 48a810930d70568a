import type { FieldIssue } from '../errors.ts';
import type { Refusal } from '../issue.ts';
import { normaliseText } from '../text.ts';
import { undefuse } from './csv-writing.ts';
import { type ColumnMapping, MAX_COLUMNS } from './mapping.ts';
import { doubledFields, missingSubjects, unfitOptions } from './mapping-checks.ts';

/** A mapped column of a list whose heading is known. */
export interface BoundColumn extends Omit<ColumnMapping, 'column' | 'values'> {
  /** Place in the row, from 0. */
  readonly index: number;
  /** What people call the column: its heading, or its place where it has none. */
  readonly heading: string;
  /** Words in small letters and as they were given, and what to read instead. */
  readonly values: ReadonlyMap<string, string>;
}

/** A mapping bound to the columns of a list. */
export interface BoundMapping {
  /** In the order of the list. */
  readonly columns: readonly BoundColumn[];
  /** Fewest cells a row may have: up to the last column that is mapped or has a heading. */
  readonly fewest: number;
  /** How many columns the list has. */
  readonly width: number;
}

/** What a heading says, without what table programs add: it is how a mapping names the column. */
export const headingText = (cell: string): string => normaliseText(undefuse(cell));

/** Why the first record of a list cannot be its headings. Codes: `csv.no-heading`, `csv.too-many-columns`. */
export function refuseHeaders(headers: readonly string[]): Refusal | undefined {
  if (headers.every((header) => headingText(header) === '')) {
    const message = 'The list has no headings: its first line must name the columns.';
    return { code: 'csv.no-heading', message };
  }
  if (headers.length > MAX_COLUMNS) {
    const message = `The list has ${headers.length} columns: leave at most ${MAX_COLUMNS} in it.`;
    return { code: 'csv.too-many-columns', message };
  }
  return undefined;
}

/**
 * Finds the columns that a mapping means. Issues point into the body that has the mapping in `/mapping`.
 *
 * Codes: `mapping.column-unknown`, `mapping.column-ambiguous`, `mapping.field-doubled`, `mapping.option-unfit`,
 * `mapping.source-missing`, `mapping.nothing-mapped`, `mapping.subject-missing`.
 */
export function bindMapping(
  headers: readonly string[],
  mapping: readonly ColumnMapping[],
): BoundMapping | { readonly issues: readonly FieldIssue[] } {
  const texts = headers.map(headingText);
  const found = mapping.map(({ column }) => placeOf(column, texts));
  const issues = [
    ...found.flatMap((place, index) =>
      typeof place === 'number' ? [] : [{ pointer: `/mapping/${index}/column`, ...place }],
    ),
    ...mapping.flatMap(unfitOptions),
    ...doubledFields(mapping, found),
    ...missingSubjects(mapping),
  ];
  if (issues.length > 0) return { issues };
  const columns = mapping
    .flatMap((column, index) => {
      const place = found[index];
      return typeof place === 'number' ? [bindColumn(column, place, texts)] : [];
    })
    .toSorted((one, other) => one.index - other.index);
  const named = texts.findLastIndex((text) => text !== '') + 1;
  const fewest = Math.max(named, (columns.at(-1)?.index ?? -1) + 1);
  return { columns, fewest, width: headers.length };
}

function bindColumn(mapping: ColumnMapping, index: number, texts: readonly string[]): BoundColumn {
  const { column: _, values, ...rest } = mapping;
  const entries = Object.entries(values ?? {}).map(([word, meant]) => [normaliseText(word), meant] as const);
  // A word as it stands goes before the same in another case.
  const anyCase = entries.map(([word, meant]) => [word.toLowerCase(), meant] as const);
  return {
    ...rest,
    index,
    heading: texts[index] || `№ ${index + 1}`,
    values: new Map([...anyCase, ...entries]),
  };
}

function placeOf(column: string | number, texts: readonly string[]): number | Refusal {
  if (typeof column === 'number') {
    if (column <= texts.length) return column - 1;
    const message = `The list has ${texts.length} columns: there is none in this place.`;
    return { code: 'mapping.column-unknown', message };
  }
  const text = normaliseText(column);
  const index = texts.indexOf(text);
  if (text === '' || index < 0) {
    const message =
      'The list has no column of this heading: give the heading as it stands, or the place from 1.';
    return { code: 'mapping.column-unknown', message };
  }
  if (index === texts.lastIndexOf(text)) return index;
  const places = texts.flatMap((other, place) => (other === text ? [place + 1] : []));
  const message = `Several columns have this heading: name the one you mean by its place, ${places.join(' or ')}.`;
  return { code: 'mapping.column-ambiguous', message };
}
