import { ApiError, madeUncertain } from './error.ts';

/** How long and how often a call is tried. */
export interface Patience {
  /** Milliseconds for the call with all its repeats. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether a try may leave something behind though its answer never comes. */
  readonly changes: boolean;
}

/** What tests put in the place of time and chance. */
export interface Chance {
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Waits milliseconds; ends early with the signal's reason. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Longest first pause, in milliseconds; it doubles with each repeat. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Statuses of answers that pass: too many requests, and no answer of what stands behind. */
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Whether a repeat may help, and is safe for every row: a GET reads, a POST carries its Idempotency-Key, and the API takes the same PATCH,
 * PUT or DELETE again as it is (see "Repeating" in the description of the API).
 */
const mayPass = ({ status, retryAfter, code }: ApiError): boolean =>
  status === undefined
    ? code === 'network.failed'
    : PASSING.has(status) ||
      (status === 409 && (retryAfter !== undefined || code === 'idempotency.in-progress'));

/** Whether the work may be done although no answer says so; a busy engine says that it did nothing. */
const mayBeDone = ({ status, code }: ApiError): boolean =>
  (status === undefined || status >= 500) && code !== 'engine.busy';

/**
 * Milliseconds before the next try: what the API asks for, and a random part of a bound that doubles, so that clients who failed together
 * do not come back together ("full jitter", aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
 */
export function pauseBefore(attempt: number, retryAfter: number | undefined, random: () => number): number {
  const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return (retryAfter ?? 0) * 1000 + Math.floor(random() * bound);
}

/**
 * Tries until there is an answer, as long as another try may help and begins before the deadline.
 *
 * @param attempt fails with an ApiError, or with the reason of the signal that it is given
 * @throws ApiError of the last try; the reason of `signal` where the caller gave up
 */
export async function repeatedly<Result>(
  attempt: (signal: AbortSignal) => Promise<Result>,
  { deadlineMs, signal: given, changes }: Patience,
  { now, random, pause }: Chance,
): Promise<Result> {
  const end = now() + deadlineMs;
  const timeout = AbortSignal.timeout(deadlineMs);
  const signal = given ? AbortSignal.any([given, timeout]) : timeout;
  let uncertain = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(signal);
    } catch (error) {
      given?.throwIfAborted();
      if (!(error instanceof ApiError) && !timeout.aborted) throw error;
      const failed = error instanceof ApiError ? error : late(deadlineMs, error);
      uncertain ||= changes && mayBeDone(failed);
      const told = uncertain ? madeUncertain(failed) : failed;
      const wait = pauseBefore(tries, failed.retryAfter, random);
      if (!mayPass(failed) || now() + wait >= end) throw told;
      await pause(wait, signal).catch((reason: unknown) => {
        given?.throwIfAborted();
        throw timeout.aborted ? told : reason;
      });
    }
  }
}

const late = (deadlineMs: number, cause: unknown): ApiError =>
  new ApiError('deadline.passed', `There was no answer within ${deadlineMs} ms.`, { cause });

/** Waits; a signal that is or gets aborted ends it with its reason. */
export const pause: Chance['pause'] = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
