import { isDeepStrictEqual } from 'node:util';
import type { Progress } from '../../shared/imports/import.ts';

/** What was put in and what came back, field by field. */
export interface Comparison {
  /** Counts a field, and keeps the difference where there is one. Absent and empty are the same. */
  field(record: string, name: string, inFile: string, onCard: string | undefined): void;
  /** Keeps a difference that is no field of the file. */
  difference(record: string, what: string): void;
  /** Holds an import to what it has to come to, its dry run and its run alike. */
  progress(
    list: string,
    done: { readonly dryRun: Progress; readonly run: Progress },
    expected: Progress,
  ): void;
  readonly compared: number;
  readonly differences: readonly string[];
}

/** A base that was brought in and read back, with what there is to tell of it. */
export interface CheckedBase {
  readonly comparison: Comparison;
  readonly told: string;
}

export function createComparison(source: string): Comparison {
  const differences: string[] = [];
  let compared = 0;
  const difference: Comparison['difference'] = (record, what) =>
    void differences.push(`${source}, ${record}: ${what}`);
  return {
    difference,
    field(record, name, inFile, onCard = '') {
      compared += 1;
      if (inFile === onCard) return;
      difference(`${record}, ${name}`, `the file has ${quote(inFile)}, the card ${quote(onCard)}`);
    },
    progress(list, done, expected) {
      for (const pass of ['dryRun', 'run'] as const) {
        if (isDeepStrictEqual(done[pass], expected)) continue;
        difference(
          `${list}, ${pass}`,
          `${JSON.stringify(done[pass])} instead of ${JSON.stringify(expected)}`,
        );
      }
    },
    get compared() {
      return compared;
    },
    differences,
  };
}

const quote = (text: string): string => (text === '' ? 'nothing' : JSON.stringify(text));
