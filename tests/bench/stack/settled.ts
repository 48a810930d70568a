import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../../../local/stack.ts';

/** Longer than the longest pause between two reads of a stream: by then every reader has looked again. */
const QUIET_MS = 600;
const POLL_MS = 20;
const DEADLINE_MS = 60_000;

/**
 * Waits until the product has nothing more to do: the stream is read, the bus is empty, subscribers are done.
 *
 * @throws Error where work is still waiting after a minute
 */
export async function settled({ state }: Pick<Stack, 'state'>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  for (let since = performance.now(); performance.now() - since < QUIET_MS; ) {
    await pause(POLL_MS);
    const waiting = waitingIn(state);
    if (waiting > 0) since = performance.now();
    if (performance.now() > deadline) throw new Error(`${waiting} events still wait for their subscribers.`);
  }
}

/** Events on their way to subscribers, in the two queues of the local runtime. */
function waitingIn(state: DatabaseSync): number {
  const count = (table: string): number =>
    Number(state.prepare(`SELECT count(*) AS waiting FROM ${table}`).get()?.['waiting']);
  return count('bus_deliveries') + count('async_invocations');
}
