import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens the local runtime's durable state, `<data>/local.sqlite`, making the folder and the file where they are
 * missing. Each part of the runtime creates its own tables (`CREATE TABLE IF NOT EXISTS`), prefixed by its name.
 *
 * WAL with synchronous NORMAL keeps every committed row through a `kill -9`; only a power cut may lose the last ones.
 */
export function openState(dataDir: string): DatabaseSync {
  mkdirSync(dataDir, { recursive: true });
  const state = new DatabaseSync(join(dataDir, 'local.sqlite'));
  state.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  return state;
}

/** Runs something once in the life of a data folder; where it fails or is cut off it runs again at the next start. */
export async function onceInState(
  state: DatabaseSync,
  what: string,
  run: () => Promise<void>,
): Promise<void> {
  state.exec('CREATE TABLE IF NOT EXISTS once_done (what TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT');
  if (state.prepare('SELECT 1 FROM once_done WHERE what = ?').get(what) !== undefined) return;
  await run();
  state.prepare('INSERT INTO once_done (what, at) VALUES (?, ?)').run(what, new Date().toISOString());
}
