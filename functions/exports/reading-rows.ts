import { invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import type { Row } from '../../shared/exports/column.ts';
import type { Export } from '../../shared/exports/export.ts';
import { bindSearch } from '../../shared/search/bind-question.ts';
import type { AskedField, BoundSearch } from '../../shared/search/bound-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { Row as FoundRow, SearchInput } from '../../shared/search/question.ts';
import type { QueryClient, Question, SearchAnswer } from '../query/service.ts';
import type { Caller } from '../runtime/caller.ts';
import { type Asker, type AskingDependencies, askerOf, labelsFor } from '../search/service.ts';
import { cellsOf } from './columns.ts';
import { rowsPerPage } from './page-size.ts';

export interface ReadingDependencies extends AskingDependencies {
  readonly query: QueryClient;
}

/** What is to be read. */
export type Wanted = Pick<Export, 'object' | 'search' | 'fields' | 'language' | 'createdAt' | 'written'>;

export interface ReadingOptions {
  /** Who the asker is at this moment: asked before every page. */
  readonly caller: () => Promise<Caller>;
  /** How long a page may take, in milliseconds. */
  readonly withinMs: () => number;
  /** Asks; where that may take longer than people wait, again after faults in passing. */
  readonly asking: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Hears how many rows have been read. */
  readonly read: (rows: number) => Promise<void>;
}

/**
 * A question with everything that it names.
 *
 * @throws KartotekaError `question.invalid`, with pointers into what was sent to have an export made
 */
export function bindExport(wanted: Wanted, asker: Asker): BoundSearch {
  const input: SearchInput = { ...wanted.search, fields: [...wanted.fields], limit: 1 };
  const binding = bindSearch(OBJECTS[wanted.object], input, asker.binding);
  if (binding.faults === undefined) return binding.bound;
  const issues = binding.faults.map(({ pointer = '', ...fault }) => ({
    pointer: pointer.startsWith('/fields/') ? pointer : `/search${pointer}`,
    ...fault,
  }));
  throw invalidQuestion(issues);
}

/** Who asks, as questions need it; relative dates are told from the moment of the request. */
export async function askerOfExport(
  deps: AskingDependencies,
  { object, search, createdAt, written }: Omit<Wanted, 'fields' | 'language'>,
  caller: Caller,
): Promise<Asker> {
  const now = new Date(createdAt);
  const context = { caller, now, correlationId: '', after: written };
  return askerOf(deps, context, { object, input: search, now });
}

/** How many rows there are, exactly. */
export async function countWanted(
  { query }: ReadingDependencies,
  { search }: Wanted,
  { caller, asker }: { readonly caller: Caller; readonly asker: Asker },
): Promise<number> {
  const input = { ...search, fields: ['id'], limit: 1 };
  const { total } = await query.ask(caller.tenant, { kind: 'search', ...asker.fields, input });
  if (total === undefined) throw new Error('A page was answered without its total.');
  return total;
}

/**
 * All rows of a search as cells, a page at a time, each page as its asker may see it at that moment. Each page has the search done anew: for
 * a few thousand rows. More are read by `readList`.
 */
export async function* readRows(
  deps: ReadingDependencies,
  wanted: Wanted,
  options: ReadingOptions,
): AsyncGenerator<readonly Row[], void, undefined> {
  let limit: number | undefined;
  let after: readonly (string | null)[] | undefined;
  let read = 0;
  do {
    const caller = await options.caller();
    const asker = await askerOfExport(deps, wanted, caller);
    const bound = bindExport(wanted, asker);
    limit ??= rowsPerPage(bound.fields);
    const question = pageQuestion(wanted, asker, { limit, after, withinMs: options.withinMs() });
    const page: SearchAnswer | undefined = await options.asking(() => ask(deps, caller, question));
    if (page === undefined) {
      limit = Math.floor(limit / 2);
      continue;
    }
    const naming = { caller, asker, language: wanted.language, fields: bound.fields };
    yield await options.asking(() => named(deps, naming, page.rows));
    read += page.rows.length;
    await options.read(read);
    after = page.last;
    if (after === undefined) return;
  } while (true);
}

type SearchQuestion = Extract<Question, { kind: 'search' }>;

const pageQuestion = (
  { search, fields }: Wanted,
  asker: Asker,
  page: { limit: number; after: readonly (string | null)[] | undefined; withinMs: number },
): SearchQuestion => ({
  kind: 'search',
  ...asker.fields,
  withinMs: page.withinMs,
  counted: false,
  input: { ...search, fields: [...fields], limit: page.limit },
  ...(page.after === undefined ? {} : { after: [...page.after] }),
});

/** A page; nothing where it is too large for one answer and could be smaller. */
async function ask(
  { query }: ReadingDependencies,
  { tenant }: Caller,
  question: SearchQuestion,
): Promise<SearchAnswer | undefined> {
  try {
    return await query.ask(tenant, question);
  } catch (error) {
    const isTooLarge = error instanceof KartotekaError && error.code === 'search.answer-too-large';
    if (isTooLarge && (question.input.limit ?? 1) > 1) return undefined;
    throw error;
  }
}

/** Who asks, and what is shown in which language. */
export interface Naming {
  readonly caller: Caller;
  readonly asker: Asker;
  readonly language: Export['language'];
  readonly fields: readonly AskedField[];
}

/** The rows as cells, with codes and ids called by their names. */
export async function named(
  deps: ReadingDependencies,
  { caller, asker, language, fields }: Naming,
  rows: readonly FoundRow[],
): Promise<readonly Row[]> {
  const shown = fields.map((field) => ({
    field,
    values: rows.flatMap((row) => row[field.path] ?? null),
  }));
  const labels = await labelsFor(deps, caller.tenant, { ...asker, language }, shown);
  return rows.map((row) => cellsOf(row, fields, labels));
}
