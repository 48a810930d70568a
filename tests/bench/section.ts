import type { Table } from './table.ts';

/** How much of the machine's time a run takes. */
export interface Effort {
  /** Few samples: to see that everything works. The figures mean nothing. */
  readonly quick: boolean;
  /** Words of which one has to be in the name of what is measured (a route, a function); nothing for all. */
  readonly only?: readonly string[];
  /** Takes a line about what is going on. */
  readonly note: (line: string) => void;
}

/** One aim held against one figure. */
export interface Aim {
  /** What is aimed at, in words: the same for all its figures. */
  readonly aim: string;
  /** Whose figure it is: a route, a function. */
  readonly of: string;
  readonly figure: number;
  readonly limit: number;
  readonly unit: string;
  readonly reached: boolean;
}

/** What a section found out. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly aims: readonly Aim[];
  /** How it was measured, and what to know when reading the figures. */
  readonly notes: readonly string[];
}

/**
 * A part of the benchmark that can be run by itself. It throws where something could not be measured; an aim that is
 * missed is a finding.
 */
export interface Section {
  readonly name: string;
  readonly about: string;
  readonly run: (effort: Effort) => Promise<Findings>;
}

/** An aim of the kind "at most". */
export const atMost = (aim: string, of: string, figure: number, limit: number, unit: string): Aim => ({
  aim,
  of,
  figure,
  limit,
  unit,
  reached: figure <= limit,
});

/** An aim of the kind "at least". */
export const atLeast = (aim: string, of: string, figure: number, limit: number, unit: string): Aim => ({
  aim,
  of,
  figure,
  limit,
  unit,
  reached: figure >= limit,
});

/** Whether something is to be measured by its name. */
export const isWanted = ({ only }: Pick<Effort, 'only'>, name: string): boolean =>
  only === undefined || only.some((word) => name.includes(word));
