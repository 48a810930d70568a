/**
 * Telephone numbers: as people write them in, as E.164 (ITU-T E.164, "+74951234567") stored. Parsing is
 * libphonenumber's with its "min" metadata (117 KB of a bundle; "max" has 188): it knows national prefixes such
 * as the Russian 8 and the lengths a number can have. Numbers are held to a possible length only, not to the ranges
 * in use today: a card must be able to keep an old number, and the ranges known here would age.
 */
import {
  type CountryCode as DiallableCountry,
  isSupportedCountry,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from 'libphonenumber-js/min';
import * as z from 'zod';
import type { CountryCode } from './country.ts';
import { codedIssue } from './issue.ts';

/** At most 15 digits by E.164; the shortest subscriber numbers in use have 7 with the country code. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** What people write between the digits; "~" stands in "8~10", the Russian prefix to dial abroad. */
const WRITTEN = /^\+?[\d\s().\-‐‑‒–—−/~]+$/;

/** "доб. 12", "(вн. 12)", "ext 12", "x12", "#12", RFC 3966's ";ext=12", and ",,12" of dialling strings. */
const EXTENSION =
  /[\s,;([]*(?:(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension)?|x|х|#)[\s.:=№]*|,,)(\d{1,11})[\s)\]]*$/iu;

const REFUSALS = {
  notANumber: {
    error: 'phone.not-a-number',
    message: 'Give one telephone number in digits, with an extension as "ext. 12" where there is one.',
  },
  tooShort: {
    error: 'phone.too-short',
    message: 'The number is too short: add the area code, or the country code with a plus.',
  },
  tooLong: { error: 'phone.too-long', message: 'The number has too many digits: give one number only.' },
  wrongLength: {
    error: 'phone.wrong-length',
    message: 'Numbers of this country have another length: check the digits.',
  },
  invalidCountry: {
    error: 'phone.invalid-country',
    message: 'Write the number with a plus and a country code that exists, such as +7.',
  },
} as const;

export type PhoneRefusal = (typeof REFUSALS)[keyof typeof REFUSALS];

/** A number ready to be stored, looked up and dialled. */
export interface DiallablePhone {
  /** `+` and at most 15 digits. */
  e164: string;
  /** 1 to 11 digits to dial after the answer. */
  extension?: string;
}

/**
 * The stored form of a number as typed: `"8 (495) 123-45-67 доб. 12"` in RU is `+74951234567`, extension `12`.
 * Full-width and Arabic digits are read as digits; letters are refused, not turned into digits.
 * @param defaultCountry whose national notation is meant where the number does not begin with a plus
 */
export function normalisePhone(input: string, defaultCountry: CountryCode): DiallablePhone | PhoneRefusal {
  if (input.length > 200) return REFUSALS.tooLong;
  const text = toAscii(input).trim().replace(/^tel:/i, '');
  const extension = EXTENSION.exec(text);
  const main = (extension ? text.slice(0, extension.index) : text).trim();
  if (!WRITTEN.test(main)) return REFUSALS.notANumber;
  const parsed = parse(main, defaultCountry);
  if ('error' in parsed) return parsed;
  const refusal = refuseLength(parsed);
  if (refusal) return refusal;
  // Of zeros alone the parser takes one away as a prefix each time: such a number would be another each time it is read.
  if (!isSame(parse(parsed.number, defaultCountry), parsed)) return REFUSALS.wrongLength;
  return { e164: parsed.number, ...(extension?.[1] && { extension: extension[1] }) };
}

/** Schema of a number in its stored form; `normalisePhone` makes it. Code: `phone.not-e164`. */
export const phoneNumberSchema = z
  .string()
  .refine(
    (text) => E164.test(text),
    codedIssue('phone.not-e164', 'Give the number in E.164, such as +74951234567.'),
  )
  .meta({ description: 'Telephone number, E.164', examples: ['+74951234567'], pattern: E164.source });

function parse(main: string, defaultCountry: CountryCode): PhoneNumber | PhoneRefusal {
  // Without `extract: false` the parser would look for a number inside any text.
  const options: { extract: false; defaultCountry?: DiallableCountry } = { extract: false };
  if (!main.startsWith('+')) {
    // A few countries have no telephone numbers of their own, such as Antarctica.
    if (!isSupportedCountry(defaultCountry)) return REFUSALS.invalidCountry;
    options.defaultCountry = defaultCountry;
  }
  try {
    return parsePhoneNumberWithError(main, options);
  } catch (error) {
    if (error instanceof ParseError) return PARSER_REFUSALS[error.message] ?? REFUSALS.notANumber;
    throw error;
  }
}

const isSame = (read: PhoneNumber | PhoneRefusal, { number }: PhoneNumber): boolean =>
  !('error' in read) && read.number === number;

const PARSER_REFUSALS: Readonly<Record<string, PhoneRefusal>> = {
  TOO_SHORT: REFUSALS.tooShort,
  TOO_LONG: REFUSALS.tooLong,
  INVALID_LENGTH: REFUSALS.wrongLength,
  INVALID_COUNTRY: REFUSALS.invalidCountry,
};

function refuseLength(phone: PhoneNumber): PhoneRefusal | undefined {
  const fault = validatePhoneNumberLength(phone.number);
  if (fault) return PARSER_REFUSALS[fault] ?? REFUSALS.notANumber;
  // Some countries' lengths go beyond E.164, below or above.
  if (!E164.test(phone.number)) return phone.number.length > 15 ? REFUSALS.tooLong : REFUSALS.tooShort;
  return undefined;
}

/** Full-width forms and Arabic digits to ASCII; marks of direction, which telephones copy along, away. */
function toAscii(text: string): string {
  return text
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
