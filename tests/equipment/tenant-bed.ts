import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createClientHandlers } from '../../functions/clients/handlers.ts';
import { createDocumentHandlers } from '../../functions/documents/handlers.ts';
import { createImportHandlers } from '../../functions/imports/handlers.ts';
import type { Directory } from '../../functions/platform/directory.ts';
import { createPlatformHandlers } from '../../functions/platform/handlers.ts';
import { createProvision } from '../../functions/platform/provisioning.ts';
import type { Caller, Identity } from '../../functions/runtime/caller.ts';
import { newId } from '../../functions/runtime/change.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { IdentityContext, RequestContext } from '../../functions/runtime/request.ts';
import { createTable as createTableLayer, type Table } from '../../functions/runtime/table/table.ts';
import type { Role, Visibility } from '../../shared/access.ts';
import type { User } from '../../shared/platform/people.ts';
import { FEED_SHARDS } from '../../shared/table.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { createDocumentDesk, type DocumentDesk } from './document-desk.ts';
import { createMemoryFiles, type MemoryFiles } from './memory-files.ts';
import { type Connection, connect, createTable } from './table.ts';

const ISSUER = 'https://issuer.example';

/** The identity of an address in the directory that knows everybody. */
export const identityOf = (email: string): Identity => ({ issuer: ISSUER, subject: email });

/** A directory that knows everybody: the subject is the address, and who has signed in has proved to own it. */
export const everybody: Directory = {
  identityOf: async (email) => identityOf(email),
  invite: async () => undefined,
  personOf: async ({ identity }) => ({ email: identity.subject, name: identity.subject }),
};

/** A request of an identity, now unless another instant is given. */
export const signedInAs = (
  identity: Identity,
  request: Partial<Omit<IdentityContext, 'signedIn'>> = {},
): IdentityContext => ({
  signedIn: { identity, claims: { emailVerified: false } },
  now: new Date(),
  correlationId: 'test',
  ...request,
});

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
}

export interface TenantBed {
  readonly tableName: string;
  readonly endpoint: string;
  readonly table: Table;
  readonly tenant: VerifiedTenant;
  readonly clients: ReturnType<typeof createClientHandlers>;
  readonly documents: ReturnType<typeof createDocumentHandlers>;
  readonly imports: ReturnType<typeof createImportHandlers>;
  /** The bucket behind them. */
  readonly files: MemoryFiles;
  readonly platform: ReturnType<typeof createPlatformHandlers>;
  readonly admin: Person;
  /** Documents by the admin. */
  readonly desk: DocumentDesk;
  /** A team, made as the admin would. */
  addTeam(name: string): Promise<string>;
  /** A user, invited as the admin would, who has accepted. */
  addUser(role: Role, teamIds?: readonly string[]): Promise<Person>;
  /** A request of a person, now unless another instant is given. */
  as(person: Person, request?: RequestOptions): RequestContext;
}

export interface RequestOptions extends Partial<Omit<RequestContext, 'caller'>> {
  readonly visibility?: Visibility;
}

const SETTINGS = {
  name: 'Ромашка',
  country: 'RU',
  currency: 'RUB',
  zone: 'Europe/Moscow',
  language: 'ru',
} as const;

/** The product's table layer over an endpoint, which may be a fault proxy. */
export function tableLayer(endpoint: string, name: string): Table {
  return createTableLayer({ client: productClient(connect(endpoint)), name });
}

const productClient = ({ client }: Connection): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** A table with one provisioned organisation, and everything to act in it as its people do. */
export async function createTenantBed(endpoint: string): Promise<TenantBed> {
  const { name } = await createTable(endpoint, { stream: false });
  return addTenant(endpoint, name);
}

/** One more organisation in an existing table. */
export async function addTenant(endpoint: string, tableName: string): Promise<TenantBed> {
  const table = tableLayer(endpoint, tableName);
  const provision = createProvision({ table, directory: everybody, now: () => new Date() });
  const email = `admin-${newId(new Date()).toLowerCase()}@romashka.example`;
  const made = await provision({ tenant: SETTINGS, admin: { email, name: 'Анна Админова' } }, 'test');
  const tenant = new VerifiedTenant(made.tenantId, FEED_SHARDS);
  const admin: Person = { id: made.userId, email, role: 'admin', teamIds: [] };
  const platform = createPlatformHandlers({ table, directory: everybody, signUp: 'open' });
  const as: TenantBed['as'] = (person, { visibility = 'all', ...request } = {}) => ({
    caller: callerOf(tenant, person, visibility),
    now: new Date(),
    correlationId: 'test',
    ...request,
  });
  const cursors = createCursors(table);
  const files = createMemoryFiles();
  const documents = createDocumentHandlers({ table, cursors, files, downloads: { waitForScan: false } });
  return {
    tableName,
    endpoint,
    table,
    tenant,
    clients: createClientHandlers({ table, cursors }),
    documents,
    imports: createImportHandlers({ table, files, cursors }),
    files,
    desk: createDocumentDesk(documents, files, () => as(admin)),
    platform,
    admin,
    as,
    addTeam: async (team) => {
      const { body } = await platform.createTeam(
        { params: undefined, query: undefined, body: { name: team } },
        as(admin),
      );
      return idOf(body);
    },
    addUser: async (role, teamIds = []) => {
      const address = `${role}-${newId(new Date()).toLowerCase()}@romashka.example`;
      const body = { email: address, name: `Пользователь ${role}`, role, teamIds: [...teamIds] };
      const answer = await platform.createUser({ params: undefined, query: undefined, body }, as(admin));
      const accepted = { params: { tenantId: tenant.id }, query: undefined, body: undefined };
      await platform.acceptInvitation(accepted, signedInAs(identityOf(address)));
      return { id: idOf(answer.body), email: address, role, teamIds };
    },
  };
}

const callerOf = (tenant: VerifiedTenant, person: Person, visibility: Visibility): Caller => ({
  tenant,
  settings: SETTINGS,
  userId: person.id,
  role: person.role,
  teamIds: person.teamIds,
  visibility,
});

function idOf(body: Pick<User, 'id'> | undefined): string {
  if (!body) throw new Error('The answer has no body.');
  return body.id;
}
