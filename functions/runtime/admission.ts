import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { forbidden, KartotekaError } from '../../shared/errors.ts';
import type { Route } from '../../shared/route.ts';
import type { Caller, Callers, SignedIn } from './caller.ts';

/** Who a request is served for: somebody in an organisation, or an identity alone. */
export type Admitted = { readonly caller: Caller } | { readonly signedIn: SignedIn };

/**
 * Lets a request in to a route: by the role in an organisation, or, where the row asks for an identity only, by the token.
 *
 * @param beforeRole Done once the caller is known: whether one more request of the tenant is served at all.
 * @throws KartotekaError `token.missing`, `access.forbidden`, and what `Callers.resolve` throws
 */
export async function admit(
  route: Route,
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  callers: Callers,
  beforeRole: (caller: Caller) => Promise<void>,
): Promise<Admitted> {
  const signedIn = signedInBy(event);
  if (route.access === 'identity') return { signedIn };
  const caller = await callers.resolve(signedIn.identity, event.headers['kartoteka-tenant']);
  await beforeRole(caller);
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
