/**
 * Requisites of Russian organisations and banks, and of banks abroad. Each schema takes the number with or without
 * spaces and gives it without; stored numbers parse to themselves.
 */
import * as z from 'zod';
import { refuseAccount, refuseBik } from './account.ts';
import { isCountryCode } from './country.ts';
import { refuseIban } from './iban.ts';
import { type Refusal, refusing } from './issue.ts';

export { checkAccount, checkCorrespondentAccount } from './account.ts';

/**
 * INN, taxpayer's number: 10 digits of an organisation, 12 of a person. Structure: FNS order ММВ-7-6/435@ of
 * 29.06.2012; check digits: the order of MNS БГ-3-09/178 of 03.03.2004, weights modulo 11, then modulo 10. Remainders
 * 10 and 0 both give 0, so where a check digit is 0 about one wrong digit in ten goes unnoticed; all others are caught.
 * Codes: `inn.malformed`, `inn.check-digit`.
 */
export const innSchema = compact(refuseInn, {
  description: 'INN, 10 digits (organisation) or 12 (person)',
  examples: ['7707083893', '500100732259'],
  pattern: '^[0-9]{10}([0-9]{2})?$',
});

/**
 * KPP, reason code of registration: NNNNPPXXX, tax office, reason (digits or capital Latin letters), number (FNS
 * order ММВ-7-6/435@ of 29.06.2012). It has no check digit: only the structure can be checked. Code: `kpp.malformed`.
 */
export const kppSchema = compact(refuseKpp, {
  description: 'KPP, 9 characters',
  examples: ['773601001'],
  pattern: '^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$',
});

/**
 * OGRN of an organisation (13 digits) or OGRNIP of a sole trader (15), by Ministry of Finance order 165н of
 * 30.10.2017: the last digit is the last digit of the remainder of all before it by 11 (OGRN) or 13 (OGRNIP).
 * Unnoticed are some wrong digits where the check digit is 0 (OGRN) or 0 to 2 (OGRNIP).
 * Codes: `ogrn.malformed`, `ogrn.check-digit`.
 */
export const ogrnSchema = compact(refuseOgrn, {
  description: 'OGRN, 13 digits, or OGRNIP, 15 digits',
  examples: ['1027700132195', '304500116000157'],
  pattern: '^([0-9]{13}|[0-9]{15})$',
});

/**
 * BIK, a bank's code in the payment system of the Bank of Russia: 9 digits, 04 first for banks, 00 to 02 for the
 * Treasury. It has no check digit; `checkAccount` finds wrong ones. Code: `bik.malformed`.
 */
export const bikSchema = compact(refuseBik, {
  description: 'BIK, 9 digits',
  examples: ['044525225'],
  pattern: '^[0-9]{9}$',
});

/** IBAN, ISO 13616. Codes: `iban.malformed`, `iban.country-unknown`, `iban.wrong-length`, `iban.check-digits`. */
export const ibanSchema = compact(refuseIban, {
  description: 'IBAN without spaces',
  examples: ['DE89370400440532013000'],
  pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$',
});

/** SWIFT code: a BIC of ISO 9362, 8 characters or 11 with the branch. Codes: `swift.malformed`, `swift.country-unknown`. */
export const swiftSchema = compact(refuseSwift, {
  description: 'SWIFT code (BIC), 8 or 11 characters',
  examples: ['SABRRUMM'],
  pattern: '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$',
});

/**
 * Account of a client in a Russian bank, alone: 20 digits. Whether it fits its bank, `checkAccount` says.
 * Code: `account.malformed`.
 */
export const accountSchema = compact(refuseAccount, {
  description: 'Account in a Russian bank, 20 digits',
  examples: ['40602810700000000025'],
  pattern: '^[0-9]{20}$',
});

/** What the spaces are taken out of, and small letters made capital, before a rule sees it. */
function compact(rule: (text: string) => Refusal | undefined, meta: z.GlobalMeta) {
  return z
    .string()
    .overwrite((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .superRefine(refusing(rule))
    .meta(meta);
}

function refuseKpp(text: string): Refusal | undefined {
  if (/^(?!00)[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/.test(text)) return undefined;
  return {
    code: 'kpp.malformed',
    message: 'Give the KPP as 9 characters: 4 digits, 2 digits or Latin letters, 3 digits.',
  };
}

const INN_WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

function refuseInn(text: string): Refusal | undefined {
  // Regions are numbered from 01; without this a row of zeros would pass.
  if (!/^(?!00)(?:[0-9]{10}|[0-9]{12})$/.test(text)) {
    return {
      code: 'inn.malformed',
      message:
        'Give the INN as 10 digits, or 12 of a person; a table program may have dropped the zero it begins with.',
    };
  }
  const checked = text.length === 10 ? [9] : [10, 11];
  const right = checked.every((place) => {
    const sum = weightedSum(text.slice(0, place), INN_WEIGHTS.slice(-place));
    return (sum % 11) % 10 === Number(text[place]);
  });
  if (right) return undefined;
  return {
    code: 'inn.check-digit',
    message: 'Check the INN: its check digit does not fit, so a digit is wrong.',
  };
}

function refuseOgrn(text: string): Refusal | undefined {
  // The first digit is the kind of number: 1 and 5 of an organisation, 3 of a sole trader (order 165н).
  if (!/^(?:[15][0-9]{12}|3[0-9]{14})$/.test(text)) {
    return {
      code: 'ogrn.malformed',
      message: 'Give the OGRN as 13 digits (first 1 or 5), or the OGRNIP as 15 (first 3).',
    };
  }
  const divisor = text.length === 13 ? 11n : 13n;
  const check = (BigInt(text.slice(0, -1)) % divisor) % 10n;
  if (check === BigInt(text.slice(-1))) return undefined;
  return {
    code: 'ogrn.check-digit',
    message: 'Check the OGRN: its check digit does not fit, so a digit is wrong.',
  };
}

function refuseSwift(text: string): Refusal | undefined {
  if (!/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(text)) {
    return {
      code: 'swift.malformed',
      message: 'Give the SWIFT code as 8 or 11 letters and digits, such as SABRRUMM.',
    };
  }
  const country = text.slice(4, 6);
  // XK, Kosovo, is user-assigned: SWIFT uses it though ISO 3166-1 does not list it.
  if (isCountryCode(country) || country === 'XK') return undefined;
  return {
    code: 'swift.country-unknown',
    message: `Check the fifth and sixth letter: ${country} is no country.`,
  };
}

/** Sum of digits, each times its weight. */
function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    sum += Number(digits[place]) * (weights[place] ?? 0);
  }
  return sum;
}
