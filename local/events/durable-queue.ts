import type { DatabaseSync } from 'node:sqlite';
import type { Log } from './wiring.ts';

/** A piece of work that is on disk until it is done. */
export interface Job<T> {
  readonly id: number;
  readonly payload: T;
  /** How often it was tried and put back before. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/** Puts a job back. */
export interface Again<T> {
  /** Pause in milliseconds. */
  readonly after: number;
  /** What the job says from now on; unchanged where left out. */
  readonly payload?: T;
}

export interface DurableQueue<T> {
  /** Puts a job on disk and lets it run at once. Inside an open transaction the row commits with it. */
  add(lane: string, payload: T): void;
  start(): void;
  stop(): Promise<void>;
}

export interface DurableQueueOptions<T> {
  readonly state: DatabaseSync;
  /** Name of the table. */
  readonly name: string;
  /** Does the job; nothing means done. Where it throws, the job is tried again: a job is never lost. */
  readonly work: (job: Job<T>) => Promise<Again<T> | undefined>;
  readonly log: Log;
}

interface Row {
  readonly id: number;
  readonly payload: string;
  readonly attempts: number;
  readonly accepted_at: number;
}

/** Jobs of one lane (one function, one queue) at a time; lanes do not hold each other up. */
const LANE_WIDTH = 8;
/** Pause after a fault of the runtime itself: doubled each time, in milliseconds. */
const FAULT_PAUSE = { first: 1_000, longest: 60_000 };
/** The longest timer that Node knows (2^31 - 1 ms, 24.8 days) would fire at once if it were exceeded. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * A queue in SQLite: a job stays on disk until its work resolves, so what was accepted is done at least once over any
 * restart or `kill -9`. There is no polling: a job runs when it is added, or when its pause ends.
 */
export function createDurableQueue<T>(options: DurableQueueOptions<T>): DurableQueue<T> {
  const { work, log } = options;
  const rows = openTable(options.state, options.name);
  const running = new Map<number, { lane: string; done: Promise<void> }>();
  let started = false;
  let timer: NodeJS.Timeout | undefined;

  async function run(row: Row): Promise<void> {
    try {
      const payload = JSON.parse(row.payload) as T;
      const again = await work({ id: row.id, payload, attempts: row.attempts, acceptedAt: row.accepted_at });
      if (again === undefined) rows.remove(row.id);
      else rows.putBack(row.id, Date.now() + again.after, again.payload ?? payload);
    } catch (error) {
      log({
        message: `Work of ${options.name} failed and is tried again`,
        job: row.id,
        error: String(error),
      });
      const pause = Math.min(FAULT_PAUSE.first * 2 ** row.attempts, FAULT_PAUSE.longest);
      rows.putBack(row.id, Date.now() + pause, undefined);
    }
  }

  function fill(): void {
    if (!started) return;
    clearTimeout(timer);
    for (const lane of rows.dueLanes(Date.now())) {
      let free = LANE_WIDTH - [...running.values()].filter((job) => job.lane === lane).length;
      // Jobs that are running are still on disk and among the oldest: twice the width holds enough others.
      for (const row of free > 0 ? rows.due(lane, Date.now(), 2 * LANE_WIDTH) : []) {
        if (free === 0 || running.has(row.id)) continue;
        free -= 1;
        const done = run(row).finally(() => {
          running.delete(row.id);
          fill();
        });
        running.set(row.id, { lane, done });
      }
    }
    const next = rows.nextAfter(Date.now());
    if (next !== undefined) timer = setTimeout(fill, Math.min(next - Date.now(), LONGEST_TIMER)).unref();
  }

  return {
    add(lane, payload) {
      rows.add(lane, payload, Date.now());
      // Later, because the caller's transaction may still be open: what it rolls back must not run.
      if (started) setImmediate(fill);
    },
    start() {
      started = true;
      fill();
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      await Promise.all([...running.values()].map((job) => job.done));
    },
  };
}

function openTable(state: DatabaseSync, table: string) {
  state.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      id INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, payload TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0, accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (lane, due_at, id);
    CREATE INDEX IF NOT EXISTS ${table}_next ON ${table} (due_at);`);
  const add = state.prepare(`INSERT INTO ${table} (lane, payload, accepted_at, due_at) VALUES (?, ?, ?, ?)`);
  const remove = state.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const putBack = state.prepare(
    `UPDATE ${table} SET attempts = attempts + 1, due_at = ?, payload = coalesce(?, payload) WHERE id = ?`,
  );
  const dueLanes = state.prepare(`SELECT DISTINCT lane FROM ${table} WHERE due_at <= ?`);
  const due = state.prepare(
    `SELECT id, payload, attempts, accepted_at FROM ${table} WHERE lane = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`,
  );
  const next = state.prepare(`SELECT min(due_at) AS at FROM ${table} WHERE due_at > ?`);
  return {
    add: (lane: string, payload: unknown, now: number) => add.run(lane, JSON.stringify(payload), now, now),
    remove: (id: number) => remove.run(id),
    putBack: (id: number, at: number, payload: unknown) =>
      putBack.run(Math.ceil(at), payload === undefined ? null : JSON.stringify(payload), id),
    dueLanes: (now: number) => dueLanes.all(now).map((row) => String(row['lane'])),
    due: (lane: string, now: number, limit: number) => due.all(lane, now, limit) as unknown as Row[],
    nextAfter: (now: number) => (next.get(now)?.['at'] as number | null | undefined) ?? undefined,
  };
}
