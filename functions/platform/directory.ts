import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Identity } from '../../shared/platform/people.ts';

/** Where logins live. */
export interface Directory {
  /** The identity behind an e-mail address; makes the login, and has it invited by mail, where there is none. */
  identityOf(email: string, name: string): Promise<Identity>;
}

export interface DirectoryDependencies {
  readonly client: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  readonly issuer: string;
}

const subjectOf = (attributes: readonly AttributeType[] | undefined): string => {
  const subject = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('The user pool answered without the attribute "sub".');
  return subject;
};

/** The directory on a Cognito user pool. Making a login twice gives the same identity, so a repeat is harmless. */
export function createDirectory({ client, userPoolId, issuer }: DirectoryDependencies): Directory {
  return {
    identityOf: async (email, name) => {
      try {
        const { User } = await client.send(
          new AdminCreateUserCommand({
            UserPoolId: userPoolId,
            Username: email,
            DesiredDeliveryMediums: ['EMAIL'],
            UserAttributes: [
              { Name: 'email', Value: email },
              { Name: 'email_verified', Value: 'true' },
              { Name: 'name', Value: name },
            ],
          }),
        );
        return { issuer, subject: subjectOf(User?.Attributes) };
      } catch (error) {
        if (!(error instanceof UsernameExistsException)) throw error;
        const known = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }));
        return { issuer, subject: subjectOf(known.UserAttributes) };
      }
    },
  };
}
