import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openState } from '../state.ts';
import { answerCognito } from './cognito-wire.ts';
import type { Identity, IdentityClient, IdentityOptions } from './contract.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { createIdentity } from './identity.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** Test equipment: the identity provider as the local stack runs it, on a free loopback port. */
export interface RunningIdentity {
  readonly identity: Identity;
  /** `http://localhost:<port>`: OpenID below `/oidc`, cognito-idp at `/`. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logged: readonly string[];
  /** Adds an account that may sign in at once. */
  addPerson(email: string, password?: string, name?: string): Promise<{ sub: string }>;
  /** Ends it and removes its data, unless it is to be started again. */
  stop(after?: { keepData: boolean }): Promise<void>;
}

export const USER_POOL_ID = 'local_TestPool';
export const WEB_CLIENT = 'web-client';
export const MACHINE_CLIENT = 'machine-client';
export const WEB_ORIGIN = 'http://localhost:5173';

function testClients(url: string): IdentityClient[] {
  return [
    {
      id: WEB_CLIENT,
      flows: ['code'],
      redirectUris: [`${url}/`, `${WEB_ORIGIN}/`],
      logoutUris: [`${url}/`],
      scopes: ['openid', 'email', 'profile'],
    },
    { id: MACHINE_CLIENT, flows: ['client_credentials'], generateSecret: true, scopes: ['kartoteka/api'] },
  ];
}

/** Starts one; give `dataDir` and `port` of an earlier one to start it again. */
export async function startIdentity(
  options: Partial<IdentityOptions> & { port?: number } = {},
): Promise<RunningIdentity> {
  const { port: wanted = 0, dataDir = mkdtempSync(join(tmpdir(), 'kartoteka-identity-')), ...rest } = options;
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/oidc')) identity.handle(request, response);
    else void answerCognito(identity, request, response);
  });
  await once(server.listen(wanted, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://localhost:${address.port}`;
  const logged: string[] = [];
  const state = openState(dataDir);
  const identity = await createIdentity({
    issuer: `${url}/oidc`,
    state,
    dataDir,
    userPoolId: USER_POOL_ID,
    usernameAttributes: ['email'],
    clients: testClients(url),
    log: (line) => logged.push(line),
    ...rest,
  });

  return {
    identity,
    url,
    port: address.port,
    dataDir,
    logged,
    async addPerson(email, password = DEMO_PASSWORD, name = 'Анна') {
      const user = { UserPoolId: USER_POOL_ID, Username: email };
      const UserAttributes = [{ Name: 'name', Value: name }];
      await identity.cognito('AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' });
      await identity.cognito('AdminSetUserPassword', { ...user, Password: password, Permanent: true });
      const answer = await identity.cognito('AdminGetUser', user);
      return { sub: (answer as { Username: string }).Username };
    },
    async stop({ keepData } = { keepData: false }) {
      identity.stop();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      state.close();
      if (!keepData) rmSync(dataDir, { recursive: true });
    },
  };
}

/** A browser at an open sign-in form, with what is needed to go on by hand. */
interface OpenedForm {
  readonly visitor: Visitor;
  readonly form: URL;
  readonly verifier: string;
  /** Follows redirects until a page or the address of the web client; its code or the page. */
  follow(response: Response): Promise<{ at: URL; response: Response }>;
}

/** Opens the sign-in form as the web client's redirect does. */
export async function openForm(
  { url }: { url: string },
  parameters: Record<string, string> = {},
  visitor = createVisitor(),
): Promise<OpenedForm> {
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL('/oidc/auth', url);
  start.search = new URLSearchParams({
    client_id: WEB_CLIENT,
    redirect_uri: `${url}/`,
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  }).toString();
  const response = await visitor.visit(start);
  const form = new URL(response.headers.get('location') ?? '', start);
  return {
    visitor,
    form,
    verifier,
    async follow(first) {
      let at = form;
      let response = first;
      for (let location = response.headers.get('location'); location !== null; ) {
        at = new URL(location, at);
        if (!at.pathname.startsWith('/oidc')) break;
        response = await visitor.visit(at);
        location = response.headers.get('location');
      }
      return { at, response };
    },
  };
}

/** Exchanges a code or a refresh token as the web client does; the answer is not judged. */
export function postToken(
  { url }: { url: string },
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams({ client_id: WEB_CLIENT, ...form });
  return fetch(new URL('/oidc/token', url), { method: 'POST', headers, body });
}
