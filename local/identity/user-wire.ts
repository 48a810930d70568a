import * as z from 'zod';
import type { Account } from './accounts.ts';
import { CognitoError, type PasswordPolicy } from './contract.ts';
import { LONGEST_PASSWORD, type PasswordFlaw, passwordFlaw } from './password.ts';

/** Attributes that an account of ours holds; the service too refuses what its pool's schema does not name. */
const WRITABLE = ['email', 'email_verified', 'name'] as const;
type Attribute = (typeof WRITABLE)[number];

const attribute = z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default('') });
const email = z.email().max(254);
const username = z.string().min(1).max(128);
const password = z.string().min(1).max(LONGEST_PASSWORD);

export const userRequest = z.object({ UserPoolId: z.string().min(1), Username: username });
export const createUserRequest = userRequest.extend({
  UserAttributes: z.array(attribute).default([]),
  TemporaryPassword: password.optional(),
  MessageAction: z.enum(['SUPPRESS', 'RESEND']).optional(),
});
export const setPasswordRequest = userRequest.extend({
  Password: password,
  Permanent: z.boolean().default(false),
});
export const clientRequest = z.object({ UserPoolId: z.string().min(1), ClientId: z.string().min(1) });
export const listUsersRequest = z.object({
  UserPoolId: z.string().min(1),
  Filter: z.string().max(256).optional(),
  Limit: z.int().min(1).max(60).default(60),
  PaginationToken: z.string().optional(),
});

/** Parses a request; a member that is missing or wrong is answered as the service does, with its name. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CognitoError(
    'InvalidParameterException',
    `Value at '${issue?.path.join('.')}': ${issue?.message}`,
  );
}

/** What the attributes of a new user say. The service knows booleans as text. */
export function readAttributes(
  attributes: readonly z.infer<typeof attribute>[],
): Partial<Record<Attribute, string>> {
  const read: Partial<Record<Attribute, string>> = {};
  for (const { Name, Value } of attributes) {
    const known = WRITABLE.find((name) => name === Name);
    if (known === undefined) {
      const message = `Attributes did not conform to the schema: Type for attribute {${Name}} could not be determined`;
      throw new CognitoError('InvalidParameterException', message);
    }
    read[known] = Value;
  }
  return read;
}

/** An e-mail address in lower case. @throws {CognitoError} InvalidParameterException */
export function readEmail(text: string | undefined): string {
  const parsed = email.safeParse(text?.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  throw new CognitoError('InvalidParameterException', 'Invalid email address format.');
}

const FLAWS: Readonly<Record<PasswordFlaw, string>> = {
  short: 'Password not long enough',
  long: 'Password too long',
  uppercase: 'Password must have uppercase characters',
  lowercase: 'Password must have lowercase characters',
  digit: 'Password must have numeric characters',
  symbol: 'Password must have symbol characters',
};

/** @throws {CognitoError} InvalidPasswordException in the service's words */
export function requirePolicy(candidate: string, policy: PasswordPolicy): void {
  const flaw = passwordFlaw(candidate, policy);
  if (flaw === undefined) return;
  throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${FLAWS[flaw]}`);
}

/** `UserType`; dates are epoch seconds on the JSON 1.1 wire. */
export function describeUser(account: Account) {
  return {
    Username: account.username,
    Attributes: [
      { Name: 'email', Value: account.email },
      { Name: 'email_verified', Value: String(account.emailVerified) },
      ...(account.name === null ? [] : [{ Name: 'name', Value: account.name }]),
      { Name: 'sub', Value: account.sub },
    ],
    UserCreateDate: account.createdAt / 1000,
    UserLastModifiedDate: account.modifiedAt / 1000,
    Enabled: account.enabled,
    UserStatus: account.status,
  };
}
