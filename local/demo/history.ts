import { makeChanges } from './changes.ts';
import type { Acquaintance } from './contacts.ts';
import { makeCorrections } from './corrections.ts';
import { makeEntries } from './entries.ts';
import type { CompanyBody, Step } from './model.ts';
import type { Outline } from './outline.ts';
import type { Random } from './random.ts';
import type { WorkingTime } from './working-time.ts';

export interface HistoryInput {
  readonly outline: Outline;
  readonly company: CompanyBody;
  readonly people: readonly Acquaintance[];
  readonly time: WorkingTime;
  readonly random: Random;
}

/** A step before it has its place in the history. */
export interface Loose {
  readonly step: Step;
  readonly day: number;
  /** The step that this one sets right. */
  readonly corrects?: Loose;
}

/** One entry in this many is set right later. */
const CORRECTED = 60;
/** Fewer entries than this are written with care. */
const ENTRIES_TO_ERR = 12;

/** All that happened on a company's card, in the order in which it was written down. */
export function makeHistory(input: HistoryInput): Step[] {
  const { outline, random } = input;
  const wanted =
    outline.entries < ENTRIES_TO_ERR ? 0 : random.int(0, Math.ceil((2 * outline.entries) / CORRECTED));
  const entries = makeEntries(input, outline.entries - wanted);
  const corrections = makeCorrections(entries, wanted, input);
  // Where too little is old enough to have been set right by now, more entries make up the number.
  const more = makeEntries(input, wanted - corrections.length);
  const sorted = [...entries, ...corrections, ...more, ...makeChanges(input, entries)].sort(
    (one, other) => one.step.at.getTime() - other.step.at.getTime(),
  );
  return sorted.map(({ step, corrects }) =>
    corrects === undefined ? step : { ...step, corrects: sorted.indexOf(corrects) },
  );
}
