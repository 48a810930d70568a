import { randomBytes } from 'node:crypto';
import { type ClientMetadata, type Configuration, interactionPolicy } from 'oidc-provider';
import type { IdentityClient } from './contract.ts';
import type { Secrets } from './secrets.ts';

/** A template's client in the words of OpenID Connect Dynamic Client Registration. */
export function clientMetadata(client: IdentityClient, secrets: Secrets): ClientMetadata {
  const secret = secrets.clientSecrets.get(client.id);
  const code = client.flows.includes('code');
  return {
    client_id: client.id,
    client_name: client.name ?? client.id,
    scope: client.scopes.join(' '),
    redirect_uris: code ? (client.redirectUris ?? []) : [],
    post_logout_redirect_uris: client.logoutUris ?? [],
    response_types: code ? ['code'] : [],
    grant_types: [
      ...(code ? ['authorization_code', 'refresh_token'] : []),
      ...(client.flows.includes('client_credentials') ? ['client_credentials'] : []),
    ],
    ...(secret === undefined
      ? { token_endpoint_auth_method: 'none' as const }
      : { token_endpoint_auth_method: 'client_secret_basic' as const, client_secret: secret }),
  };
}

/** Cookies know no ports, so their names do: two stacks on one machine must not end each other's sessions. */
export function cookieSettings(issuer: string, secrets: Secrets): NonNullable<Configuration['cookies']> {
  const { port, pathname } = new URL(issuer);
  const short = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    keys: [...secrets.cookieKeys],
    names: {
      session: `kartoteka_${port}_session`,
      interaction: `kartoteka_${port}_sign_in`,
      resume: `kartoteka_${port}_sign_in_resume`,
    },
    short,
    long: { ...short, path: pathname },
  };
}

/**
 * Sign-in without a consent page: every client is ours, as with Cognito. Whoever's session outlived the account (it
 * was disabled a moment ago) is asked to sign in again.
 */
export function signInOnly(): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy.remove('consent');
  const gone = new Check('account_gone', 'End-User account is not available', ({ oidc }) =>
    oidc.session?.accountId !== undefined && oidc.account === undefined
      ? Check.REQUEST_PROMPT
      : Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(gone);
  return policy;
}

/** Public facts about the first public web client. */
function signInClient(clients: readonly IdentityClient[]) {
  const client = clients.find(
    ({ flows, generateSecret }) => flows.includes('code') && generateSecret !== true,
  );
  const [redirect_uri] = client?.redirectUris ?? [];
  if (client === undefined || redirect_uri === undefined) return undefined;
  return { client_id: client.id, redirect_uri, scope: client.scopes.join(' ') };
}

/** What programs of this machine need to sign in by themselves. */
export function signInDiscovery(clients: readonly IdentityClient[]): Record<string, unknown> {
  const client = signInClient(clients);
  return client === undefined ? {} : { kartoteka_sign_in: client };
}

/**
 * Where a person begins to sign in without an application, to register or to choose a password: as the web client would have
 * it, but nobody waits for the code at the end.
 */
export function startAddress(issuer: string, clients: readonly IdentityClient[]): string | undefined {
  const client = signInClient(clients);
  if (client === undefined) return undefined;
  const code_challenge = randomBytes(32).toString('base64url');
  const asked = { ...client, response_type: 'code', code_challenge, code_challenge_method: 'S256' };
  return `${issuer}/auth?${new URLSearchParams(asked)}`;
}

/** A machine client that names no scope gets all it may have, as the service gives it. */
export function fullScope(
  clients: readonly IdentityClient[],
  clientId: string | undefined,
): string | undefined {
  return clients.find(({ id }) => id === clientId)?.scopes.join(' ');
}

/** The origins (or schemes, for mobile applications) to which our forms may lead in the end. */
export function formTargets(clients: readonly IdentityClient[]): string[] {
  const uris = clients.flatMap(({ redirectUris = [], logoutUris = [] }) => [...redirectUris, ...logoutUris]);
  const targets = uris.map((uri) => {
    const { origin, protocol } = new URL(uri);
    return origin === 'null' ? protocol : origin;
  });
  return [...new Set(targets)];
}

/** The origins of web clients: no other page may call the token endpoint from a browser. */
export function browserOrigins(clients: readonly IdentityClient[]): ReadonlySet<string> {
  const uris = clients.flatMap(({ redirectUris = [] }) => redirectUris);
  return new Set(uris.map((uri) => new URL(uri).origin).filter((origin) => origin !== 'null'));
}
