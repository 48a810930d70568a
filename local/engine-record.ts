import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Which engine process works on a data folder. The engine ends with its parent by itself; this is for the moments
 * between a `kill -9` and that end, when the next start must not open the same database a second time.
 */
export interface EngineRecord {
  /** Writes down the engine that was started. */
  write(pid: number): void;
  /** Waits for a recorded engine that still runs to end, and ends it where it does not. */
  endOrphan(): Promise<void>;
  remove(): void;
}

const PATIENCE_MS = 2_000;
const POLL_MS = 20;

/** The record in a data folder; the caller holds the folder. */
export function createEngineRecord(dataDir: string): EngineRecord {
  const path = join(dataDir, 'engine.json');
  return {
    write: (pid) => writeFileSync(path, JSON.stringify({ pid, startedAt: startOf(pid) })),
    async endOrphan() {
      const record = read(path);
      if (record === undefined) return;
      const patienceEnds = Date.now() + PATIENCE_MS;
      while (record.startedAt !== undefined && startOf(record.pid) === record.startedAt) {
        if (Date.now() > patienceEnds) kill(record.pid);
        await pause(POLL_MS);
      }
      rmSync(path, { force: true });
    },
    remove: () => rmSync(path, { force: true }),
  };
}

function read(path: string): { readonly pid: number; readonly startedAt?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { pid: number; startedAt?: string };
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}

/** When a process started, as its system tells it; a pid used again has another start. Absent where none runs. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
      return started === '' ? undefined : started;
    }
    // The name in field 2 may hold spaces and brackets; field 3 is the state, field 22 the start in clock ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
