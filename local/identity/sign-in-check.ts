import type { Account, Accounts } from './accounts.ts';
import type { PasswordPolicy } from './contract.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import type { Invitations } from './invitations.ts';
import type { Lockout } from './lockout.ts';
import { DEFAULT_POLICY, hashPassword, type PasswordFlaw, passwordFlaw, verifyPassword } from './password.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'new-password'; readonly account: Account }
  /** Registered, and the address is not proved yet. */
  | { readonly kind: 'unconfirmed'; readonly account: Account }
  | { readonly kind: 'refused' }
  /** The temporary password was right, and is too old. */
  | { readonly kind: 'outlived' }
  | { readonly kind: 'locked'; readonly seconds: number };

export type NewPasswordFlaw = PasswordFlaw | 'different' | 'published';

export type SignInCheck = ReturnType<typeof createSignInCheck>;

/** Who may sign in with what: passwords, locks and temporary passwords, without a word about HTTP. */
export function createSignInCheck(deps: {
  accounts: Accounts;
  lockout: Lockout;
  invitations: Invitations;
  policy: PasswordPolicy;
  now: () => number;
}) {
  const { accounts, lockout, invitations, policy, now } = deps;

  return {
    /** Unknown, disabled and mistyped are one answer, given after the same work. */
    async checkPassword(email: string, password: string): Promise<SignInOutcome> {
      const name = email.trim().toLowerCase();
      const seconds = lockout.attempt(name);
      if (seconds > 0) return { kind: 'locked', seconds };
      const account = accounts.find(name);
      const right = await verifyPassword(password, account?.passwordHash);
      if (!right || account === undefined || !account.enabled) return { kind: 'refused' };
      lockout.succeeded(name);
      if (account.status === 'CONFIRMED') return { kind: 'signed-in', account };
      if (account.status === 'UNCONFIRMED') return { kind: 'unconfirmed', account };
      const days = policy.TemporaryPasswordValidityDays ?? DEFAULT_POLICY.TemporaryPasswordValidityDays;
      return now() - account.passwordAt < days * DAY_MS
        ? { kind: 'new-password', account }
        : { kind: 'outlived' };
    },

    /** Replaces a temporary password by the person's own; returns what is wrong with it, if anything. */
    async choosePassword(
      account: Account,
      password: string,
      again: string,
    ): Promise<NewPasswordFlaw | undefined> {
      const flaw = ownPasswordFlaw(password, again, policy);
      if (flaw !== undefined) return flaw;
      const hash = await hashPassword(password);
      accounts.setPassword(account.sub, { hash, status: 'CONFIRMED', demo: false });
      invitations.withdraw(account);
      return undefined;
    },
  };
}

/** What is wrong with a password that a person chooses and types twice, if anything. */
export function ownPasswordFlaw(
  password: string,
  again: string,
  policy: PasswordPolicy,
): NewPasswordFlaw | undefined {
  if (password !== again) return 'different';
  if (password === DEMO_PASSWORD) return 'published';
  return passwordFlaw(password, policy);
}
