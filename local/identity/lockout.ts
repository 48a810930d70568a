/** Failures in a row after which a name is locked, and for how long. */
export const ATTEMPTS = 5;
export const LOCK_SECONDS = 60;
/** More names than this are never remembered at once: a flood of made-up names must not eat the memory. */
const REMEMBERED = 10_000;

export type Lockout = ReturnType<typeof createLockout>;

/**
 * Counts failed sign-ins by name, whether an account of that name exists or not. An attempt counts as failed until it
 * is said to have succeeded, so that many tries at once cannot slip past the limit.
 *
 * @param now milliseconds since the epoch
 */
export function createLockout({ now }: { now: () => number }) {
  const failures = new Map<string, { count: number; last: number }>();

  const forgetOld = (): void => {
    for (const [name, { last }] of failures) {
      if (now() - last >= LOCK_SECONDS * 1000) failures.delete(name);
    }
    for (const name of failures.keys()) {
      if (failures.size < REMEMBERED) break;
      failures.delete(name);
    }
  };

  return {
    /** Begins an attempt. Returns the seconds to wait: 0 when it may go on. */
    attempt(name: string): number {
      const known = failures.get(name);
      const waited = known === undefined ? Number.POSITIVE_INFINITY : (now() - known.last) / 1000;
      if (known !== undefined && known.count >= ATTEMPTS && waited < LOCK_SECONDS) {
        return Math.ceil(LOCK_SECONDS - waited);
      }
      if (failures.size >= REMEMBERED) forgetOld();
      const count = known === undefined || waited >= LOCK_SECONDS ? 0 : known.count;
      failures.set(name, { count: count + 1, last: now() });
      return 0;
    },
    succeeded: (name: string): void => void failures.delete(name),
  };
}
