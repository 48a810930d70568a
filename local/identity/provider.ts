import {
  type Account,
  type Configuration,
  errors,
  type Grant,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import type { Accounts } from './accounts.ts';
import type { IdentityOptions } from './contract.ts';
import { createProviderPages } from './provider-pages.ts';
import {
  browserOrigins,
  clientMetadata,
  cookieSettings,
  formTargets,
  fullScope,
  signInDiscovery,
  signInOnly,
} from './provider-settings.ts';
import type { Records } from './records.ts';
import type { Secrets } from './secrets.ts';

const HOUR_SECONDS = 60 * 60;
const DAY_SECONDS = 24 * HOUR_SECONDS;
/** A refresh token lives 30 days, the service's default `RefreshTokenValidity`. */
const REFRESH_SECONDS = 30 * DAY_SECONDS;
/** The one resource server: RFC 8707 wants a URI, and nobody sees it (the audience of a token is its client). */
const RESOURCE = 'urn:kartoteka:api';

interface ProviderParts {
  readonly options: IdentityOptions;
  readonly accounts: Accounts;
  readonly records: Records;
  readonly secrets: Secrets;
}

/** The OpenID provider, set to give what Cognito gives: the same grants, the same claims, no consent page. */
export function createProvider({ options, accounts, records, secrets }: ProviderParts): Provider {
  const { clients, issuer } = options;
  const scopes = [...new Set(clients.flatMap((client) => client.scopes))];
  const pages = createProviderPages(formTargets(clients));
  const origins = browserOrigins(clients);

  return new Provider(issuer, {
    adapter: records.adapter,
    clients: clients.map((client) => clientMetadata(client, secrets)),
    jwks: { keys: [{ ...secrets.signingKey }] },
    cookies: cookieSettings(issuer, secrets),
    scopes,
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic'],
    pkce: { required: () => true },
    interactions: {
      policy: signInOnly(),
      url: (_ctx, interaction) => `${new URL(issuer).pathname}/interaction/${interaction.uid}`,
    },
    features: features(scopes, pages.rpInitiatedLogout),
    discovery: signInDiscovery(clients),
    findAccount: (_ctx, sub) => providerAccount(accounts, sub),
    loadExistingGrant: (ctx) => grantEverything(ctx),
    clientBasedCORS: (_ctx, origin) => origins.has(origin),
    renderError: pages.renderError,
    ...tokens(options, accounts),
  });
}

/** What is in the tokens, how long they live and whether they are renewed. */
function tokens(
  { clients, accessTokenSeconds = HOUR_SECONDS }: IdentityOptions,
  accounts: Accounts,
): Configuration {
  const rotating = new Set(clients.filter((client) => client.rotateRefreshTokens).map((client) => client.id));
  return {
    claims: {
      openid: ['sub', 'token_use', 'cognito:username'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    extraTokenClaims: (_ctx, token) => ({
      token_use: 'access',
      ...(token.kind === 'AccessToken' ? { username: accounts.bySub(token.accountId)?.username } : {}),
    }),
    formats: {
      customizers: {
        jwt: (_ctx, token, { payload }) => {
          if (token.kind === 'ClientCredentials') payload['scope'] ??= fullScope(clients, token.clientId);
        },
      },
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: (ctx) => rotating.has(ctx.oidc.client?.clientId ?? ''),
    expiresWithSession: () => false,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: HOUR_SECONDS,
      Interaction: HOUR_SECONDS,
      Session: DAY_SECONDS,
      Grant: REFRESH_SECONDS,
      RefreshToken: REFRESH_SECONDS,
    },
  };
}

function features(
  scopes: readonly string[],
  rpInitiatedLogout: NonNullable<Configuration['features']>['rpInitiatedLogout'],
): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    // With it off every access token is a JWT for the API; who one is, `/api/v1/me` says.
    userinfo: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    rpInitiatedLogout,
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource, client) => {
        if (resource !== RESOURCE) throw new errors.InvalidTarget();
        const jwt = { sign: { alg: 'RS256' } } as const;
        return { scope: scopes.join(' '), audience: client.clientId, accessTokenFormat: 'jwt', jwt };
      },
    },
  };
}

/** A disabled account is no account: its refresh tokens and sessions stop working at once. */
function providerAccount(accounts: Accounts, sub: string): Account | undefined {
  const account = accounts.bySub(sub);
  if (account === undefined || !account.enabled) return undefined;
  const { username, email, emailVerified, name } = account;
  return {
    accountId: sub,
    claims: () => ({
      sub,
      token_use: 'id',
      'cognito:username': username,
      email,
      email_verified: emailVerified,
      ...(name === null ? {} : { name }),
    }),
  };
}

/**
 * All our clients are first party, so whatever a client may ask for is granted without a question. Each sign-in has a
 * grant of its own: revoking the refresh token of one leaves the others, and so does signing out, as in the service.
 */
async function grantEverything({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, account, provider } = oidc;
  if (client === undefined || account === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  const scope = [...oidc.requestParamScopes].join(' ');
  grant.addOIDCScope(scope);
  grant.addResourceScope(RESOURCE, scope);
  await grant.save();
  return grant;
}
