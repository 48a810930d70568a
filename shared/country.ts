/**
 * ISO 3166-1 alpha-2 country codes: the 249 officially assigned ones, unchanged since 2011-08 (South Sudan) but for
 * names; checked against the ISO Online Browsing Platform's list of 2024-06-19. User-assigned and reserved codes
 * (XK, EU, UK ...) are not among them.
 */
import * as z from 'zod';
import { codedIssue } from './issue.ts';
import { words } from './words.ts';

const COUNTRIES = words(
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW',
);

export type CountryCode = (typeof COUNTRIES)[number];

const KNOWN: ReadonlySet<string> = new Set(COUNTRIES);

/** Whether a text is an assigned country code, in capital letters. */
export function isCountryCode(text: string): text is CountryCode {
  return KNOWN.has(text);
}

/** All country codes, in the order of the alphabet. */
export function listCountries(): readonly CountryCode[] {
  return COUNTRIES;
}

/** Schema of a country code. Code: `country.unknown`. */
export const countrySchema = z
  .string()
  .refine(
    (text) => isCountryCode(text),
    codedIssue(
      'country.unknown',
      'Give an ISO 3166-1 country code of two capital letters, such as RU or GB.',
    ),
  )
  .meta({
    id: 'Country',
    description: 'Country, ISO 3166-1 alpha-2',
    examples: ['RU', 'KZ'],
    pattern: '^[A-Z]{2}$',
  });
