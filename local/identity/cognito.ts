import type { Account, Accounts } from './accounts.ts';
import { CognitoError, type IdentityOptions, type PasswordPolicy } from './contract.ts';
import { createUser } from './create-user.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import type { Invitations } from './invitations.ts';
import { listUsers } from './list-users.ts';
import { hashPassword } from './password.ts';
import type { Records } from './records.ts';
import {
  clientRequest,
  createUserRequest,
  describeUser,
  parseRequest,
  requirePolicy,
  setPasswordRequest,
  userRequest,
} from './user-wire.ts';

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

interface CognitoDeps {
  readonly options: IdentityOptions;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly records: Records;
  readonly policy: PasswordPolicy;
  readonly clientSecrets: ReadonlyMap<string, string>;
}

type Operation = (body: unknown) => unknown;

/** The cognito-idp admin calls that the product uses, with the answers and the errors of the service. */
export function createCognito(deps: CognitoDeps): (target: string, body: unknown) => Promise<unknown> {
  const operations = new Map<string, Operation>(Object.entries(operationsOf(deps)));
  return async (target, body) => {
    const name = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : target;
    const operation = operations.get(name);
    if (operation === undefined) {
      throw new CognitoError('UnknownOperationException', `The local user pool does not know ${name}.`);
    }
    try {
      requirePool(deps.options.userPoolId, body);
      return await operation(body);
    } catch (error) {
      if (error instanceof CognitoError) throw error;
      deps.options.log(`${name} failed inside: ${error instanceof Error ? error.stack : String(error)}`);
      throw new CognitoError('InternalErrorException', 'The local user pool failed; the log says why.', 500);
    }
  };
}

function operationsOf(deps: CognitoDeps): Record<string, Operation> {
  const { accounts, records } = deps;
  const setEnabled = (body: unknown, enabled: boolean): object => {
    const account = knownUser(accounts, parseRequest(userRequest, body).Username);
    accounts.setEnabled(account.sub, enabled);
    if (!enabled) records.removeAccount(account.sub);
    return {};
  };
  return {
    AdminCreateUser: async (body) => ({
      User: describeUser(await createUser(deps, parseRequest(createUserRequest, body))),
    }),
    AdminGetUser: (body) => {
      const account = knownUser(accounts, parseRequest(userRequest, body).Username);
      const { Attributes: UserAttributes, ...rest } = describeUser(account);
      return { ...rest, UserAttributes };
    },
    AdminSetUserPassword: (body) => setPassword(deps, body),
    AdminDisableUser: (body) => setEnabled(body, false),
    AdminEnableUser: (body) => setEnabled(body, true),
    ListUsers: (body) => listUsers(accounts, body),
    DescribeUserPoolClient: (body) => describeClient(deps, body),
  };
}

async function setPassword({ accounts, invitations, policy }: CognitoDeps, body: unknown): Promise<object> {
  const { Username, Password, Permanent } = parseRequest(setPasswordRequest, body);
  const account = knownUser(accounts, Username);
  requirePolicy(Password, policy);
  const hash = await hashPassword(Password);
  const status = Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  accounts.setPassword(account.sub, { hash, status, demo: Permanent && Password === DEMO_PASSWORD });
  invitations.withdraw(account);
  return {};
}

/** How a person learns the secret of a machine client, as with the service. */
function describeClient({ options, clientSecrets }: CognitoDeps, body: unknown): object {
  const { UserPoolId, ClientId } = parseRequest(clientRequest, body);
  const client = options.clients.find(({ id }) => id === ClientId);
  if (client === undefined) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  const ClientSecret = clientSecrets.get(ClientId);
  return {
    UserPoolClient: {
      UserPoolId,
      ClientId,
      ClientName: client.name ?? ClientId,
      ...(ClientSecret === undefined ? {} : { ClientSecret }),
      AllowedOAuthFlows: client.flows,
      AllowedOAuthScopes: client.scopes,
      CallbackURLs: client.redirectUris ?? [],
      LogoutURLs: client.logoutUris ?? [],
    },
  };
}

function knownUser(accounts: Accounts, username: string): Account {
  const account = accounts.find(username);
  if (account === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  return account;
}

function requirePool(userPoolId: string, body: unknown): void {
  const asked =
    typeof body === 'object' && body !== null && 'UserPoolId' in body ? body.UserPoolId : undefined;
  if (asked !== undefined && asked !== userPoolId) {
    throw new CognitoError('ResourceNotFoundException', `User pool ${String(asked)} does not exist.`);
  }
}
