/**
 * International bank account numbers (ISO 13616): length by country and the check digits of ISO 7064 MOD 97-10.
 * The check catches every change of one digit or letter into another of its kind.
 */
import { isCountryCode } from './country.ts';
import type { Refusal } from './issue.ts';
import { words } from './words.ts';

/** Lengths by the IBAN Registry of SWIFT (the registration authority of ISO 13616) as of December 2024. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  words(
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30',
  ).map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** Why a text without spaces, in capital letters, is no IBAN. Countries outside the registry get no length check. */
export function refuseIban(text: string): Refusal | undefined {
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(text)) {
    const message =
      'Give an IBAN: two letters of the country, two check digits and the account, such as DE89370400440532013000.';
    return { code: 'iban.malformed', message };
  }
  const country = text.slice(0, 2);
  const length = LENGTHS.get(country);
  if (length === undefined && !isCountryCode(country)) {
    return {
      code: 'iban.country-unknown',
      message: `Check the first two letters: ${country} is no country.`,
    };
  }
  if (length !== undefined && text.length !== length) {
    return {
      code: 'iban.wrong-length',
      message: `An IBAN of ${country} has ${length} characters, not ${text.length}.`,
    };
  }
  if (remainder97(text.slice(4) + text.slice(0, 4)) !== 1) {
    return {
      code: 'iban.check-digits',
      message: 'Check the IBAN: its check digits do not fit, so a character is wrong.',
    };
  }
  return undefined;
}

/** Remainder by 97 of the number in which A to Z stand for 10 to 35. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
