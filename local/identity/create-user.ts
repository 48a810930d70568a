import type * as z from 'zod';
import type { Account, Accounts } from './accounts.ts';
import { CognitoError, type IdentityOptions, type PasswordPolicy } from './contract.ts';
import type { Invitations } from './invitations.ts';
import { hashPassword, randomPassword } from './password.ts';
import { type createUserRequest, readAttributes, readEmail, requirePolicy } from './user-wire.ts';

type Request = z.infer<typeof createUserRequest>;

interface Deps {
  readonly options: IdentityOptions;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly policy: PasswordPolicy;
}

/** AdminCreateUser: a new account with a temporary password, invited unless that is suppressed, or invited again. */
export async function createUser(deps: Deps, request: Request): Promise<Account> {
  const { accounts, invitations, policy } = deps;
  const password = request.TemporaryPassword ?? randomPassword(policy);
  requirePolicy(password, policy);
  const account =
    request.MessageAction === 'RESEND'
      ? await renew(accounts, request.Username, password)
      : await add(deps, request, password);
  if (request.MessageAction !== 'SUPPRESS') invitations.send(account, password);
  return account;
}

async function add({ options, accounts }: Deps, request: Request, password: string): Promise<Account> {
  const attributes = readAttributes(request.UserAttributes);
  const byEmail = options.usernameAttributes?.includes('email') ?? false;
  const account = accounts.add({
    email: readEmail(attributes.email ?? request.Username),
    emailVerified: attributes.email_verified === 'true',
    name: attributes.name,
    username: byEmail ? undefined : request.Username.trim().toLowerCase(),
    passwordHash: await hashPassword(password),
    status: 'FORCE_CHANGE_PASSWORD',
  });
  if (account !== undefined) return account;
  const message = byEmail ? 'An account with the given email already exists.' : 'User account already exists';
  throw new CognitoError('UsernameExistsException', message);
}

async function renew(accounts: Accounts, username: string, password: string): Promise<Account> {
  const account = accounts.find(username);
  if (account === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  if (account.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'UnsupportedUserStateException',
      'Resend not possible. User status is not FORCE_CHANGE_PASSWORD',
    );
  }
  accounts.setPassword(account.sub, {
    hash: await hashPassword(password),
    status: account.status,
    demo: false,
  });
  return account;
}
