/** What has to be undone when the stack stops, last first. */
export interface Teardown {
  /** What is added once the undoing has begun is undone at once. */
  add(undo: () => void | Promise<void>): void;
  /** Undoes everything, also where some of it fails; runs once however often it is called. */
  run(): Promise<void>;
}

/** An empty list of things to undo. `report` takes what fails: the rest must be undone all the same. */
export function createTeardown(report: (line: string) => void): Teardown {
  const undos: (() => void | Promise<void>)[] = [];
  let running: Promise<void> | undefined;

  async function undo(one: () => void | Promise<void>): Promise<void> {
    try {
      await one();
    } catch (error) {
      report(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return {
    add(one) {
      if (running === undefined) undos.push(one);
      else running = running.then(() => undo(one));
    },
    run() {
      running ??= undos.reduceRight((before, one) => before.then(() => undo(one)), Promise.resolve());
      return running;
    },
  };
}
