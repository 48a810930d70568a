/**
 * Exponential back-off with full jitter: a random pause up to `first * 2^(attempt - 1)`, at most `longest` milliseconds.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export function exponentialBackoff(first: number, longest: number): (attempt: number) => number {
  return (attempt) => Math.random() * Math.min(longest, first * 2 ** (attempt - 1));
}
