import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openForm,
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
} from '../../local/identity/identity-on-loopback.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { LOCAL_CLIENT } from '../../tests/equipment/table.ts';
import { createDirectory, foreignDirectory, type LoginDirectory } from './directory.ts';

const ISSUER = 'https://issuer.example/pool';

let running: RunningIdentity;
let client: CognitoIdentityProviderClient;
let directory: LoginDirectory;

beforeAll(async () => {
  running = await startIdentity();
  client = new CognitoIdentityProviderClient({ ...LOCAL_CLIENT, endpoint: running.url, maxAttempts: 1 });
  directory = createDirectory({ client, userPoolId: USER_POOL_ID, issuer: ISSUER });
});
afterAll(async () => {
  client.destroy();
  await running.stop();
});

const mails = (email: string): number =>
  running.logged.filter((line) => line.includes(`for ${email}`)).length;
const signedIn = (subject: string, claims: object = {}) => ({
  identity: { issuer: ISSUER, subject },
  claims: { emailVerified: false, ...claims },
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

  it('gives no login that somebody registered for the address without proving to own it', async () => {
    const open = await startIdentity({ selfRegistration: true });
    const pool = new CognitoIdentityProviderClient({ ...LOCAL_CLIENT, endpoint: open.url, maxAttempts: 1 });
    try {
      const { identityOf } = createDirectory({ client: pool, userPoolId: USER_POOL_ID, issuer: ISSUER });
      const email = 'boss@romashka.example';
      const chosen = 'A long enough Passphrase, 42!';
      const { visitor, form } = await openForm(open);
      const step = (fields: Record<string, string>) => visitor.visit(form, fields);
      await step({ step: 'register', email, password: chosen, again: chosen });
      expect(await refusalOf(identityOf(email, 'Анна'))).toMatchObject({
        kind: 'forbidden',
        code: 'email.unverified',
      });
      const user = new AdminGetUserCommand({ UserPoolId: USER_POOL_ID, Username: email });
      const { Username = '' } = await pool.send(user);
      const mail = readFileSync(join(open.dataDir, 'invitations', `${Username}.txt`), 'utf8');
      await step({ step: 'confirm', code: /^Verification code: (\d{6})$/m.exec(mail)?.[1] ?? '' });
      expect(await identityOf(email, 'Анна')).toMatchObject({ issuer: ISSUER, subject: expect.any(String) });
    } finally {
      pool.destroy();
      await open.stop();
    }
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

  it('mails an invitation, and again only while the temporary password was never used', async () => {
    const email = 'olga@romashka.example';
    await directory.invite(email, 'Ольга');
    expect(mails(email)).toBe(1);
    await directory.invite(email, 'Ольга Смирнова');
    expect(mails(email)).toBe(2);
    const Password = 'A long enough Passphrase, 42!';
    const user = { UserPoolId: USER_POOL_ID, Username: email };
    await client.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    await directory.invite(email, 'Ольга');
    expect(mails(email)).toBe(2);
    expect(await logins(email)).toHaveLength(1);
  });

  it('passes on that the mail could not be sent', async () => {
    const other = createDirectory({ client, userPoolId: 'no_SuchPool', issuer: ISSUER });
    await expect(other.invite('x@romashka.example', 'X')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

it.each(['LimitExceededException', 'CodeDeliveryFailureException'])(
  'an invitation that the pool cannot mail (%s) is a coded error that says when to come again',
  async (type) => {
    const server = createServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type });
      response.end(
        JSON.stringify({ __type: type, message: 'Exceeded daily email limit for the operation.' }),
      );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const full = new CognitoIdentityProviderClient({
      ...LOCAL_CLIENT,
      endpoint: `http://127.0.0.1:${port}`,
      maxAttempts: 1,
    });
    try {
      const { invite } = createDirectory({ client: full, userPoolId: USER_POOL_ID, issuer: ISSUER });
      expect(await refusalOf(invite('ivan@romashka.example', 'Иван'))).toMatchObject({
        kind: 'unavailable',
        code: 'mail.not-sent',
        retryAfter: 3_600,
      });
    } finally {
      full.destroy();
      server.close();
    }
  },
);

describe('of somebody who has signed in it knows', () => {
  it('the name, and the address if it is verified', async () => {
    const { subject } = await directory.identityOf('vera@romashka.example', 'Вера');
    expect(await directory.personOf(signedIn(subject))).toEqual({
      email: 'vera@romashka.example',
      name: 'Вера',
    });
    // Made without a word of the address being verified.
    const { sub } = await running.addPerson('unproved@romashka.example', undefined, 'Некто');
    expect(await directory.personOf(signedIn(sub))).toEqual({ name: 'Некто' });
  });

  it('nothing of a program, and nothing of a login that was disabled, whatever a token says', async () => {
    const claims = { email: 'vera@romashka.example', emailVerified: true };
    expect(await directory.personOf(signedIn('machine-client', claims))).toEqual({});
    const { subject } = await directory.identityOf('gone@romashka.example', 'Ушёл');
    await client.send(new AdminDisableUserCommand({ UserPoolId: USER_POOL_ID, Username: subject }));
    expect(await directory.personOf(signedIn(subject, claims))).toEqual({});
  });
});

describe('where logins are made elsewhere', () => {
  it('nobody is made or mailed, and an address is one that the token calls verified', async () => {
    expect(await foreignDirectory.identityOf('vera@romashka.example', 'Вера')).toBeUndefined();
    await foreignDirectory.invite('vera@romashka.example', 'Вера');
    const of = (claims: object) => foreignDirectory.personOf(signedIn('vera', claims));
    const email = 'Vera@Romashka.Example';
    expect(await of({ email, emailVerified: true, name: 'Вера' })).toEqual({
      email: 'vera@romashka.example',
      name: 'Вера',
    });
    expect(await of({ email, name: 'Вера' })).toEqual({ name: 'Вера' });
    expect(await of({ email: 'no address', emailVerified: true })).toEqual({});
    expect(await of({})).toEqual({});
  });
});
