import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { Account, Accounts } from './accounts.ts';
import type { PasswordPolicy } from './contract.ts';
import type { Invitations } from './invitations.ts';
import { hashPassword } from './password.ts';
import { type NewPasswordFlaw, ownPasswordFlaw } from './sign-in-check.ts';

/** Life of a verification code, and guesses at it, as the service has them. */
const CODE_MS = 24 * 60 * 60 * 1000;
export const CODE_TRIES = 5;

const address = z.email().max(254);

export type RegistrationFlaw = NewPasswordFlaw | 'address' | 'taken';

export type Registration = ReturnType<typeof createRegistration>;

/**
 * People who register themselves: an account is no good until its owner has typed the code that was sent to the address. Codes
 * are not kept over a restart; signing in with the password sends another one.
 */
export function createRegistration(deps: {
  accounts: Accounts;
  invitations: Invitations;
  policy: PasswordPolicy;
  now: () => number;
}) {
  const { accounts, invitations, policy, now } = deps;
  const codes = new Map<string, { code: string; until: number; tries: number }>();

  const sendCode = (account: Account): void => {
    for (const [sub, { until }] of codes) if (until <= now()) codes.delete(sub);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    codes.set(account.sub, { code, until: now() + CODE_MS, tries: CODE_TRIES });
    invitations.sendCode(account, code);
  };

  return {
    sendCode,
    /** A new account, to whose address a code is sent; or what is wrong with what was typed. */
    async register(
      typed: string,
      password: string,
      again: string,
    ): Promise<{ account: Account } | { flaw: RegistrationFlaw }> {
      const email = address.safeParse(typed.trim().toLowerCase()).data;
      if (email === undefined) return { flaw: 'address' };
      const flaw = ownPasswordFlaw(password, again, policy);
      if (flaw !== undefined) return { flaw };
      const account = accounts.add({
        email,
        emailVerified: false,
        name: undefined,
        username: undefined,
        passwordHash: await hashPassword(password),
        status: 'UNCONFIRMED',
      });
      // Also where nobody has confirmed it: whoever comes second must not get at what the first one registered.
      if (account === undefined) return { flaw: 'taken' };
      sendCode(account);
      return { account };
    },
    /** Whether the code is the one that was sent last; a code is good once, and for a few guesses. */
    confirm(account: Account, typed: string): boolean {
      const sent = codes.get(account.sub);
      if (sent === undefined || sent.until <= now() || sent.tries === 0) return false;
      sent.tries -= 1;
      if (typed.replace(/\s/g, '') !== sent.code) return false;
      codes.delete(account.sub);
      accounts.confirm(account.sub);
      invitations.withdraw(account);
      return true;
    },
  };
}
