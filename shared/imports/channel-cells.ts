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
 * 8 916 000-11-22" are two. Slashes and spaces part them where each piece is a whole number. A word in brackets behind one is
 * its label. Codes: those of `normalisePhone`.
 */
export function readPhones(text: string, column: PhoneColumn): Several<PhoneInput> {
  return several(splitPhones(text, column.country), (number) => readPhone(number, column));
}

type One<Value> = { readonly value: Value } | Refusal;

function readPhone(text: string, { kind, country, keepUndialable }: PhoneColumn): One<PhoneInput> {
  const found = normalisePhone(text, country);
  if (!('error' in found)) return { value: { number: text, kind, country } };
  const named = withoutWords(text);
  if (isNumber(named.number, country)) return { value: { ...named, kind, country } };
  if (!keepUndialable) {
    const message = `${found.message} To keep such numbers as written, import with "keepUndialable".`;
    return { code: found.error, message };
  }
  if (/\d.*\d/s.test(text)) return { value: { number: text, kind, country, dialable: false } };
  return {
    code: 'phone.not-a-number',
    message: 'A telephone number has digits, even one that cannot be dialled.',
  };
}

const isNumber = (text: string, country: CountryCode): boolean => !('error' in normalisePhone(text, country));

const CALLED = /^(?:тел(?:ефон)?|т|tel(?:ephone)?|phone)[\s.:]+/iu;
const LABEL = /\((\p{L}[^()\d]{0,49})\)$/u;

/** What lists write around a number: "тел. 8 495 123-45-67 (секретарь)". */
function withoutWords(text: string): { readonly number: string; readonly label?: string } {
  const called = text.replace(CALLED, '');
  const label = LABEL.exec(called);
  if (!label) return { number: called };
  return { number: called.slice(0, label.index).trim(), label: normaliseText(label[1] ?? '') };
}

/** An extension behind a comma or semicolon belongs to the number before it; ",,12" is dialled behind one. */
const BETWEEN_PHONES = /[;\r\n]|(?<!,),(?!,)/;
const EXTENSION = /^(?:доб|вн|ext|x|х|#)/i;

function splitPhones(text: string, country: CountryCode): string[] {
  if (isNumber(text, country)) return [text];
  const phones: string[] = [];
  for (const part of text.split(BETWEEN_PHONES).map(normaliseText)) {
    const last = phones.at(-1);
    if (part === '') continue;
    if (last !== undefined && EXTENSION.test(part)) phones[phones.length - 1] = `${last}, ${part}`;
    else phones.push(...wholeNumbers(part, country));
  }
  return phones;
}

/** Fewest digits of what is a number beside another one: less may be a part of it. */
const MIN_DIGITS = 7;

/** The numbers between slashes or spaces, where all pieces are numbers; else the text as it stands. */
function wholeNumbers(text: string, country: CountryCode): string[] {
  if (isNumber(text, country)) return [text];
  const isWhole = (piece: string): boolean =>
    (piece.match(/\d/g)?.length ?? 0) >= MIN_DIGITS && isNumber(piece, country);
  return (
    [/\s*\/\s*/, /\s+/].map((between) => text.split(between)).find((all) => all.every(isWhole)) ?? [text]
  );
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

/** Longer ones are not said again in a message. */
const MAX_TOLD = 60;

function several<Value>(texts: readonly string[], read: (text: string) => One<Value>): Several<Value> {
  const results = texts.map((text): One<Value> => {
    const one = read(text);
    // Of several it has to be said which one is meant.
    if ('value' in one || texts.length < 2 || text.length > MAX_TOLD) return one;
    return { ...one, message: `In "${text}": ${one.message}` };
  });
  return {
    values: results.flatMap((one) => ('value' in one ? [one.value] : [])),
    refusals: results.flatMap((one) => ('value' in one ? [] : [one])),
  };
}
