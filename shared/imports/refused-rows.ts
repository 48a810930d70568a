import { headingText } from './binding.ts';

/**
 * Headings of the columns that we put in front of a list's own where we give its refused rows back. In front, so that a row with
 * too few or too many cells stays one.
 */
export const REASONS = ['Line of the file', 'Error code', 'What to do'] as const;

/** How many columns in front of a list are ours: all of `REASONS` where refused rows come back, otherwise none. */
export const reasonColumns = (headings: readonly string[]): number =>
  REASONS.every((reason, index) => headingText(headings[index] ?? '') === reason) ? REASONS.length : 0;

/** The headings of a list without those that we have put in front. Places of columns are counted without them too. */
export const ownHeadings = (headings: readonly string[]): string[] => headings.slice(reasonColumns(headings));
