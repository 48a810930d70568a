import type * as z from 'zod';
import type { EmailInput, emailKindSchema, PhoneInput, phoneKindSchema } from '../clients/channels.ts';
import type { CountryCode } from '../country.ts';
import { normaliseEmail } from '../email.ts';
import type { Refusal } from '../issue.ts';
import { normalisePhone } from '../phone.ts';
import { normaliseText } from '../text.ts';

/** What of several things in a cell is right, and what is wrong with the others. */
export interface Several<Value> {
  readonly values: readonly Value[];
  readonly refusals: readonly Refusal[];
}

export interface PhoneColumn {
  readonly kind: z.infer<typeof phoneKindSchema>;
  /** Of national numbers. */
  readonly country: CountryCode;
  /** Keeps what is no number today as written, instead of refusing it. */
  readonly keepUndialable: boolean;
}

/**
 * The telephone numbers of a cell, apart by semicolons, commas or line ends, with their extensions: "8 (495) 123-45-67, доб. 12;
 * 8 916 000-11-22" are two. Codes: those of `normalisePhone`.
 */
export function readPhones(text: string, column: PhoneColumn): Several<PhoneInput> {
  return several(splitPhones(text, column.country), (number) => readPhone(number, column));
}

type One<Value> = { readonly value: Value } | Refusal;

function readPhone(number: string, { kind, country, keepUndialable }: PhoneColumn): One<PhoneInput> {
  const found = normalisePhone(number, country);
  const value = { number, kind, country };
  if (!('error' in found)) return { value };
  if (!keepUndialable) {
    const message = `${found.message} To keep such numbers as written, import with "keepUndialable".`;
    return { code: found.error, message };
  }
  if (/\d.*\d/s.test(number)) return { value: { ...value, dialable: false } };
  return {
    code: 'phone.not-a-number',
    message: 'A telephone number has digits, even one that cannot be dialled.',
  };
}

/** An extension behind a comma or semicolon belongs to the number before it; ",,12" is dialled behind one. */
const BETWEEN_PHONES = /[;\r\n]|(?<!,),(?!,)/;
const EXTENSION = /^(?:доб|вн|ext|x|х|#)/i;

function splitPhones(text: string, country: CountryCode): string[] {
  if (!('error' in normalisePhone(text, country))) return [text];
  const phones: string[] = [];
  for (const part of text.split(BETWEEN_PHONES).map(normaliseText)) {
    const last = phones.at(-1);
    if (part === '') continue;
    if (last !== undefined && EXTENSION.test(part)) phones[phones.length - 1] = `${last}, ${part}`;
    else phones.push(part);
  }
  return phones;
}

/**
 * The e-mail addresses of a cell, apart by semicolons, commas or spaces; names before "<...>" are left out. Codes: those of
 * `normaliseEmail`.
 */
export function readEmails(text: string, kind: z.infer<typeof emailKindSchema>): Several<EmailInput> {
  const bracketed = Array.from(text.matchAll(/<([^<>]*)>/g), ([, address = '']) => address);
  const addresses = bracketed.length > 0 ? bracketed : text.split(/[;,\s]+/);
  const cleaned = addresses
    .map((address) => address.trim().replace(/^mailto:/i, ''))
    .filter((one) => one !== '');
  return several(cleaned, (address): One<EmailInput> => {
    const found = normaliseEmail(address);
    return 'error' in found ? { code: found.error, message: found.message } : { value: { address, kind } };
  });
}

function several<Value>(texts: readonly string[], read: (text: string) => One<Value>): Several<Value> {
  const results = texts.map(read);
  return {
    values: results.flatMap((one) => ('value' in one ? [one.value] : [])),
    refusals: results.flatMap((one) => ('value' in one ? [] : [one])),
  };
}
