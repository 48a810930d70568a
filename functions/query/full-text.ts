import { type DuckDBValue, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import type { BoundFilter, NotesPeriod } from '../../shared/search/bound-filter.ts';
import { foldCase } from '../../shared/search/fold.ts';
import type { ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { fragmentsOf, readQuery } from '../../shared/search/reading-query.ts';
import { typoPatterns } from '../../shared/search/typo.ts';
import { companion, digitsTable, longTable, quoted, VOCABULARY, wordsTable } from './columns.ts';
import { visible } from './compile-access.ts';
import type { Compilation } from './compile-filter.ts';
import type { Copy } from './copy.ts';
import type { Statement } from './sql.ts';

/** For whom, and into which statement. */
type For = Pick<Compilation, 'statement' | 'sight'>;

/** One word that was typed, and what it may have meant. */
interface Term {
  readonly word: string;
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
const RANK = { exact: 0, beginning: 1, number: 1, typo: 4, related: 2, note: 8 } as const;

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
  for (const word of words) terms.push({ word, meant: options.typos ? await alike(copy, word) : [] });
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
  const values: DuckDBValue[] = [word, patterns.start, patterns.end, listValue([...patterns.swapped])];
  const reader = await copy.connection.runAndReadAll(
    `SELECT word FROM ${VOCABULARY}
     WHERE (starts_with(word, $2) OR ends_with(word, $3) OR list_contains($4, word))
       AND abs(length(word) - length($1)) <= 1 AND NOT starts_with(word, $1) AND damerau_levenshtein(word, $1) <= 1
     LIMIT ${MAX_ALIKE}`,
    values,
    [VARCHAR, VARCHAR, VARCHAR, LIST(VARCHAR)],
  );
  return reader.getRows().map(([found]) => String(found));
}

/** Most words that one may have meant. */
const MAX_ALIKE = 200;

/** Rows that a search finds, as numbers `n` with their `rank`, each once. */
export function hitsOf(search: TextSearch, compilation: For): string {
  const { object, terms, digits, notes } = search;
  const ways = [
    ...(terms.length > 0 && object.fullText?.words.length ? [byWords(object, terms, compilation)] : []),
    ...(digits.length > 0
      ? [withRelated(object, (name) => byDigits(name, digits, compilation.statement), compilation)]
      : []),
    ...(notes === undefined || notes.words.length === 0 ? [] : [byNotes(object, notes, compilation)]),
  ];
  if (ways.length === 0) return 'SELECT 0::INTEGER AS n, 0::INTEGER AS rank WHERE FALSE';
  return `SELECT n, min(rank)::INTEGER AS rank FROM (${ways.join(' UNION ALL ')}) GROUP BY n`;
}

/** Rows that have every word, by the sum of their ranks. */
function byWords(object: ObjectDefinition, terms: readonly Term[], compilation: For): string {
  const found = terms.map((term) => {
    const rows = withRelated(object, (name) => byTerm(name, term, compilation.statement), compilation);
    return `(SELECT n, min(rank) AS rank FROM (${rows}) GROUP BY n)`;
  });
  const tables = found.map((rows, index) => `${rows} AS w${index}`);
  const [first = '', ...others] = tables;
  const rank = found.map((_, index) => `w${index}.rank`).join(' + ');
  return `SELECT w0.n, ${rank} AS rank FROM ${[first, ...others.map((table, index) => `JOIN ${table} ON w${index + 1}.n = w0.n`)].join(' ')}`;
}

/** Beyond every letter that a word may go on with. */
const LAST = '\u{10FFFF}';

function byTerm(object: ObjectName, { word, meant }: Term, statement: Statement): string {
  const words = quoted(wordsTable(object));
  const [from, to] = [statement.text(word), statement.text(`${word}${LAST}`)];
  const begins = `SELECT n, CASE WHEN word = ${from} THEN ${RANK.exact} ELSE ${RANK.beginning} END AS rank FROM ${words} WHERE word >= ${from} AND word < ${to}`;
  const number = fragmentsOf(/^\d+$/.test(word) ? word : '');
  const ways = [
    begins,
    ...meant.map(
      (other) => `SELECT n, ${RANK.typo} AS rank FROM ${words} WHERE word = ${statement.text(other)}`,
    ),
    ...(number.length > 0 && OBJECTS[object].fullText?.digits ? [byDigits(object, number, statement)] : []),
  ];
  return ways.join(' UNION ALL ');
}

function byDigits(object: ObjectName, fragments: readonly string[], statement: Statement): string {
  if (!OBJECTS[object].fullText?.digits) return `SELECT 0::INTEGER AS n, 0 AS rank WHERE FALSE`;
  const contains = fragments.map((fragment) => `contains(digits, ${statement.text(fragment)})`);
  return `SELECT n, ${RANK.number} AS rank FROM ${quoted(digitsTable(object))} WHERE ${contains.join(' OR ')}`;
}

/** What was found of an object itself, and by way of its people or firms. */
function withRelated(
  object: ObjectDefinition,
  find: (object: ObjectName) => string,
  compilation: For,
): string {
  const { statement } = compilation;
  const own = find(object.name);
  const [step, next] = object.fullText?.through ?? [];
  const between = step === undefined ? undefined : object.relations[step];
  const towards = between && next !== undefined ? OBJECTS[between.to].relations[next] : undefined;
  if (between?.theirs === undefined || towards?.ours === undefined) return own;
  const [place, hit, other] = [statement.alias(), statement.alias(), statement.alias()];
  const [ours, others] = [quoted(companion(between.theirs)), quoted(companion(towards.ours))];
  return `${own} UNION ALL SELECT ${place}.${ours} AS n, ${hit}.rank + ${RANK.related} AS rank FROM (${find(towards.to)}) AS ${hit} JOIN ${quoted(between.to)} AS ${place} ON ${place}.${others} = ${hit}.n JOIN ${quoted(towards.to)} AS ${other} ON ${other}.n = ${hit}.n WHERE ${place}.live${visible(OBJECTS[towards.to], other, compilation)}`;
}

function byNotes(
  object: ObjectDefinition,
  { period, words }: NonNullable<TextSearch['notes']>,
  compilation: For,
): string {
  const { statement } = compilation;
  const { notes } = object.fullText ?? {};
  const relation = notes === undefined || notes === 'self' ? undefined : object.relations[notes];
  const entries = OBJECTS.timeline.name;
  const [entry, long] = [statement.alias(), statement.alias()];
  const at = (bound: string) =>
    `CAST(${statement.text(bound.replace('T', ' ').replace('Z', ''))} AS TIMESTAMP)`;
  const conditions = [
    `NOT ${entry}.corrected${visible(OBJECTS.timeline, entry, compilation)}`,
    ...(period.from === undefined ? [] : [`${entry}."occurredAt" >= ${at(period.from)}`]),
    ...(period.to === undefined ? [] : [`${entry}."occurredAt" < ${at(period.to)}`]),
    ...words.map((word) => `contains(${long}."text$", ${statement.text(word)})`),
  ];
  const n = relation?.theirs === undefined ? `${entry}.n` : `${entry}.${quoted(companion(relation.theirs))}`;
  return `SELECT ${n} AS n, ${RANK.note} AS rank FROM ${quoted(entries)} AS ${entry} JOIN ${quoted(longTable(entries))} AS ${long} ON ${long}.n = ${entry}.n WHERE ${n} IS NOT NULL AND ${conditions.join(' AND ')}`;
}

/** What the full-text searches within a filter found, each once for a statement. */
export class Hits {
  readonly #searches: ReadonlyMap<string, TextSearch>;

  constructor(searches: ReadonlyMap<string, TextSearch>) {
    this.#searches = searches;
  }

  /** The numbers of the rows that a search within the filter has found, as a query. */
  numbersOf(matches: Extract<BoundFilter, { kind: 'matches' }>, compilation: For): string {
    const search = this.#searches.get(keyOf(matches));
    if (search === undefined) throw new Error('A search within a filter was not looked up.');
    return `SELECT n FROM (${hitsOf(search, compilation)})`;
  }
}

const keyOf = ({ object, text, typos, notes }: Extract<BoundFilter, { kind: 'matches' }>): string =>
  JSON.stringify([object.name, text, typos, notes]);

/** Looks up every full-text search within filters. */
export async function readHits(copy: Copy, filters: readonly BoundFilter[], typos: boolean): Promise<Hits> {
  const searches = new Map<string, TextSearch>();
  for (const matches of filters.flatMap(matchesIn)) {
    const key = keyOf(matches);
    if (!searches.has(key))
      searches.set(key, await readSearch(copy, matches.object, matches.text, { typos, ...matches }));
  }
  return new Hits(searches);
}

function matchesIn(filter: BoundFilter): Extract<BoundFilter, { kind: 'matches' }>[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(matchesIn);
    case 'not':
      return matchesIn(filter.filter);
    case 'some':
      return matchesIn(filter.where);
    case 'matches':
      return [filter];
    default:
      return [];
  }
}
