import type { Row, RowBatches } from '../../shared/exports/column.ts';

/** Rows taken from batches in other portions than they come in. */
export interface RowSource {
  /** At least one row and at most `most`; undefined when there are none left. */
  take(most: number): Promise<readonly Row[] | undefined>;
  hasMore(): Promise<boolean>;
  /** Tells whoever gives the rows that no more are wanted. */
  close(): Promise<void>;
}

/** Holds one batch at a time. */
export function rowSource(batches: RowBatches): RowSource {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly Row[] = [];
  let taken = 0;
  let ended = false;

  async function hasMore(): Promise<boolean> {
    while (taken >= batch.length && !ended) {
      const next = await iterator.next();
      ended = next.done === true;
      batch = next.done === true ? [] : next.value;
      taken = 0;
    }
    return taken < batch.length;
  }

  return {
    hasMore,
    async take(most) {
      if (!(await hasMore())) return undefined;
      const rows = batch.slice(taken, taken + most);
      taken += rows.length;
      return rows;
    },
    async close() {
      if (!ended) await iterator.return?.();
      ended = true;
    },
  };
}
