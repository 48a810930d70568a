import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessTokenFor } from '../../local/identity/sign-in.ts';
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts';
import type { Role, Visibility } from '../../shared/access.ts';
import type { ApiClient } from '../../shared/api-client.ts';
import { apiClientOf } from '../equipment/api-client.ts';

const PASSWORD = 'A long enough Passphrase, 42!';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape and says itself what it expects
  readonly body: any;
  readonly text: string;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

/** Somebody with a login, in an organisation or not, and the way to call the API as that person. */
export interface Newcomer {
  readonly email: string;
  readonly token: string;
  readonly call: Call;
  /** The typed client; it throws what is refused, and holds each answer to the schema of its row. */
  readonly api: ApiClient;
}

/** A signed-in member of an organisation. */
export interface SignedIn extends Newcomer {
  readonly userId: string;
}

export interface Organisation {
  readonly tenantId: string;
  readonly admin: SignedIn;
  addTeam(name: string): Promise<string>;
  /** Somebody whom the administrator invites, and who accepts. */
  addUser(role: Role, teamIds?: readonly string[]): Promise<SignedIn>;
}

export interface RunningStack {
  readonly stack: Stack;
  readonly call: Call;
  /** Makes an organisation as whoever runs the deployment does. */
  provision(name: string, settings?: { readonly visibility?: Visibility }): Promise<Organisation>;
  signIn(email: string): Promise<string>;
  /** Somebody with a login of a verified address, who belongs to no organisation. */
  newcomer(email: string): Promise<Newcomer>;
  stop(): Promise<void>;
}

/** The whole local stack on a data folder of its own, without the demo; stops and leaves nothing behind. */
export async function startRunningStack(options: Partial<StackOptions> = {}): Promise<RunningStack> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'kartoteka-e2e-')));
  const stack = await startStack({ port: 0, demo: false, ...options, dataDir });
  const call = callerOf(stack.url);
  let people = 0;
  const signIn = async (email: string): Promise<string> => {
    await stack.identity.cognito('AdminSetUserPassword', {
      UserPoolId: userPoolOf(stack),
      Username: email,
      Password: PASSWORD,
      Permanent: true,
    });
    return accessTokenFor({ url: stack.url, email, password: PASSWORD });
  };
  const arrive = async (email: string): Promise<Newcomer> => {
    const token = await signIn(email);
    const api = apiClientOf(stack.url, token);
    return { email, token, api, call: (method, path, more) => call(method, path, { token, ...more }) };
  };
  const signedIn = async (email: string, userId: string): Promise<SignedIn> => ({
    ...(await arrive(email)),
    userId,
  });
  const newcomer = async (email: string): Promise<Newcomer> => {
    await stack.identity.cognito('AdminCreateUser', {
      UserPoolId: userPoolOf(stack),
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: 'Новая Вера' },
      ],
    });
    return arrive(email);
  };
  const provision: RunningStack['provision'] = async (name, settings = {}) => {
    people += 1;
    const email = `admin${people}@example.com`;
    const made = await stack.invoke('provision', {
      tenant: { name, ...settings },
      admin: { email, name: `Админ ${people}` },
    });
    if (!made.ok) throw new Error(`Provisioning failed: ${made.error.errorMessage}`);
    const { tenantId, userId } = made.payload as { tenantId: string; userId: string };
    const admin = await signedIn(email, userId);
    return {
      tenantId,
      admin,
      addTeam: async (team) =>
        (await expectStatus(admin.call('POST', '/api/v1/teams', { body: { name: team } }), 201)).body.id,
      addUser: async (role, teamIds = []) => {
        people += 1;
        const address = `${role}${people}@example.com`;
        const body = { email: address, name: `Сотрудник ${people}`, role, teamIds };
        const answer = await expectStatus(admin.call('POST', '/api/v1/users', { body }), 201);
        const person = await signedIn(address, answer.body.id);
        await expectStatus(person.call('POST', `/api/v1/invitations/${tenantId}/accept`), 200);
        return person;
      },
    };
  };
  const stop = async (): Promise<void> => {
    await stack.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  return { stack, call, provision, signIn, newcomer, stop };
}

export async function expectStatus(answer: Promise<Answer>, status: number): Promise<Answer> {
  const got = await answer;
  if (got.status !== status) throw new Error(`Expected ${status}, got ${got.status}: ${got.text}`);
  return got;
}

/** Calls the API at an address; nothing is thrown for an error status. */
export function callerOf(url: string): Call {
  return async (method, path, { token, body, raw, headers } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload as string }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : undefined,
      text,
    };
  };
}

function userPoolOf(stack: Stack): string {
  const [pool] = stack.plan.ofType('AWS::Cognito::UserPool');
  if (!pool) throw new Error('The template has no user pool.');
  return pool.ref;
}
