import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Copy } from './copy.ts';
import type { Statement } from './sql.ts';

/** Runs a statement that was put together. */
export async function execute(copy: Copy, statement: Statement, query: string): Promise<DuckDBValue[][]> {
  const reader = await copy.connection.runAndReadAll(statement.with(query), [...statement.values], [
    ...statement.types,
  ] as DuckDBType[]);
  return reader.getRows();
}
