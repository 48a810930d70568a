import type { DatabaseSync } from 'node:sqlite';
import type { BusEvent } from './bus-entries.ts';
import type { Archive } from './bus-rules.ts';

export interface BusArchives {
  readonly all: readonly Archive[];
  /** Keeps an event in every archive of its bus that wants it; part of the caller's transaction. */
  keep(event: BusEvent, bus: string): void;
  /** Events of an archive, oldest first. */
  read(archiveName: string): readonly unknown[];
  /** Deletes what is older than each archive's retention. */
  expire(): void;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The archives of the buses in one table: events stay until their archive's retention is over. */
export function createBusArchives(state: DatabaseSync, archives: readonly Archive[]): BusArchives {
  state.exec(`
    CREATE TABLE IF NOT EXISTS bus_archive (
      id INTEGER PRIMARY KEY AUTOINCREMENT, archive TEXT NOT NULL, kept_at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS bus_archive_time ON bus_archive (archive, kept_at);`);
  const insert = state.prepare('INSERT INTO bus_archive (archive, kept_at, event) VALUES (?, ?, ?)');
  const select = state.prepare('SELECT event FROM bus_archive WHERE archive = ? ORDER BY id');
  const remove = state.prepare('DELETE FROM bus_archive WHERE archive = ? AND kept_at < ?');
  let expiredAt = 0;

  function expire(): void {
    expiredAt = Date.now();
    for (const { name, retentionDays } of archives) {
      if (retentionDays > 0) remove.run(name, expiredAt - retentionDays * DAY);
    }
  }

  return {
    all: archives,
    keep(event, bus) {
      if (Date.now() - expiredAt > HOUR) expire();
      for (const archive of archives) {
        if (archive.bus === bus && archive.matches(event))
          insert.run(archive.name, Date.now(), JSON.stringify(event));
      }
    },
    read: (name) => select.all(name).map((row) => JSON.parse(String(row['event'])) as unknown),
    expire,
  };
}
