import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;

/** Runs something while no other process does so for the same folder; the lock ends with the process. */
export async function withFolderLock<Result>(folder: string, run: () => Promise<Result>): Promise<Result> {
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    while (!take(lock)) await pause(POLL_MS);
    return await run();
  } finally {
    lock.close();
  }
}

function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('locked')) return false;
    throw error;
  }
}
