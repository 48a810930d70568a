import type { DatabaseSync } from 'node:sqlite';
import type { Identity, IdentityClient, PasswordPolicy } from './identity/contract.ts';
import { createIdentity } from './identity/identity.ts';
import type { LocalEnvironment } from './template/known-types.ts';
import type { Plan, Resource } from './template/plan.ts';

export interface UsersOptions {
  readonly plan: Plan;
  readonly environment: LocalEnvironment;
  readonly state: DatabaseSync;
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

interface UserPoolProperties {
  readonly UsernameAttributes?: readonly string[];
  readonly AdminCreateUserConfig?: { readonly AllowAdminCreateUserOnly?: boolean };
  readonly Policies?: { readonly PasswordPolicy?: PasswordPolicy };
}

interface ClientProperties {
  readonly AllowedOAuthFlows?: readonly ('code' | 'client_credentials')[];
  readonly AllowedOAuthScopes?: readonly string[];
  readonly CallbackURLs?: readonly string[];
  readonly LogoutURLs?: readonly string[];
  readonly GenerateSecret?: boolean;
  readonly RefreshTokenRotation?: { readonly Feature?: string };
}

/** Builds the OIDC provider from the user pool of the template and its clients. */
export function createUsers({ plan, environment, state, dataDir, log }: UsersOptions): Promise<Identity> {
  const [pool] = plan.ofType('AWS::Cognito::UserPool');
  if (pool === undefined) throw new Error('The template has no user pool');
  const { UsernameAttributes, Policies, AdminCreateUserConfig } = pool.properties as UserPoolProperties;
  return createIdentity({
    issuer: environment.issuer,
    state,
    dataDir,
    userPoolId: pool.ref,
    clients: plan.ofType('AWS::Cognito::UserPoolClient').map((client) => readClient(client, environment.url)),
    log,
    selfRegistration: AdminCreateUserConfig?.AllowAdminCreateUserOnly === false,
    ...(UsernameAttributes === undefined ? {} : { usernameAttributes: UsernameAttributes }),
    ...(Policies?.PasswordPolicy === undefined ? {} : { passwordPolicy: Policies.PasswordPolicy }),
  });
}

function readClient({ ref, name, properties }: Resource, url: string): IdentityClient {
  const client = properties as ClientProperties;
  return {
    id: ref,
    name,
    flows: client.AllowedOAuthFlows ?? [],
    scopes: client.AllowedOAuthScopes ?? [],
    redirectUris: (client.CallbackURLs ?? []).map((address) => onThisMachine(address, url)),
    logoutUris: (client.LogoutURLs ?? []).map((address) => onThisMachine(address, url)),
    generateSecret: client.GenerateSecret === true,
    rotateRefreshTokens: client.RefreshTokenRotation?.Feature === 'ENABLED',
  };
}

/** The template’s address for development stands for this machine, whatever port was asked for. */
function onThisMachine(address: string, url: string): string {
  const { hostname, pathname } = new URL(address);
  return hostname === 'localhost' ? new URL(pathname, url).href : address;
}
