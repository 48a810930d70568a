import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
} from '../../local/identity/identity-on-loopback.ts';
import { LOCAL_CLIENT } from '../../tests/equipment/table.ts';
import { createDirectory, type Directory } from './directory.ts';

const ISSUER = 'https://issuer.example/pool';

let running: RunningIdentity;
let client: CognitoIdentityProviderClient;
let directory: Directory;

beforeAll(async () => {
  running = await startIdentity();
  client = new CognitoIdentityProviderClient({ ...LOCAL_CLIENT, endpoint: running.url, maxAttempts: 1 });
  directory = createDirectory({ client, userPoolId: USER_POOL_ID, issuer: ISSUER });
});
afterAll(async () => {
  client.destroy();
  await running.stop();
});

const logins = async (email: string) => {
  const filter = new ListUsersCommand({ UserPoolId: USER_POOL_ID, Filter: `email = "${email}"` });
  return (await client.send(filter)).Users ?? [];
};

describe('the directory', () => {
  it('makes a login that is to be invited by mail, and tells who it is to the issuer', async () => {
    const identity = await directory.identityOf('ivan@romashka.example', 'Иван Петров');
    expect(identity).toEqual({ issuer: ISSUER, subject: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const user = await client.send(
      new AdminGetUserCommand({ UserPoolId: USER_POOL_ID, Username: 'ivan@romashka.example' }),
    );
    expect(user).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect(user.UserAttributes).toEqual(
      expect.arrayContaining([
        { Name: 'email', Value: 'ivan@romashka.example' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Иван Петров' },
        { Name: 'sub', Value: identity.subject },
      ]),
    );
  });

  it('gives the same login again, whatever the name, even to several at once', async () => {
    const email = 'anna@romashka.example';
    const asked = ['Анна', 'Анна Админова', 'А.'].map((name) => directory.identityOf(email, name));
    const subjects = (await Promise.all(asked)).map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(1);
    expect(await directory.identityOf(email, 'Анна')).toEqual({ issuer: ISSUER, subject: subjects[0] });
    expect(await logins(email)).toHaveLength(1);
  });

  it('gives different people different logins', async () => {
    const one = await directory.identityOf('one@romashka.example', 'Один');
    const two = await directory.identityOf('two@romashka.example', 'Два');
    expect(one.subject).not.toBe(two.subject);
  });

  it('passes on what else the pool says', async () => {
    const other = createDirectory({ client, userPoolId: 'no_SuchPool', issuer: ISSUER });
    await expect(other.identityOf('x@romashka.example', 'X')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
