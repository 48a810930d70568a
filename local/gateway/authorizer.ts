import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { AuthorizerDefinition } from './definition.ts';

/** What a function is told of the caller: every claim as text. */
export interface Verified {
  readonly claims: Readonly<Record<string, string>>;
  /** Scopes of the route that the token has; null where the route asks for none. */
  readonly scopes: readonly string[] | null;
}

/** Why a request does not pass, with the challenge of the answer. Source: RFC 6750, section 3. */
export type Refusal = { readonly status: 401 | 403; readonly challenge: string };

/** Checks the bearer token of a request against what a route asks for. */
export interface Authorizer {
  check(authorization: string | undefined, scopes: readonly string[]): Promise<Verified | Refusal>;
}

/** The service takes RSA signatures only. Source: API Gateway developer guide, "JWT authorizers". */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
/** The service keeps an issuer's keys for two hours. */
const KEYS_LIFE_MS = 2 * 60 * 60_000;
/** Tokens remembered of one issuer: far more people than work on one machine. */
const REMEMBERED_TOKENS = 1_000;

/**
 * The JWT authorizer of an HTTP API: signature by the issuer's published keys, `iss`, `aud` (or `client_id` where
 * there is no `aud`), `exp`, `nbf`, `iat` and the route's scopes.
 * Source: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers".
 */
export function createAuthorizer({ issuer, audience }: AuthorizerDefinition): Authorizer {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  async function keysOfIssuer(): Promise<JWTVerifyGetKey> {
    keys ??= discoverKeys(issuer);
    try {
      return await keys;
    } catch (error) {
      // Asked again at the next request: the issuer may only be starting.
      keys = undefined;
      throw error;
    }
  }

  /** A signature that was right stays right: only the time is looked at again, while the key may be kept. */
  const remembered = new Map<string, { readonly payload: JWTPayload; readonly until: number }>();

  async function verify(token: string): Promise<JWTPayload> {
    const known = remembered.get(token);
    if (known !== undefined && Date.now() < known.until) return known.payload;
    const payload = await verifyAnew(token);
    if (remembered.size >= REMEMBERED_TOKENS) remembered.clear();
    // `exp` has to be there, or it would not have been accepted.
    const expires = (payload.exp ?? 0) * 1_000;
    remembered.set(token, { payload, until: Math.min(expires, Date.now() + KEYS_LIFE_MS) });
    return payload;
  }

  async function verifyAnew(token: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, await keysOfIssuer(), {
      issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
    });
    const { aud, iat } = payload;
    const named = aud === undefined ? [payload['client_id']] : [aud].flat();
    if (!named.some((name) => typeof name === 'string' && audience.includes(name))) {
      throw new errors.JWTClaimValidationFailed('unexpected audience', payload, 'aud');
    }
    if (iat !== undefined && iat > Math.ceil(Date.now() / 1000)) {
      throw new errors.JWTClaimValidationFailed('the token is used before it was issued', payload, 'iat');
    }
    return payload;
  }

  return {
    async check(authorization, scopes) {
      const token = authorization?.replace(/^bearer\s+/i, '').trim() ?? '';
      if (token === '') return { status: 401, challenge: 'Bearer' };
      let payload: JWTPayload;
      try {
        payload = await verify(token);
      } catch (error) {
        return { status: 401, challenge: challenge('invalid_token', describe(error)) };
      }
      const granted = scopesOf(payload);
      const matching = scopes.filter((scope) => granted.includes(scope));
      if (scopes.length > 0 && matching.length === 0) {
        return { status: 403, challenge: challenge('insufficient_scope', scopes.join(' ')) };
      }
      return { claims: claimsAsText(payload), scopes: scopes.length === 0 ? null : matching };
    },
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  const { jwks_uri: uri } = (await response.json()) as { readonly jwks_uri?: string };
  if (uri === undefined) throw new Error('the issuer publishes no keys');
  return createRemoteJWKSet(new URL(uri), { cacheMaxAge: KEYS_LIFE_MS });
}

function scopesOf(payload: JWTPayload): string[] {
  const scopes = payload['scope'] ?? payload['scp'] ?? '';
  return Array.isArray(scopes) ? scopes.map(String) : String(scopes).split(' ');
}

/** The service writes lists as `[a b]` and everything else as plain text. */
function claimsAsText(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(' ')}]`
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}

function challenge(error: string, description: string): string {
  return `Bearer scope="" error="${error}" error_description="${description.replaceAll('"', "'")}"`;
}

/** A header holds one line of plain characters. */
function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/[^ -~]/g, ' ');
}
