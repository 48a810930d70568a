/** Takes the lines that a person sees while the local runtime starts, runs and stops. */
export interface Log {
  line(text: string): void;
  /** Says what is going on, runs it, and says how long it took when that was noticeable. */
  step<Result>(what: string, run: () => Promise<Result>): Promise<Result>;
}

/** A step under this is not worth a line of its own. */
const NOTICEABLE_MS = 250;

/** Log that writes whole lines through `write`. */
export function createLog(write: (text: string) => void): Log {
  const line = (text: string): void => write(`${text}\n`);
  return {
    line,
    async step(what, run) {
      const startedAt = performance.now();
      line(`${what} ...`);
      const result = await run();
      const took = performance.now() - startedAt;
      if (took >= NOTICEABLE_MS) line(`${what}: ${(took / 1000).toFixed(1)} s`);
      return result;
    },
  };
}

/** Log of tests: nobody reads it. */
export const silentLog: Log = { line: () => undefined, step: (_what, run) => run() };
