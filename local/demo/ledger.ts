import type { DatabaseSync } from 'node:sqlite';

/** What of the demo has been written, so that a start after a `kill -9` goes on where the last one was cut off. */
export interface Ledger {
  /** The instant that the data end at: that of the first attempt. */
  began(now: Date): Date;
  /** The id that a write gave; undefined where it was not done, or not yet noted. */
  find(name: string): string | undefined;
  note(name: string, id: string): void;
  /** All is written: what was noted about single writes is let go. */
  finish(): void;
  isFinished(): boolean;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS demo_written (name TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT';
const BEGAN = 'began';
const FINISHED = 'finished';

/** The ledger in the local state. It may miss the very last writes: those are told apart by their idempotency keys. */
export function openLedger(state: DatabaseSync): Ledger {
  state.exec(TABLE);
  const read = state.prepare('SELECT id FROM demo_written WHERE name = ?');
  const write = state.prepare('INSERT OR REPLACE INTO demo_written (name, id) VALUES (?, ?)');
  const forget = state.prepare('DELETE FROM demo_written WHERE name NOT IN (?, ?)');
  const find = (name: string): string | undefined => {
    const id = read.get(name)?.['id'];
    return typeof id === 'string' ? id : undefined;
  };
  const note = (name: string, id: string): void => void write.run(name, id);
  return {
    began: (now) => {
      const known = find(BEGAN);
      if (known !== undefined) return new Date(known);
      note(BEGAN, now.toISOString());
      return now;
    },
    find,
    note,
    finish: () => {
      note(FINISHED, new Date().toISOString());
      forget.run(BEGAN, FINISHED);
    },
    isFinished: () => find(FINISHED) !== undefined,
  };
}
