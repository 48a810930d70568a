/**
 * E-mail addresses as they are looked up and written to: lower case, the domain in ASCII. A practical part of
 * RFC 5321: dot-atoms only (no quoted local parts, no address literals), 64 characters before the @ and 254 in all
 * (RFC 3696 erratum 1690). International domains become punycode (IDNA, by the platform's WHATWG URL parser).
 * Local parts in other alphabets (RFC 6531) are refused, because Amazon SES cannot send to them.
 */
import * as z from 'zod';
import { type Refusal, refusing } from './issue.ts';
import { normaliseText } from './text.ts';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** Letters, marks and digits of any alphabet: nothing that the URL parser would take for a port, path or escape. */
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const ASCII_DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/;
const TWO_ALPHABETS = /\p{Script=Latin}[^.]*\p{Script=Cyrillic}|\p{Script=Cyrillic}[^.]*\p{Script=Latin}/u;

const REFUSALS = {
  malformed: { error: 'email.malformed', message: 'Give one e-mail address, such as name@example.com.' },
  alphabet: {
    error: 'email.not-latin',
    message: 'Write the part before the @ in Latin letters: one of them is of another alphabet.',
  },
  mixed: {
    error: 'email.mixed-alphabets',
    message: 'The domain mixes Latin and Cyrillic letters: type it again in one alphabet.',
  },
  domain: { error: 'email.domain-invalid', message: 'Check the part after the @: it is no domain name.' },
  tooLong: {
    error: 'email.too-long',
    message: `An e-mail address has at most ${MAX_LOCAL_LENGTH} characters before the @ and ${MAX_LENGTH} in all.`,
  },
} as const;

export type EmailRefusal = (typeof REFUSALS)[keyof typeof REFUSALS];

/**
 * The stored form of an address as typed: `" Ivan@Почта.РФ "` is `"ivan@xn--80a1acny.xn--p1ai"`.
 * The local part is lower-cased too: mail servers in use treat it so, and a lookup must find it.
 */
export function normaliseEmail(input: string): { email: string } | EmailRefusal {
  const text = normaliseText(input);
  if (text.length > 2 * MAX_LENGTH) return REFUSALS.tooLong;
  const [local = '', domain = '', ...more] = text.split('@');
  if (local === '' || domain === '' || more.length > 0) return REFUSALS.malformed;
  if (/^[^\s\p{Cc}\p{Cf}]+$/u.test(local) && /\P{ASCII}/u.test(local)) return REFUSALS.alphabet;
  if (!LOCAL_PART.test(local)) return REFUSALS.malformed;
  if (TWO_ALPHABETS.test(domain)) return REFUSALS.mixed;
  const ascii = asciiDomain(domain);
  if (ascii === undefined) return REFUSALS.domain;
  const email = `${local.toLowerCase()}@${ascii}`;
  return local.length > MAX_LOCAL_LENGTH || email.length > MAX_LENGTH ? REFUSALS.tooLong : { email };
}

/**
 * Schema of an address in its stored form (see `normaliseEmail` for what people type).
 * Codes: those of `normaliseEmail`, and `email.not-normalised`.
 */
export const emailSchema = z
  .string()
  .superRefine(refusing(refuseStored))
  .meta({
    description: 'E-mail address in lower case, domain in ASCII',
    examples: ['ivan.petrov@example.com'],
    format: 'email',
    maxLength: MAX_LENGTH,
  });

function refuseStored(text: string): Refusal | undefined {
  const result = normaliseEmail(text);
  if ('error' in result) return { code: result.error, message: result.message };
  if (result.email === text) return undefined;
  return { code: 'email.not-normalised', message: `Write the address as ${result.email}.` };
}

function asciiDomain(domain: string): string | undefined {
  if (!TYPED_DOMAIN.test(domain) || !URL.canParse(`https://${domain}`)) return undefined;
  const { hostname } = new URL(`https://${domain}`);
  return ASCII_DOMAIN.test(hostname) ? hostname : undefined;
}
