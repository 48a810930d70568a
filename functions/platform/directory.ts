import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  type AttributeType,
  CodeDeliveryFailureException,
  CognitoIdentityProviderClient,
  LimitExceededException,
  UnsupportedUserStateException,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { normaliseEmail } from '../../shared/email.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { Identity } from '../../shared/platform/people.ts';
import type { SignedIn } from '../runtime/caller.ts';

/** What is known of somebody who has signed in. */
export interface Person {
  /** In its stored form, and only if the person has proved to own it. */
  readonly email?: string;
  readonly name?: string;
}

/** Where logins live. */
export interface Directory {
  /**
   * The identity behind an e-mail address; makes the login, and has it invited by mail, where there is none. Nothing where
   * logins are made elsewhere.
   */
  identityOf(email: string, name: string): Promise<Identity | undefined>;
  /**
   * Has a login made and its temporary password mailed, anew if it was never used. Does nothing for a login in use.
   *
   * @throws KartotekaError `mail.not-sent` where the pool mails no more today, or cannot reach the address
   */
  invite(email: string, name: string): Promise<void>;
  personOf(signedIn: SignedIn): Promise<Person>;
}

/** A directory that makes logins itself. */
export interface LoginDirectory extends Directory {
  /** @throws KartotekaError `email.unverified` where somebody made the login who has not proved to own the address */
  identityOf(email: string, name: string): Promise<Identity>;
}

export interface DirectoryDependencies {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly issuer: string;
}

/** A client for the user pool, with a deadline on each request. */
export const createUserPoolClient = (): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });

/** The directory of an installation, by its environment. */
export const directoryOf = (env: {
  readonly LOGINS: 'user-pool' | 'elsewhere';
  readonly USER_POOL_ID: string;
  readonly OIDC_ISSUER: string;
}): Directory =>
  env.LOGINS === 'elsewhere'
    ? foreignDirectory
    : createDirectory({
        client: createUserPoolClient(),
        userPoolId: env.USER_POOL_ID,
        issuer: env.OIDC_ISSUER,
      });

/** The directory on a Cognito user pool. Making a login twice gives the same identity, so a repeat is harmless. */
export function createDirectory({ client, userPoolId, issuer }: DirectoryDependencies): LoginDirectory {
  const pool = { UserPoolId: userPoolId };
  const makeLogin = async (email: string, name: string): Promise<Identity> => {
    const { User } = await mailLogin(client, {
      ...pool,
      Username: email,
      UserAttributes: [
        { Name: 'email', Value: email },
        // The temporary password goes to this address: whoever signs in with it has proved to own it.
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: name },
      ],
    });
    return { issuer, subject: subjectOf(User?.Attributes) };
  };
  return {
    identityOf: async (email, name) => {
      try {
        return await makeLogin(email, name);
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
        const known = await client.send(new AdminGetUserCommand({ ...pool, Username: email }));
        return { issuer, subject: subjectOf(proved(known.UserAttributes)) };
      }
    },
    invite: async (email, name) => {
      try {
        await makeLogin(email, name);
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
        await mailAgain(client, userPoolId, email);
      }
    },
    personOf: async ({ identity }) => {
      try {
        // An access token of the pool tells no address; the pool takes the `sub` of a local user for a user name.
        const asked = new AdminGetUserCommand({ ...pool, Username: identity.subject });
        const { Enabled, UserAttributes } = await client.send(asked);
        return Enabled ? personBy(UserAttributes) : {};
      } catch (error) {
        // A program has no entry in the pool: its subject is its client.
        if (error instanceof UserNotFoundException) return {};
        throw error;
      }
    },
  };
}

/** Seconds after which a mail may go out again: the pool's own sender has a limit for the day. */
const MAIL_RETRY_SECONDS = 3_600;

async function mailLogin(client: CognitoIdentityProviderClient, input: AdminCreateUserCommandInput) {
  try {
    return await client.send(new AdminCreateUserCommand({ ...input, DesiredDeliveryMediums: ['EMAIL'] }));
  } catch (error) {
    if (!(error instanceof LimitExceededException || error instanceof CodeDeliveryFailureException))
      throw error;
    throw new KartotekaError(
      'unavailable',
      'mail.not-sent',
      'The invitation could not be mailed, so nobody was invited. Check the address, and try again later.',
      { retryAfter: MAIL_RETRY_SECONDS, cause: error },
    );
  }
}

/** Mails a new temporary password, if the first one was never used. */
async function mailAgain(
  client: CognitoIdentityProviderClient,
  userPoolId: string,
  email: string,
): Promise<void> {
  try {
    await mailLogin(client, { UserPoolId: userPoolId, Username: email, MessageAction: 'RESEND' });
  } catch (error) {
    if (!(error instanceof UnsupportedUserStateException)) throw error;
  }
}

/** The directory where logins are another issuer's: what is known of a person is what the access token tells. */
export const foreignDirectory: Directory = {
  identityOf: async () => undefined,
  invite: async () => undefined,
  personOf: async ({ claims }) => person(claims.emailVerified ? claims.email : undefined, claims.name),
};

const attribute = (attributes: readonly AttributeType[] | undefined, name: string): string | undefined =>
  attributes?.find(({ Name }) => Name === name)?.Value;

function subjectOf(attributes: readonly AttributeType[] | undefined): string {
  const subject = attribute(attributes, 'sub');
  if (subject === undefined) throw new Error('The user pool answered without the attribute "sub".');
  return subject;
}

/** Where people sign up by themselves, a stranger may have taken the address of another. */
function proved(attributes: readonly AttributeType[] | undefined): readonly AttributeType[] | undefined {
  if (attribute(attributes, 'email_verified') === 'true') return attributes;
  throw new KartotekaError(
    'forbidden',
    'email.unverified',
    'Somebody signed up with this address and has not confirmed it: have its owner confirm it, or delete that login in the user pool, then try again.',
  );
}

function personBy(attributes: readonly AttributeType[] | undefined): Person {
  const isVerified = attribute(attributes, 'email_verified') === 'true';
  return person(isVerified ? attribute(attributes, 'email') : undefined, attribute(attributes, 'name'));
}

function person(email: string | undefined, name: string | undefined): Person {
  const known = email === undefined ? undefined : normaliseEmail(email);
  return {
    ...(known && 'email' in known ? { email: known.email } : {}),
    ...(name === undefined ? {} : { name }),
  };
}
