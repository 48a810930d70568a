import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** How long to keep trying, in milliseconds; 5 s by default. */
  readonly deadline?: number;
  /** Pause between two tries, in milliseconds. */
  readonly every?: number;
}

/**
 * Calls `attempt` until it no longer throws, and returns what it returned: put the assertions inside it.
 *
 * @throws Error whose cause is the last failure, once the deadline has passed.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, patience: Patience = {}): Promise<T> {
  const { deadline = 5_000, every = 20 } = patience;
  const end = performance.now() + deadline;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (cause) {
      if (performance.now() >= end) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Still not so after ${deadline} ms and ${tries} tries: ${message}`, { cause });
      }
    }
    await pause(every);
  }
}
