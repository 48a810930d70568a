import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { forbidden, KartotekaError } from '../../shared/errors.ts';
import type { Route } from '../../shared/route.ts';
import type { Caller, Callers, Identity, SignedIn } from './caller.ts';

/** Who a request is served for: somebody in an organisation, or an identity alone. */
export type Admitted = { readonly caller: Caller } | { readonly signedIn: SignedIn };

/** What counts requests, and throws for one too many. */
export interface Limiting {
  ofTenant(caller: Caller): Promise<void>;
  ofIdentity(identity: Identity): Promise<void>;
}

/**
 * Lets a request in to a route: by the role in an organisation, or, where the row asks for an identity only, by the token.
 *
 * @param limiting Whether one more request is served at all: of the tenant once the caller is known, else of the identity.
 * @throws KartotekaError `token.missing`, `access.forbidden`, and what `Callers.resolve` throws
 */
export async function admit(
  route: Route,
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  callers: Callers,
  limiting: Limiting,
): Promise<Admitted> {
  const signedIn = signedInBy(event);
  const { identity } = signedIn;
  if (route.access === 'identity') {
    await limiting.ofIdentity(identity);
    return { signedIn };
  }
  const caller = await callers.resolve(identity, event.headers['kartoteka-tenant'], () =>
    limiting.ofIdentity(identity),
  );
  await limiting.ofTenant(caller);
  if (!route.roles.includes(caller.role)) {
    throw forbidden(`Your role (${caller.role}) may not do this: it takes ${route.roles.join(' or ')}.`);
  }
  return { caller };
}

function signedInBy(event: APIGatewayProxyEventV2WithJWTAuthorizer): SignedIn {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  const { iss, sub, token_use: use, email, name } = claims;
  // The authorizer takes an ID token too, since its audience is the client; it is no key to an API.
  const isAccess = use === undefined || use === 'access';
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isAccess) {
    throw new KartotekaError(
      'unauthenticated',
      'token.missing',
      'Send an access token in the header "Authorization".',
    );
  }
  return {
    identity: { issuer: iss, subject: sub },
    claims: {
      // The gateway gives every claim as text.
      emailVerified: String(claims['email_verified']) === 'true',
      ...(typeof email === 'string' ? { email } : {}),
      ...(typeof name === 'string' ? { name } : {}),
    },
  };
}
