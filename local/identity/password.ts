import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordPolicy } from './contract.ts';

/** About 30 ms and 16 MB a try on 2 cores: dear for a guesser, unnoticed by a person. */
const COST: Required<Pick<ScryptOptions, 'N' | 'r' | 'p'>> = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** The longest password taken, in UTF-16 units (the service's own limit is 256). */
export const LONGEST_PASSWORD = 256;

/** The policy of a pool that states none (Amazon Cognito developer guide, "Adding user pool password requirements"). */
export const DEFAULT_POLICY: Required<PasswordPolicy> = {
  MinimumLength: 8,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

export type PasswordFlaw = 'short' | 'long' | 'uppercase' | 'lowercase' | 'digit' | 'symbol';

/** The first rule a password breaks, in the order in which the service reports them. */
export function passwordFlaw(password: string, policy: PasswordPolicy): PasswordFlaw | undefined {
  if (password.length < (policy.MinimumLength ?? DEFAULT_POLICY.MinimumLength)) return 'short';
  if (password.length > LONGEST_PASSWORD) return 'long';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'uppercase';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'lowercase';
  if (policy.RequireNumbers && !/[0-9]/.test(password)) return 'digit';
  if (policy.RequireSymbols && !/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password)) return 'symbol';
  return undefined;
}

/** Hashes a password with a salt of its own; the text holds everything `verifyPassword` needs. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/**
 * Whether a password is the hashed one. Without a hash (no such account) the same work is done and the answer is no,
 * so that the time of the answer does not tell which accounts exist.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '', expected = ''] = hash?.split('$') ?? [];
  const key = await derive(password, Buffer.from(salt, 'base64url'));
  const stored = Buffer.from(expected, 'base64url');
  return stored.length === key.length && timingSafeEqual(stored, key);
}

/** A random password of 16 characters that fulfils every rule of every policy; no look-alike letters. */
export function randomPassword(policy: PasswordPolicy): string {
  const length = Math.max(16, policy.MinimumLength ?? 0);
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_!?';
  for (;;) {
    const password = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
    if (passwordFlaw(password, { ...DEFAULT_POLICY, MinimumLength: length }) === undefined) return password;
  }
}

/** NFKC, so that a password typed on another keyboard or system is the same password (RFC 8265). */
function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
