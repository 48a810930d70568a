import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createVisitor } from './visitor.ts';

type SignInFailure = 'not-running' | 'refused' | 'locked' | 'new-password' | 'unexpected';

/** Why no token could be had; the message is one line for a person. */
export class SignInError extends Error {
  readonly kind: SignInFailure;

  constructor(kind: SignInFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInError';
    this.kind = kind;
  }
}

const discoverySchema = z.object({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  kartoteka_sign_in: z.object({ client_id: z.string(), redirect_uri: z.string(), scope: z.string() }),
});
const tokenSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
});

export type Tokens = z.infer<typeof tokenSchema>;

/** Steps of redirects after which something must be wrong. */
const LONGEST_WAY = 5;

/**
 * Signs a person in as a browser would (authorization code with PKCE, the sign-in form, the code for tokens).
 *
 * @param url address of the running stack, e.g. `http://localhost:8080`
 * @throws {SignInError}
 */
export async function signIn(who: { url: string; email: string; password: string }): Promise<Tokens> {
  const discovered = await discover(who.url);
  const { client_id, redirect_uri, scope } = discovered.kartoteka_sign_in;
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL(discovered.authorization_endpoint);
  start.search = new URLSearchParams({
    client_id,
    redirect_uri,
    scope,
    response_type: 'code',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const callback = await passForm(start, redirect_uri, who);
  if (callback.searchParams.get('state') !== start.searchParams.get('state')) {
    throw new SignInError('unexpected', 'The answer of the sign-in belongs to another request.');
  }
  const code = callback.searchParams.get('code');
  if (code === null) {
    throw new SignInError('unexpected', `The sign-in was refused: ${callback.searchParams.get('error')}.`);
  }
  const form = { grant_type: 'authorization_code', client_id, redirect_uri, code, code_verifier: verifier };
  return requestTokens(discovered.token_endpoint, form);
}

/** Only the access token of `signIn`. @throws {SignInError} */
export async function accessTokenFor(who: { url: string; email: string; password: string }): Promise<string> {
  return (await signIn(who)).access_token;
}

/**
 * An access token for a machine client.
 *
 * @param scope space-separated; all the client may have when left out
 * @throws {SignInError}
 */
export async function clientCredentialsToken(client: {
  url: string;
  clientId: string;
  clientSecret: string;
  scope?: string;
}): Promise<string> {
  const { token_endpoint } = await discover(client.url);
  const { scope } = client;
  const form = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) };
  // Both parts are form-encoded before they are joined (RFC 6749, 2.3.1).
  const pair = [client.clientId, client.clientSecret].map(encodeURIComponent).join(':');
  const credentials = Buffer.from(pair).toString('base64');
  return (await requestTokens(token_endpoint, form, { Authorization: `Basic ${credentials}` })).access_token;
}

/** Walks from the authorization endpoint through the form to the redirect that carries the code. */
async function passForm(
  start: URL,
  redirectUri: string,
  { email, password }: { email: string; password: string },
): Promise<URL> {
  const visitor = createVisitor();
  let form: Record<string, string> | undefined;
  let at = start;
  for (let step = 0; step < LONGEST_WAY; step += 1) {
    const response = await answered(at, visitor.visit(at, form));
    const location = response.headers.get('location');
    if (location === null) {
      if (form !== undefined || response.status !== 200)
        throw refusal(response.status, form !== undefined, email);
      form = { step: 'password', email, password };
    } else {
      at = new URL(location, at);
      form = undefined;
      if (`${at.origin}${at.pathname}` === redirectUri) return at;
    }
  }
  throw new SignInError('unexpected', 'The sign-in leads in a circle.');
}

function refusal(status: number, formSent: boolean, email: string): SignInError {
  if (formSent && status === 401) return new SignInError('refused', `No user ${email} with this password.`);
  if (formSent && status === 429) {
    return new SignInError('locked', `Too many failed sign-ins of ${email}: wait a minute and try again.`);
  }
  if (formSent && status === 200) {
    return new SignInError(
      'new-password',
      `${email} must first choose a password, or confirm the address, in the browser.`,
    );
  }
  return new SignInError('unexpected', `The sign-in page answered ${status}.`);
}

async function discover(url: string): Promise<z.infer<typeof discoverySchema>> {
  const address = new URL('/oidc/.well-known/openid-configuration', url);
  const response = await answered(address, fetch(address));
  const parsed = discoverySchema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new SignInError('not-running', `What answers at ${url} is not Kartoteka.`);
}

async function requestTokens(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Tokens> {
  const request = fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
  const response = await answered(new URL(endpoint), request);
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return tokenSchema.parse(answer);
  const { error, error_description } = z
    .object({ error: z.string().catch('no reason given'), error_description: z.string().catch('') })
    .catch({ error: 'no reason given', error_description: '' })
    .parse(answer);
  throw new SignInError('refused', `No token (${response.status}): ${error} ${error_description}`.trim());
}

/** A stack that is not there is the one failure that everybody meets: said in a line that helps. */
async function answered(url: URL, response: Promise<Response>): Promise<Response> {
  try {
    return await response;
  } catch (cause) {
    const message = `Kartoteka does not answer at ${url.origin}. Start it with: npm start`;
    throw new SignInError('not-running', message, { cause });
  }
}
