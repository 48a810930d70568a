import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PASSWORD } from './demo-password.ts';
import {
  MACHINE_CLIENT,
  type RunningIdentity,
  startIdentity,
  USER_POOL_ID,
  WEB_CLIENT,
} from './identity-on-loopback.ts';

let running: RunningIdentity;
let client: CognitoIdentityProviderClient;

beforeAll(async () => {
  running = await startIdentity({ now: () => Date.parse('2026-03-02T09:00:00.250Z') });
  client = new CognitoIdentityProviderClient({
    endpoint: running.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await running.stop();
});

const pool = { UserPoolId: USER_POOL_ID };
const create = (Username: string, rest: Partial<AdminCreateUserCommandInput> = {}) =>
  client.send(new AdminCreateUserCommand({ ...pool, Username, ...rest }));

describe('AdminCreateUser', () => {
  test('makes the user name itself, as a pool with e-mail sign-in does, and answers with the attributes', async () => {
    const { User } = await create('Boris@Demo.Example', {
      UserAttributes: [
        { Name: 'email', Value: 'Boris@Demo.Example' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Борис Ёлкин' },
      ],
      MessageAction: 'SUPPRESS',
    });
    expect(User?.Username).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(User).toMatchObject({
      Attributes: [
        { Name: 'email', Value: 'boris@demo.example' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Борис Ёлкин' },
        { Name: 'sub', Value: User?.Username },
      ],
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: new Date('2026-03-02T09:00:00.250Z'),
    });
    expect(running.logged.join()).not.toContain('boris@');
  });

  test('refuses an e-mail that is taken, in any case', async () => {
    await create('twice@demo.example');
    await expect(create('TWICE@demo.example')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('makes one account when two calls meet', async () => {
    const results = await Promise.allSettled([create('race@demo.example'), create('race@demo.example')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test.each([
    ['no e-mail', 'nobody', {}, 'Invalid email address format.'],
    [
      'an unknown attribute',
      'x@demo.example',
      { UserAttributes: [{ Name: 'shoe', Value: '42' }] },
      'attribute {shoe}',
    ],
    ['no name at all', '', {}, "Value at 'Username'"],
    [
      'an unknown action',
      'x@demo.example',
      { MessageAction: 'SHOUT' as 'RESEND' },
      "Value at 'MessageAction'",
    ],
  ])('refuses %s', async (_what, username, rest, message) => {
    await expect(create(username, rest)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  test('holds a temporary password to the policy of the pool', async () => {
    await expect(create('weak@demo.example', { TemporaryPassword: 'short' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
  });

  test('invites again with RESEND while the first password is unused, and not afterwards', async () => {
    await create('again@demo.example');
    await create('again@demo.example', { MessageAction: 'RESEND' });
    expect(running.logged.filter((line) => line.includes('again@demo.example'))).toHaveLength(2);
    await expect(create('never@demo.example', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
    await running.addPerson('settled@demo.example');
    await expect(create('settled@demo.example', { MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
    });
  });
});

describe('an account', () => {
  test('is found by e-mail and by sub, and changes as it is told', async () => {
    const { sub } = await running.addPerson('carol@demo.example', DEMO_PASSWORD, 'Carol');
    const get = (Username: string) => client.send(new AdminGetUserCommand({ ...pool, Username }));
    const found = await get('CAROL@demo.example');
    expect(found).toMatchObject({ Username: sub, UserStatus: 'CONFIRMED', Enabled: true });
    expect(found.UserAttributes).toContainEqual({ Name: 'name', Value: 'Carol' });
    await client.send(new AdminDisableUserCommand({ ...pool, Username: sub }));
    expect((await get(sub)).Enabled).toBe(false);
    await client.send(new AdminEnableUserCommand({ ...pool, Username: sub }));
    expect((await get(sub)).Enabled).toBe(true);
    const Password = 'Temporary-1!';
    await client.send(new AdminSetUserPasswordCommand({ ...pool, Username: sub, Password }));
    expect((await get(sub)).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  test('that is not there is said to be so by every call', async () => {
    const user = { ...pool, Username: 'nobody@demo.example' };
    const expected = { name: 'UserNotFoundException', message: 'User does not exist.' };
    await expect(client.send(new AdminGetUserCommand(user))).rejects.toMatchObject(expected);
    await expect(client.send(new AdminDisableUserCommand(user))).rejects.toMatchObject(expected);
    const password = { ...user, Password: DEMO_PASSWORD, Permanent: true };
    await expect(client.send(new AdminSetUserPasswordCommand(password))).rejects.toMatchObject(expected);
  });

  test('never gets a password outside the policy', async () => {
    const { sub } = await running.addPerson('policy@demo.example');
    const set = (Password: string) =>
      client.send(new AdminSetUserPasswordCommand({ ...pool, Username: sub, Password, Permanent: true }));
    await expect(set('no-upper-1!')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(set('NoDigits!!')).rejects.toThrow('numeric');
    await expect(set('NoSymbols11')).rejects.toThrow('symbol');
  });
});

describe('ListUsers', () => {
  const list = (Filter: string) => client.send(new ListUsersCommand({ ...pool, Filter }));

  test('finds by e-mail, whole and by its beginning', async () => {
    await running.addPerson('list-one@demo.example');
    await running.addPerson('list-two@demo.example');
    const one = await list('email = "list-one@demo.example"');
    expect(one.Users?.map(({ Attributes }) => Attributes?.[0]?.Value)).toEqual(['list-one@demo.example']);
    expect((await list('email ^= "list-"')).Users).toHaveLength(2);
    expect((await list('email = "list-one@demo.example\\" or \\""')).Users).toEqual([]);
  });

  test('pages without losing or repeating anybody', async () => {
    const seen: string[] = [];
    for await (const page of paginateListUsers({ client, pageSize: 3 }, { ...pool })) {
      expect(page.Users?.length).toBeLessThanOrEqual(3);
      for (const user of page.Users ?? []) seen.push(user.Username ?? '');
    }
    const all = await client.send(new ListUsersCommand(pool));
    expect(seen).toEqual(all.Users?.map(({ Username }) => Username));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('refuses a filter that it does not understand', async () => {
    await expect(list('email is "x"')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list('shoe = "42"')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the pool', () => {
  test('tells the secret of a machine client, and has none for the web client', async () => {
    const describeClient = async (ClientId: string) =>
      (await client.send(new DescribeUserPoolClientCommand({ ...pool, ClientId }))).UserPoolClient;
    expect((await describeClient(MACHINE_CLIENT))?.ClientSecret).toBe(
      running.identity.clientSecret(MACHINE_CLIENT),
    );
    expect(await describeClient(WEB_CLIENT)).not.toHaveProperty('ClientSecret');
    await expect(describeClient('unknown')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('is the only one, and says so of calls and pools that it does not know', async () => {
    await expect(client.send(new DescribeUserPoolCommand(pool))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    const elsewhere = { UserPoolId: 'eu-central-1_Other', Username: 'x@demo.example' };
    await expect(client.send(new AdminGetUserCommand(elsewhere))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('answers a body that is no JSON as the service does', async () => {
    const headers = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.AdminGetUser' };
    const response = await fetch(running.url, { method: 'POST', headers, body: '{' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  test('without e-mail sign-in keeps the name that it is given', async () => {
    const plain = await startIdentity({ usernameAttributes: [] });
    const UserAttributes = [{ Name: 'email', Value: 'eva@demo.example' }];
    const user = { ...pool, Username: 'Eva', UserAttributes, MessageAction: 'SUPPRESS' };
    const answer = await plain.identity.cognito('AdminCreateUser', user);
    expect(answer).toMatchObject({ User: { Username: 'eva' } });
    await plain.stop();
  });
});
