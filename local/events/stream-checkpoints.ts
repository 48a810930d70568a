import type { DatabaseSync } from 'node:sqlite';

/** How far a shard was read: its last record that is done with. */
export interface Checkpoint {
  /** Empty before the first record. */
  readonly sequenceNumber: string;
  /** Names the record beyond doubt: sequence numbers may begin anew (see `stream-shard.ts`). */
  readonly eventId: string;
  /** Whether the shard is closed and read to its end. */
  readonly done: boolean;
}

export interface Checkpoints {
  read(shardId: string): Checkpoint | undefined;
  write(shardId: string, checkpoint: Checkpoint): void;
  /** Whether this mapping has never read anything. */
  readonly isNew: boolean;
}

/** Checkpoints of one mapping on disk. */
export function openCheckpoints(state: DatabaseSync, mapping: string, streamArn: string): Checkpoints {
  state.exec(`CREATE TABLE IF NOT EXISTS stream_checkpoints (
    mapping TEXT NOT NULL, stream TEXT NOT NULL, shard TEXT NOT NULL,
    sequence_number TEXT NOT NULL, event_id TEXT NOT NULL, done INTEGER NOT NULL,
    PRIMARY KEY (mapping, stream, shard)) STRICT`);
  const select = state.prepare(
    'SELECT sequence_number, event_id, done FROM stream_checkpoints WHERE mapping = ? AND stream = ? AND shard = ?',
  );
  const upsert = state.prepare('INSERT OR REPLACE INTO stream_checkpoints VALUES (?, ?, ?, ?, ?, ?)');
  const any = state.prepare('SELECT 1 FROM stream_checkpoints WHERE mapping = ? AND stream = ? LIMIT 1');
  return {
    isNew: any.get(mapping, streamArn) === undefined,
    read(shardId) {
      const row = select.get(mapping, streamArn, shardId);
      return (
        row && {
          sequenceNumber: String(row['sequence_number']),
          eventId: String(row['event_id']),
          done: row['done'] === 1,
        }
      );
    },
    write(shardId, { sequenceNumber, eventId, done }) {
      upsert.run(mapping, streamArn, shardId, sequenceNumber, eventId, done ? 1 : 0);
    },
  };
}
