/** What has to be undone when the stack stops, last first. */
export interface Teardown {
  add(undo: () => void | Promise<void>): void;
  /** Undoes everything, also where some of it fails; runs once however often it is called. */
  run(): Promise<void>;
}

/** An empty list of things to undo. `report` takes what fails: the rest must be undone all the same. */
export function createTeardown(report: (line: string) => void): Teardown {
  const undos: (() => void | Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  return {
    add: (undo) => void undos.push(undo),
    run() {
      running ??= (async () => {
        for (const undo of undos.toReversed()) {
          try {
            await undo();
          } catch (error) {
            report(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
          }
        }
      })();
      return running;
    },
  };
}
