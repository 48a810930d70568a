import type { AskedField } from '../../shared/search/bound-question.ts';
import { MAX_LISTED, MAX_ROWS } from '../query/service.ts';

/** What a page is to have at most, with room below what Lambda sends back, in bytes. */
const PAGE_BYTES = 3_000_000;
const FEWEST_ROWS = 50;
/** What a value may take with its name, in bytes: guesses, since a page that is too large is asked for again by halves. */
const BYTES = { plain: 60, list: 200, long: 4_000 };

/** How many rows to ask for at once. */
export function rowsPerPage(fields: readonly AskedField[]): number {
  const row = fields.reduce((sum, { path, field }) => {
    const value = field.long ? BYTES.long : field.list ? BYTES.list : BYTES.plain;
    return sum + value + path.length;
  }, BYTES.plain);
  return Math.max(FEWEST_ROWS, Math.min(MAX_ROWS, Math.floor(PAGE_BYTES / row)));
}

/** How much more is asked for than went into the answer before: what does not go into this one is read in vain. */
const GROWTH = 1.25;

/** How many places of a list to ask for, when so many went into the answer before: it knows best how long its rows are. */
export const nextPlaces = (went: number): number =>
  Math.max(FEWEST_ROWS, Math.min(MAX_LISTED, Math.ceil(went * GROWTH)));
