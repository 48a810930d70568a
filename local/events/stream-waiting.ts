/** Pauses of a mapping's readers, which a write or a stop may cut short. */
export interface Waiting {
  readonly stopped: boolean;
  /** Rests until `wake`, `stop` or the end of the time; true where it was woken. */
  rest(milliseconds: number): Promise<boolean>;
  /** Waits to the end of the time unless stopped; false where it was stopped. */
  pause(milliseconds: number): Promise<boolean>;
  wake(): void;
  stop(): void;
}

/** Makes the pauses of one mapping. */
export function createWaiting(): Waiting {
  const sleepers = new Set<{ readonly light: boolean; readonly end: (woken: boolean) => void }>();
  let stopped = false;
  // A wake between two rests must not get lost: the read before may have begun before the write.
  let woken = false;

  function sleep(milliseconds: number, light: boolean): Promise<boolean> {
    if (stopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const sleeper = {
        light,
        end: (early: boolean) => {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          resolve(early);
        },
      };
      const timer = setTimeout(() => sleeper.end(false), milliseconds).unref();
      sleepers.add(sleeper);
    });
  }

  return {
    get stopped() {
      return stopped;
    },
    async rest(milliseconds) {
      const early = woken || (await sleep(milliseconds, true));
      woken = false;
      return early;
    },
    async pause(milliseconds) {
      await sleep(milliseconds, false);
      return !stopped;
    },
    wake() {
      woken = true;
      for (const sleeper of sleepers) if (sleeper.light) sleeper.end(true);
    },
    stop() {
      stopped = true;
      for (const sleeper of sleepers) sleeper.end(false);
    },
  };
}
