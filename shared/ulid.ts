/**
 * Identifiers that sort by the time they were made: ULIDs (github.com/ulid/spec), 48 bits of milliseconds since
 * 1970-01-01T00:00:00Z and 80 bits of chance, 26 characters of Crockford's base 32, always in upper case.
 */
import { decodeTime, encodeTime, incrementBase32 } from 'ulid';
import * as z from 'zod';
import { type Refusal, refusing } from './issue.ts';

/** The first character is at most 7: 26 times 5 bits are two more than a ULID's 128. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LOWEST_CHANCE = '0'.repeat(16);
const HIGHEST_CHANCE = 'Z'.repeat(16);

/** Schema of a ULID. Code: `ulid.invalid`. */
export const ulidSchema = z
  .string()
  .superRefine(refusing(refuseUlid))
  .meta({
    id: 'Ulid',
    description: 'Identifier: a ULID, 26 characters, sorts by time of creation',
    examples: ['01KA9ZQ4T8E3M6X0V7B2C5D9FG'],
    pattern: ULID.source,
  });

export type Ulid = z.infer<typeof ulidSchema>;

export interface UlidSources {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: () => number;
  /** A fraction from 0 to below 1, unguessable. */
  readonly random?: () => number;
}

/**
 * A maker of ULIDs that only grow: those of one millisecond, or made after the clock went back, continue from the last.
 * @throws {Error} from the maker, when the chance part of one millisecond is used up (2^80 less where it began)
 */
export function createUlidFactory(sources: UlidSources = {}): () => Ulid {
  const { now = Date.now, random = secureFractions() } = sources;
  let lastTime = -1;
  let chance = '';
  // The package's own monotonicFactory takes a clock at 0 for no clock, so tests with one would not repeat.
  return () => {
    const time = Math.max(now(), lastTime);
    chance = time === lastTime ? incrementBase32(chance) : drawChance(random);
    lastTime = time;
    return encodeTime(time) + chance;
  };
}

/**
 * When a ULID was made, to the millisecond.
 * @throws {Error} when it is no ULID: parse what comes from outside with `ulidSchema` first
 */
export function ulidTime(id: Ulid): Date {
  return new Date(decodeTime(id));
}

/**
 * Lowest and highest ULID of a period, for a key condition on time (`BETWEEN min AND max`).
 * Both ends are included, to the millisecond.
 * @throws {RangeError} when a date is invalid or before 1970
 */
export function ulidRange(from: Date, to: Date): { min: Ulid; max: Ulid } {
  return { min: encodeInstant(from) + LOWEST_CHANCE, max: encodeInstant(to) + HIGHEST_CHANCE };
}

function encodeInstant(date: Date): string {
  const milliseconds = date.getTime();
  if (!(milliseconds >= 0)) throw new RangeError('A ULID needs a valid time from 1970 on.');
  return encodeTime(milliseconds);
}

function drawChance(random: () => number): string {
  return Array.from(LOWEST_CHANCE, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('');
}

/** Fractions from the platform's secure source, as many at a time as one ULID takes: each call costs microseconds. */
function secureFractions(): () => number {
  const drawn = new Uint32Array(LOWEST_CHANCE.length);
  let used = drawn.length;
  return () => {
    if (used === drawn.length) {
      crypto.getRandomValues(drawn);
      used = 0;
    }
    const value = drawn[used] ?? 0;
    used += 1;
    return value / 2 ** 32;
  };
}

function refuseUlid(text: string): Refusal | undefined {
  if (ULID.test(text)) return undefined;
  return {
    code: 'ulid.invalid',
    message: 'Give an identifier as the API returned it: 26 digits and capital letters.',
  };
}
