import type { Sight } from '../../shared/access.ts';
import type { BoundFilter } from '../../shared/search/bound-filter.ts';
import type { Copy } from './copy.ts';
import { keepHits } from './finding-text.ts';
import { readSearch } from './reading-text.ts';

type Matches = Extract<BoundFilter, { kind: 'matches' }>;

/** What the full-text searches within a filter found, each once for a statement. */
export class Hits {
  readonly #tables: ReadonlyMap<string, string>;

  constructor(tables: ReadonlyMap<string, string>) {
    this.#tables = tables;
  }

  /** The numbers of the rows that a search within the filter has found, as a query. */
  numbersOf(matches: Matches): string {
    const table = this.#tables.get(keyOf(matches));
    if (table === undefined) throw new Error('A search within a filter was not looked up.');
    return `SELECT n FROM ${table}`;
  }
}

const keyOf = ({ object, text, typos, notes }: Matches): string =>
  JSON.stringify([object.name, text, typos, notes]);

/** Looks up every full-text search within filters; what was found is kept in tables until the question is answered. */
export async function readHits(
  copy: Copy,
  filters: readonly BoundFilter[],
  asker: { readonly typos: boolean; readonly sight: Sight },
): Promise<Hits> {
  const tables = new Map<string, string>();
  for (const matches of filters.flatMap(matchesIn)) {
    const key = keyOf(matches);
    if (tables.has(key)) continue;
    const table = `hits_${tables.size}`;
    const search = await readSearch(copy, matches.object, matches.text, { typos: asker.typos, ...matches });
    tables.set(key, await keepHits(copy, table, search, asker.sight));
  }
  return new Hits(tables);
}

function matchesIn(filter: BoundFilter): Matches[] {
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
