import type { CurrencyCode } from '../currency.ts';
import type { Money } from '../money.ts';

/** What the cells of a column are. It settles how a text is read, and how wide a column of a workbook is. */
export type ColumnType =
  | 'text'
  | 'id'
  | 'integer'
  | 'number'
  | 'money'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'list';

/** A column of an export, as the caller has chosen it. */
export interface Column {
  /** The caller's own name of it. */
  readonly key: string;
  /** In the language of the export. */
  readonly heading: string;
  readonly type: ColumnType;
  /**
   * Of money: the currency, where all amounts of the column are in one. It stands in the heading then, and cells of CSV are
   * plain numbers; amounts in another one name theirs all the same.
   */
  readonly currency?: CurrencyCode;
}

/**
 * One cell; null is an empty one. Texts are what the type of the column says: a `date` is `YYYY-MM-DD`, an `instant`
 * RFC 3339, an `integer` or a `number` may be exact decimal text. A text that is none of these is written as it is.
 */
export type Cell = string | number | bigint | boolean | null | Money | readonly string[];

export type Row = readonly Cell[];

/** Rows as they come: batch by batch, a cell for every column. A batch is held in memory whole; a few hundred rows do well. */
export type RowBatches = AsyncIterable<readonly Row[]>;

/** The heading as it is written: "Revenue, RUB", which an import of ours takes for revenue in roubles. */
export const headingOf = ({ heading, currency }: Column): string =>
  currency === undefined ? heading : `${heading}, ${currency}`;

/** Separates the values of a list: people see where one ends, and an import of ours splits by it. */
export const joinList = (values: readonly string[]): string => values.join('; ');

/** Money is the one object that is no list. */
export const isMoney = (cell: Cell): cell is Money =>
  typeof cell === 'object' && cell !== null && 'currency' in cell;
