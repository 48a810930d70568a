import type { Account, Accounts } from './accounts.ts';
import type { PasswordPolicy } from './contract.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import type { Invitations } from './invitations.ts';
import type { Lockout } from './lockout.ts';
import { hashPassword, type PasswordFlaw, passwordFlaw, verifyPassword } from './password.ts';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'new-password'; readonly account: Account }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly seconds: number };

export type NewPasswordFlaw = PasswordFlaw | 'different' | 'published';

export type SignInCheck = ReturnType<typeof createSignInCheck>;

/** Who may sign in with what: passwords, locks and temporary passwords, without a word about HTTP. */
export function createSignInCheck(deps: {
  accounts: Accounts;
  lockout: Lockout;
  invitations: Invitations;
  policy: PasswordPolicy;
}) {
  const { accounts, lockout, invitations, policy } = deps;

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
      return { kind: account.status === 'CONFIRMED' ? 'signed-in' : 'new-password', account };
    },

    /** Replaces a temporary password by the person's own; returns what is wrong with it, if anything. */
    async choosePassword(
      account: Account,
      password: string,
      again: string,
    ): Promise<NewPasswordFlaw | undefined> {
      if (password !== again) return 'different';
      if (password === DEMO_PASSWORD) return 'published';
      const flaw = passwordFlaw(password, policy);
      if (flaw !== undefined) return flaw;
      const hash = await hashPassword(password);
      accounts.setPassword(account.sub, { hash, status: 'CONFIRMED', demo: false });
      invitations.withdraw(account);
      return undefined;
    },
  };
}
