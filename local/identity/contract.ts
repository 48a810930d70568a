import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type { JSONWebKeySet } from 'jose';

/** One `AWS::Cognito::UserPoolClient` of the synthesized template, in the words of its properties. */
export interface IdentityClient {
  /** The client id: what `Ref` of the resource gives. Tokens carry it as `client_id` and `aud`. */
  readonly id: string;
  /** `ClientName`. */
  readonly name?: string;
  /** `AllowedOAuthFlows`. */
  readonly flows: readonly ('code' | 'client_credentials')[];
  /** `CallbackURLs`; their origins are the only ones that may call the token endpoint from a browser. */
  readonly redirectUris?: readonly string[];
  /** `LogoutURLs`. */
  readonly logoutUris?: readonly string[];
  /** `AllowedOAuthScopes`, e.g. `openid`, `email`, `profile`, `kartoteka/api`. */
  readonly scopes: readonly string[];
  /** `GenerateSecret`: the secret is made once and kept in the state; see `Identity.clientSecret`. */
  readonly generateSecret?: boolean;
  /** `RefreshTokenRotation.Feature` is `ENABLED`. Off by default, as in the service: a refresh token is reusable. */
  readonly rotateRefreshTokens?: boolean;
}

/** `Policies.PasswordPolicy` of the `AWS::Cognito::UserPool`. */
export interface PasswordPolicy {
  readonly MinimumLength?: number;
  readonly RequireLowercase?: boolean;
  readonly RequireUppercase?: boolean;
  readonly RequireNumbers?: boolean;
  readonly RequireSymbols?: boolean;
  /** Days after which a temporary password no longer opens the page for a new one; 7 by default. */
  readonly TemporaryPasswordValidityDays?: number;
}

export interface IdentityOptions {
  /** `http://localhost:<PORT>/oidc`, the only address ever written into tokens, links and discovery. */
  readonly issuer: string;
  readonly state: DatabaseSync;
  /** The data folder: `invitations/` is made in it. */
  readonly dataDir: string;
  readonly userPoolId: string;
  /** `UsernameAttributes` of the pool: with `email` the service makes the user name itself (it equals `sub`). */
  readonly usernameAttributes?: readonly string[];
  /** `AdminCreateUserConfig.AllowAdminCreateUserOnly` is false: the sign-in page offers to register. */
  readonly selfRegistration?: boolean;
  /** Without it the service's default: 8 characters with lower case, upper case, digit and symbol. */
  readonly passwordPolicy?: PasswordPolicy;
  readonly clients: readonly IdentityClient[];
  /** The stack log, one line a call; never given a password, a token or a key. */
  readonly log: (line: string) => void;
  /** Milliseconds since the epoch; for lock-outs and account dates (token times follow the machine's clock). */
  readonly now?: () => number;
  /** Life of an access token; 3600 by default. */
  readonly accessTokenSeconds?: number;
}

export interface Identity {
  readonly issuer: string;
  /** The public signing keys (RS256), as served at `/oidc/jwks`. */
  readonly jwks: JSONWebKeySet;
  /** Serves every request whose path is `/oidc` or below it; the body must not have been read. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /**
   * One cognito-idp call. `target` is the `X-Amz-Target` header or the bare operation name, `body` the parsed JSON.
   * @throws {CognitoError} as the service would answer; nothing else.
   */
  cognito(target: string, body: unknown): Promise<unknown>;
  /** The secret of a client with `generateSecret`. */
  clientSecret(clientId: string): string | undefined;
  /** Ends background work; the state stays open, it belongs to the caller. */
  stop(): void;
}

/** An error of the cognito-idp API; `answerCognito` writes it as the service does. */
export class CognitoError extends Error {
  /** The `__type` on the wire, e.g. `UsernameExistsException`. */
  readonly type: string;
  /** HTTP status; the service answers 400 to every client error. */
  readonly status: 400 | 500;

  constructor(type: string, message: string, status: 400 | 500 = 400) {
    super(message);
    this.name = type;
    this.type = type;
    this.status = status;
  }
}
