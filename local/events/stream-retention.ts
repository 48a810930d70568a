import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The engine's file where all clients share one database. */
const DATABASE = 'shared-local-instance.db';

/**
 * Lets no stream record grow older while the stack is down. To be called before the engine starts.
 *
 * Measured with DynamoDB Local of `amplify-dynamodb-simulator` 2.9.30 on disk: stream records are rows of the engine's
 * own SQLite file, written with their item in one transaction; they, the shard and its sequence numbers survive a
 * restart and a `kill -9`. But on opening the file the engine deletes records older than 24 hours, read or not. A stack
 * that was killed in the evening and starts two days later would lose what had not been read; and where all records
 * went, sequence numbers begin at 1 again, so that a reader waiting after its last one would skip all that follows.
 *
 * The service is never switched off, so time spent switched off does not count: all times move forward by the same
 * span, so that the newest record is as if written now. The times that functions see are kept elsewhere and stay.
 */
export function keepStreamRecords(engineDataDir: string, now: number = Date.now()): void {
  const path = join(engineDataDir, DATABASE);
  if (!existsSync(path)) return;
  const engine = new DatabaseSync(path);
  try {
    if (
      engine.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'us'").get() === undefined
    )
      return;
    const newest = engine.prepare('SELECT max(CreationDateTime) AS at FROM us').get()?.['at'];
    if (typeof newest !== 'number' || newest >= now) return;
    engine.exec('BEGIN IMMEDIATE');
    engine.prepare('UPDATE us SET CreationDateTime = CreationDateTime + ?').run(now - newest);
    // A closed shard is deleted 24 hours later, unread records and all.
    engine.prepare('UPDATE ss SET DeletionDateTime = DeletionDateTime + ?').run(now - newest);
    engine.exec('COMMIT');
  } finally {
    engine.close();
  }
}
