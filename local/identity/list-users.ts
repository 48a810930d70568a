import type { AccountFilter, Accounts } from './accounts.ts';
import { CognitoError } from './contract.ts';
import { describeUser, listUsersRequest, parseRequest } from './user-wire.ts';

const ATTRIBUTES = ['email', 'username', 'sub'] as const;

/** ListUsers: a page of users, of all or of those whose attribute equals (`=`) or begins with (`^=`) a value. */
export function listUsers(accounts: Accounts, body: unknown) {
  const { Filter, Limit, PaginationToken = '' } = parseRequest(listUsersRequest, body);
  const after = Buffer.from(PaginationToken, 'base64url').toString('utf8');
  const found = accounts.list({ filter: readFilter(Filter), after, limit: Limit + 1 });
  const page = found.slice(0, Limit);
  const last = page.at(-1);
  return {
    Users: page.map(describeUser),
    ...(found.length > Limit && last !== undefined
      ? { PaginationToken: Buffer.from(last.sub, 'utf8').toString('base64url') }
      : {}),
  };
}

/** The filter's grammar is of the API reference of ListUsers; quotes within a value are escaped by a backslash. */
function readFilter(filter: string | undefined): AccountFilter | undefined {
  if (filter === undefined || filter === '') return undefined;
  const [, name, operator, quoted] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (name === undefined || quoted === undefined) {
    throw new CognitoError('InvalidParameterException', 'Error while parsing filter.');
  }
  const attribute = ATTRIBUTES.find((known) => known === name);
  if (attribute === undefined) {
    throw new CognitoError(
      'InvalidParameterException',
      `Filtering by ${name} is not supported; ${ATTRIBUTES.join(', ')} are.`,
    );
  }
  return { attribute, value: quoted.replace(/\\(.)/g, '$1'), prefix: operator === '^=' };
}
