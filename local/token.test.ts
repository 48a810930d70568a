import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIdentity, startIdentity, USER_POOL_ID } from './identity/identity-on-loopback.ts';

let running: RunningIdentity;
beforeAll(async () => {
  running = await startIdentity();
  await running.addPerson('anna@demo.example');
  await running.addPerson('boris@demo.example');
  await running.addPerson('own@firm.example', 'Own-password-1!');
  const invited = {
    UserPoolId: USER_POOL_ID,
    Username: 'new@firm.example',
    TemporaryPassword: 'Temporary-1!',
  };
  await running.identity.cognito('AdminCreateUser', invited);
});
afterAll(() => running.stop());

const program = fileURLToPath(new URL('token.ts', import.meta.url));

function token(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PORT: String(running.port), FORCE_COLOR: undefined, NO_COLOR: '1' };
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('prints the token and nothing else, for a demo user and for one with an own password', async () => {
  const demo = await token('--user', 'anna@demo.example');
  expect(demo).toMatchObject({ code: 0, stderr: '' });
  expect(demo.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(decodeJwt(demo.stdout).iss).toBe(`${running.url}/oidc`);
  const own = await token(
    '--user',
    'own@firm.example',
    '--password',
    'Own-password-1!',
    '--url',
    running.url,
  );
  expect(own).toMatchObject({ code: 0, stderr: '' });
});

test('the demo password opens no account but those made with it', async () => {
  const refused = await token('--user', 'own@firm.example');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
});

test.each([
  [
    'an unknown user',
    ['--user', 'nobody@demo.example'],
    'No user nobody@demo.example with this password. Demo users:',
  ],
  ['no user', [], 'Say whose token: npm run token -- --user EMAIL'],
  [
    'an invited user',
    ['--user', 'new@firm.example', '--password', 'Temporary-1!'],
    'must first choose a password',
  ],
  ['a wrong option', ['--usr', 'x'], "Unknown option '--usr'"],
  ['a wrong address', ['--user', 'x', '--url', 'nonsense'], '--url is not an address: nonsense'],
  ['no stack', ['--user', 'x', '--url', 'http://localhost:1'], 'Start it with: npm start'],
])('%s: one line that helps, exit 1', async (_what, args, message) => {
  const { code, stdout, stderr } = await token(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(message);
});

test('the hint lists the demo users and nobody else', async () => {
  const { stderr } = await token();
  expect(stderr).toContain('Demo users: anna@demo.example, boris@demo.example\n');
});
