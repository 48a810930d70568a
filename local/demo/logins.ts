import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DEMO_PASSWORD } from '../identity/demo-password.ts';
import type { DemoUser } from './people.ts';
import type { Target } from './target.ts';

/** A login with the published password; without a mail of invitation, since nobody has to choose a password. */
export async function makeLogin(
  { userPool, userPoolId: UserPoolId }: Target,
  { email, name }: DemoUser,
): Promise<void> {
  const user = { UserPoolId, Username: email };
  try {
    await userPool.send(
      new AdminCreateUserCommand({
        ...user,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: name },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await userPool.send(new AdminSetUserPasswordCommand({ ...user, Password: DEMO_PASSWORD, Permanent: true }));
}
