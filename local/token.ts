import { parseArgs } from 'node:util';
import * as z from 'zod';
import { DEMO_PASSWORD } from './identity/demo-password.ts';
import { accessTokenFor, SignInError } from './identity/sign-in.ts';

const USAGE = 'npm run token -- --user EMAIL [--password P] [--url http://localhost:8080]';

/** `npm run token`: an access token on the standard output and nothing else there; errors are one line, exit 1. */
async function main(): Promise<void> {
  const { user, password, url } = readArguments();
  const address = URL.parse(url);
  if (address === null) throw new SignInError('unexpected', `--url is not an address: ${url}`);
  if (user === undefined) {
    throw new SignInError('refused', `Say whose token: ${USAGE}.${await demoHint(address.origin)}`);
  }
  try {
    const token = await accessTokenFor({
      url: address.origin,
      email: user,
      password: password ?? DEMO_PASSWORD,
    });
    process.stdout.write(`${token}\n`);
  } catch (error) {
    if (!(error instanceof SignInError) || error.kind !== 'refused') throw error;
    throw new SignInError('refused', `${error.message}${await demoHint(address.origin)}`);
  }
}

function readArguments(): { user: string | undefined; password: string | undefined; url: string } {
  const string = { type: 'string' } as const;
  try {
    const {
      user,
      password,
      url = `http://localhost:${process.env['PORT'] ?? 8080}`,
    } = parseArgs({
      options: { user: string, password: string, url: string },
    }).values;
    return { user, password, url };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SignInError('unexpected', `${reason} Usage: ${USAGE}`);
  }
}

/** The demo users of the running stack, or nothing where there is none to ask. */
async function demoHint(origin: string): Promise<string> {
  try {
    const response = await fetch(new URL('/oidc/demo-users', origin));
    const emails = z.array(z.string()).parse(await response.json());
    return emails.length === 0 ? '' : ` Demo users: ${emails.join(', ')}`;
  } catch {
    return ` The demo users are known while Kartoteka runs (npm start); it does not answer at ${origin}.`;
  }
}

try {
  await main();
} catch (error) {
  const message = error instanceof SignInError ? error.message : `No token: ${String(error)}`;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
