import { words } from '../words.ts';

/** Countries of which date-holidays 3.37.0 knows no holidays; a test compares it with the package, which is too large to be asked here. */
const WITHOUT: ReadonlySet<string> = new Set(
  words(
    'AF AQ BT BV FK FM GS HM IO IQ JO KG KH KI KP KW LA LB MH MM MN MO MP MV NP NR NU OM PG PN PS PW QA SB SY TF TJ TK TL TM TV UM WS YE',
  ),
);

/** Whether public holidays of a country are known. */
export const hasHolidays = (country: string): boolean => !WITHOUT.has(country);
