/** A public holiday, on one day. */
export interface Holiday {
  /** In the language that was asked for, where it is known. */
  readonly name: string;
  /** Minutes after midnight from which the day is free: 0 for a whole day, 720 for one that is free from noon. */
  readonly from: number;
}

/** The public holidays of a calendar year by their days, such as `2026-01-01`. */
export type HolidaysOf = (year: number) => ReadonlyMap<string, Holiday>;

const NONE: ReadonlyMap<string, Holiday> = new Map();

export const noHolidays: HolidaysOf = () => NONE;
