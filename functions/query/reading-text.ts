import { type DuckDBValue, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import type { NotesPeriod } from '../../shared/search/bound-filter.ts';
import { foldCase } from '../../shared/search/fold.ts';
import type { ObjectDefinition } from '../../shared/search/object.ts';
import { readQuery, type TypedWord } from '../../shared/search/reading-query.ts';
import { LETTERS_OF_TWO, oneSignEach, typoPatterns } from '../../shared/search/typo.ts';
import { VOCABULARY } from './columns.ts';
import type { Copy } from './copy.ts';

/** One word that was typed, and what it may have meant. */
export interface Term extends TypedWord {
  /** Words of the copy with one letter more, less, other or swapped. */
  readonly meant: readonly string[];
}

/** A full-text search with everything looked up that it needs. */
export interface TextSearch {
  readonly object: ObjectDefinition;
  readonly terms: readonly Term[];
  readonly digits: readonly string[];
  readonly notes?: { readonly period: NotesPeriod; readonly words: readonly string[] } | undefined;
}

/** How well a row fits, from best to worst; the ranks of several words are added. */
export const RANK = { exact: 0, beginning: 1, number: 1, typo: 4, related: 2, note: 8 } as const;

/**
 * Looks up what the words of a search may have meant.
 *
 * @param options.typos Whether a word of five letters or more may have a wrong one
 */
export async function readSearch(
  copy: Copy,
  object: ObjectDefinition,
  text: string,
  options: { readonly typos: boolean; readonly notes?: NotesPeriod | undefined },
): Promise<TextSearch> {
  const { words, digits } = readQuery(text);
  const terms: Term[] = [];
  for (const typed of words)
    terms.push({ ...typed, meant: options.typos ? await alike(copy, typed.word) : [] });
  const notes =
    options.notes === undefined
      ? undefined
      : {
          period: options.notes,
          words: foldCase(text)
            .split(/[^\p{L}\p{N}]+/u)
            .filter((word) => word !== ''),
        };
  return { object, terms, digits, notes };
}

async function alike(copy: Copy, word: string): Promise<string[]> {
  const patterns = typoPatterns(word);
  if (patterns === undefined) return [];
  const values: DuckDBValue[] = [
    word,
    patterns.start,
    patterns.end,
    listValue([...patterns.swapped]),
    oneSignEach(word),
  ];
  const reader = await copy.connection.runAndReadAll(
    `SELECT word FROM ${VOCABULARY}
     WHERE (starts_with(word, $2) OR ends_with(word, $3) OR list_contains($4, word))
       AND abs(length(word) - length($1)) <= 2 AND NOT starts_with(word, $1) AND damerau_levenshtein(word, $1) <= 3
       AND damerau_levenshtein(${SIGNS}, $5) <= 1
     LIMIT ${MAX_ALIKE}`,
    values,
    [VARCHAR, VARCHAR, VARCHAR, LIST(VARCHAR), VARCHAR],
  );
  return reader.getRows().map(([found]) => String(found));
}

/** `oneSignEach` of a word of the vocabulary. */
const SIGNS = LETTERS_OF_TWO.reduce(
  (text, [letters, sign]) => `replace(${text}, '${letters}', '${sign}')`,
  'word',
);

/** Most words that one may have meant. */
const MAX_ALIKE = 200;
