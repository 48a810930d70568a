/** What was put in and what came back, field by field. */
export interface Comparison {
  /** Counts a field, and keeps the difference where there is one. Absent and empty are the same. */
  field(record: string, name: string, inFile: string, onCard: string | undefined): void;
  /** Keeps a difference that is no field of the file. */
  difference(record: string, what: string): void;
  readonly compared: number;
  readonly differences: readonly string[];
}

export function createComparison(source: string): Comparison {
  const differences: string[] = [];
  let compared = 0;
  return {
    field(record, name, inFile, onCard = '') {
      compared += 1;
      if (inFile === onCard) return;
      differences.push(
        `${source}, ${record}, ${name}: the file has ${quote(inFile)}, the card ${quote(onCard)}`,
      );
    },
    difference: (record, what) => void differences.push(`${source}, ${record}: ${what}`),
    get compared() {
      return compared;
    },
    differences,
  };
}

const quote = (text: string): string => (text === '' ? 'nothing' : JSON.stringify(text));
