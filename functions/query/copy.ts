import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  DuckDBDataChunkWriter,
  DuckDBInstance,
  type DuckDBValue,
} from '@duckdb/node-api';
import { createStatements } from './columns.ts';

/** How much one tenant's engine may use. */
export interface CopyLimits {
  /** As DuckDB writes sizes, e.g. `2500MB`. */
  readonly memory: string;
  readonly threads: number;
  /** The only folder that the engine may read and write: snapshots pass through it. */
  readonly folder: string;
}

/** The columnar copy of one tenant: an engine of its own, so that no question can see another's. */
export interface Copy {
  readonly connection: DuckDBConnection;
  /** Runs a statement that gives nothing back. */
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>;
  /** Rows of a statement, as the engine gives them. */
  rows(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Adds rows to a table; each has a value for every column. */
  append(table: string, rows: readonly (readonly DuckDBValue[])[]): Promise<void>;
  /** All or nothing. */
  atomically<T>(work: () => Promise<T>): Promise<T>;
  /** Tables that were made for the question which is being answered. */
  readonly passing: Set<string>;
  /** Drops them, so that the copy is as large after a question as before it. */
  forgetPassing(): Promise<void>;
  close(): void;
}

/** How much of a copy may lie on disk. */
const SPILL_LIMIT = '3GB';

/** An empty copy. */
export async function openCopy(limits: CopyLimits): Promise<Copy> {
  const spill = join(limits.folder, `spill-${crypto.randomUUID()}`);
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(limits.threads),
    memory_limit: limits.memory,
    // What is seldom asked for may lie on disk; what a question needs beyond that is refused, so that it ends.
    temp_directory: spill,
    max_temp_directory_size: SPILL_LIMIT,
  });
  const connection = await instance.connect();
  const copy: Copy = {
    connection,
    run: async (sql, values = []) => {
      await connection.run(sql, [...values]);
    },
    rows: async (sql, values = []) => (await connection.runAndReadAll(sql, [...values])).getRows(),
    append: async (table, rows) => {
      if (rows.length === 0) return;
      const appender = await connection.createAppender(table);
      try {
        const writer = DuckDBDataChunkWriter.forAppender(appender);
        for (const row of rows) writer.appendRow(row);
        writer.flush();
      } finally {
        appender.closeSync();
      }
    },
    atomically: async (work) => {
      await connection.run('BEGIN');
      try {
        const result = await work();
        await connection.run('COMMIT');
        return result;
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    },
    passing: new Set(),
    forgetPassing: async () => {
      const names = [...copy.passing];
      copy.passing.clear();
      for (const name of names) await connection.run(`DROP TABLE IF EXISTS ${name}`);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(spill, { recursive: true, force: true });
    },
  };
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = ['${limits.folder.replaceAll("'", "''")}']`);
  // From here on nothing but the folder can be reached, and nobody can change that.
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  for (const statement of createStatements()) await connection.run(statement);
  return copy;
}
