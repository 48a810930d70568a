/**
 * How many requests of a tenant an environment serves in a minute without asking the others: the rule alone, as a function
 * of what is known. `tenant-limits.ts` keeps what is known and asks.
 *
 * Each environment may serve a free share, 1/32 of the limit. Beyond it, it leases as much again at a time from one counter
 * that all share and that gives out the limit once. So, in each window of 60 seconds:
 *
 * - nobody is refused before the tenant was served the whole limit: whoever leases has used up what it had, a share at
 *   least as large as any lease;
 * - of n environments, all together serve at most the limit and n shares: twice the limit at 32.
 *
 * Why: docs/adr/0013-rate-limit-by-leases.md
 */

/** Length of a window; windows begin at whole minutes UTC. */
export const WINDOW_SECONDS = 60;

/** Environments among which the free half is divided: the bound of twice the limit is for as many. */
export const ENVIRONMENTS = 32;

/** What one environment knows of one tenant's requests in one window. */
export interface Usage {
  /** Minutes since 1970. */
  readonly window: number;
  readonly served: number;
  /** How many may be served here: the free share and what was leased. */
  readonly allowed: number;
  /** How much of the limit is leased to anybody, as far as is known here. */
  readonly leased: number;
}

/** What to do with a request, and what is known after that. */
export interface Decision {
  readonly act: 'serve' | 'lease' | 'refuse';
  readonly usage: Usage;
}

/** The window of an instant. */
export const windowOf = (at: Date): number => Math.floor(at.getTime() / (WINDOW_SECONDS * 1000));

/** The free share of an environment, and the size of a lease. The limit is 32 or more. */
export const shareOf = (limit: number): number => Math.floor(limit / ENVIRONMENTS);

/** Decides on one request of a window. What is known of another window counts no more. */
export function decide(limit: number, known: Usage | undefined, window: number): Decision {
  const usage = known?.window === window ? known : { window, served: 0, allowed: shareOf(limit), leased: 0 };
  if (usage.served < usage.allowed) return { act: 'serve', usage: { ...usage, served: usage.served + 1 } };
  return { act: usage.leased < limit ? 'lease' : 'refuse', usage };
}

/**
 * What is known after a lease: the counter was raised by a share and stands at `counter`. What goes beyond the limit is
 * not given out.
 */
export function leased(limit: number, usage: Usage, counter: number): Usage {
  const share = shareOf(limit);
  const granted = Math.min(Math.max(limit - (counter - share), 0), share);
  return { ...usage, allowed: usage.allowed + granted, leased: Math.min(counter, limit) };
}

/** What is known after a lease that nobody answered: the environment takes a share without asking. */
export const leasedBlindly = (limit: number, usage: Usage): Usage => ({
  ...usage,
  allowed: usage.allowed + shareOf(limit),
});

/** Requests that the tenant has left in the window, as far as is known here; never more than there are for certain. */
export const remaining = (limit: number, { served, allowed, leased: taken }: Usage): number =>
  Math.max(0, Math.min(limit - served, allowed - served + limit - taken));

/** Whole seconds until the window ends, at least 1. */
export const secondsLeft = (window: number, at: Date): number =>
  Math.max(1, Math.ceil((window + 1) * WINDOW_SECONDS - at.getTime() / 1000));
