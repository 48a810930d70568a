import type { KartotekaError } from '../../shared/errors.ts';
import { toKartotekaError } from './problem.ts';

export interface Patience {
  /** Milliseconds until the function is ended. */
  readonly remaining: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Time to keep, so that what was done can still be written down, in milliseconds. */
const RESERVE_MS = 30_000;
const BASE_MS = 50;
const LONGEST_MS = 5_000;

/** Whether the fault is the engine's and passes. */
export const isPassing = (error: unknown): boolean => passing(error) !== undefined;

function passing(error: unknown): KartotekaError | undefined {
  const known = toKartotekaError(error);
  return known.kind === 'unavailable' ? known : undefined;
}

/**
 * Does something again while the engine is busy or away, for as long as the function may run: a list waits, people should not. What
 * is done again must bear it.
 */
export async function patiently<T>({ remaining, pause }: Patience, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isPassing(error) || remaining() < RESERVE_MS) throw error;
      await pause(Math.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt));
    }
  }
}
