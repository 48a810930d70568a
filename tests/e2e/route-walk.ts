import { CLIENT_LIST } from '../../docs/examples/files.ts';
import { describeApi, placedRoutes } from '../../docs/openapi.ts';
import type { Route } from '../../shared/route.ts';
import { checkedImport, sentImport, stall } from './importing.ts';
import {
  expectStatus,
  type Newcomer,
  type Organisation,
  type RunningStack,
  type SignedIn,
} from './running-stack.ts';
import { type ApiDocument, sampleOf } from './sample-body.ts';
import { attach } from './sending.ts';

const document = describeApi() as unknown as ApiDocument;

/** Every operation of the document, under its method and path. */
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) =>
      [`${method.toUpperCase()} ${path}`, { method: method.toUpperCase(), path, operation }] as const,
  ),
);
export type Placed = (typeof operations)[number][1];

const rows: Readonly<Record<string, Route>> = Object.fromEntries(
  placedRoutes().map(({ id, route }) => [id, route]),
);

export function rowOf({ operation }: Placed): Route {
  const row = rows[operation.operationId];
  if (!row) throw new Error(`No row has the id ${operation.operationId}.`);
  return row;
}

/** The first part of a path, such as `companies`. */
export const collectionOf = ({ path }: Placed): string => path.split('/')[3] ?? '';

/** A running stack with an organisation in which each route finds something to speak of. */
export interface Walk {
  readonly running: RunningStack;
  readonly organisation: Organisation;
  readonly other: Organisation;
  /** An organisation whose invitation is declined. */
  readonly third: Organisation;
  /** Somebody without an organisation, whom ours and the third one have invited. */
  readonly newcomer: Newcomer;
  /** Somebody of the other organisation alone. */
  readonly stranger: Newcomer;
  /** A member of each role. */
  readonly people: Readonly<Record<string, SignedIn>>;
  /** A record of each collection that takes ids, and of links. */
  readonly ids: Readonly<Record<string, string>>;
  /** Id of a company that ours is related to. */
  readonly related: string;
  /** Id of a user who was invited and does not answer. */
  readonly waiting: string;
  /** A document of the company and one of the person. */
  readonly documents: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<ImportKind, string>>;
}

/** Imports in the states that routes ask for. */
type ImportKind = 'begun' | 'sent' | 'checked' | 'refused' | 'stalled';

/** The import that a route can be called on, by the route's id; others are called on one whose file is there. */
const IMPORT_OF: Readonly<Record<string, ImportKind>> = {
  runImport: 'checked',
  readRejectedRows: 'refused',
  resumeImport: 'stalled',
  cancelImport: 'begun',
};

export async function make(person: Newcomer, path: string, body: object): Promise<string> {
  return (await expectStatus(person.call('POST', path, { body }), 201)).body.id;
}

export async function prepareWalk(running: RunningStack): Promise<Walk> {
  const organisation = await running.provision('Своя');
  const other = await running.provision('Чужая');
  const third = await running.provision('Третья');
  const { admin } = organisation;
  const team = await organisation.addTeam('Продажи');
  const people = {
    admin,
    manager: await organisation.addUser('manager', [team]),
    agent: await organisation.addUser('agent', [team]),
    viewer: await organisation.addUser('viewer', [team]),
  };
  const company = await make(admin, '/api/v1/companies', { name: 'Клиент', phones: ['+7 495 123-45-67'] });
  const contact = await make(admin, '/api/v1/contacts', { name: 'Человек' });
  const saved = { name: 'Все', object: 'companies', search: {} };
  const selection = await make(admin, '/api/v1/selections', saved);
  const { link, partner: related, documents } = await placesOf(admin, company, contact);
  const newcomer = await running.newcomer('newcomer@example.com');
  const invited = { email: newcomer.email, name: 'Новая Вера', role: 'viewer' };
  await make(third.admin, '/api/v1/users', invited);
  await make(admin, '/api/v1/users', invited);
  return {
    running,
    organisation,
    other,
    third,
    newcomer,
    stranger: await other.addUser('viewer'),
    people,
    ids: {
      companies: company,
      contacts: contact,
      links: link,
      users: admin.userId,
      teams: team,
      selections: selection,
      exports: await make(admin, '/api/v1/exports', { object: 'companies', format: 'csv' }),
    },
    related,
    waiting: await make(admin, '/api/v1/users', { ...invited, email: 'waiting@example.com' }),
    documents,
    imports: await importsOf(running, organisation),
  };
}

async function importsOf(running: RunningStack, { tenantId, admin }: Organisation): Promise<Walk['imports']> {
  const stalled = await checkedImport(admin.api, CLIENT_LIST);
  await stall(running, tenantId, stalled);
  return {
    begun: (await admin.api.createImport({ body: CLIENT_LIST.told })).data.id,
    sent: await sentImport(admin.api, CLIENT_LIST),
    checked: await checkedImport(admin.api, CLIENT_LIST),
    refused: await checkedImport(admin.api, CLIENT_LIST),
    stalled,
  };
}

/** What lies below a company and a person. */
interface Places {
  readonly link: string;
  readonly partner: string;
  readonly documents: Readonly<Record<string, string>>;
}

/** A place of the person at the company, a partner of it, and a document of each. */
export async function placesOf(person: SignedIn, company: string, contact: string): Promise<Places> {
  const link = await make(person, `/api/v1/companies/${company}/contacts`, { contactId: contact });
  const partner = await make(person, '/api/v1/companies', { name: 'Партнёр' });
  const body = { kind: 'partner', companyId: partner };
  await expectStatus(person.call('POST', `/api/v1/companies/${company}/relations`, { body }), 201);
  const documents = {
    companies: await attach(person, `/api/v1/companies/${company}`),
    contacts: await attach(person, `/api/v1/contacts/${contact}`),
  };
  return { link, partner, documents };
}

/** The address of a route on the records of our organisation. */
export function addressOf(walk: Walk, placed: Placed): string {
  const { operationId } = placed.operation;
  const collection = collectionOf(placed);
  const id: Readonly<Record<string, string>> = {
    ...walk.ids,
    dictionaries: 'retail',
    imports: walk.imports[IMPORT_OF[operationId] ?? 'sent'],
  };
  return placed.path
    .replace('/users/{id}/invitation', `/users/${walk.waiting}/invitation`)
    .replace('{linkId}', walk.ids['links'] ?? '')
    .replace('{documentId}', walk.documents[collection] ?? '')
    .replace('{kind}', 'partner')
    .replace('{companyId}', walk.related)
    .replace(
      '{tenantId}',
      operationId === 'declineInvitation' ? walk.third.tenantId : walk.organisation.tenantId,
    )
    .replace('{dictionary}', 'industries')
    .replace('{id}', id[collection] ?? '');
}

/** The address of a route on another company and person. */
export function addressOn(
  walk: Walk,
  placed: Placed,
  { company, contact, link, partner, documents }: Places & { company: string; contact: string },
): string {
  const { ids } = walk;
  return addressOf(walk, placed)
    .replace(walk.documents['companies'] ?? '-', documents['companies'] ?? '')
    .replace(walk.documents['contacts'] ?? '-', documents['contacts'] ?? '')
    .replace(ids['companies'] ?? '-', company)
    .replace(ids['contacts'] ?? '-', contact)
    .replace(ids['links'] ?? '-', link)
    .replace(walk.related, partner);
}

/** A body that fits the schema and speaks of records of our organisation. */
export function bodyOf({ related, ids }: Walk, { operation }: Placed): unknown {
  const schema = operation.requestBody?.content['application/json'].schema;
  if (!schema) return undefined;
  const sample = sampleOf(document, schema) as Record<string, unknown>;
  const ours: Record<string, string | undefined> = {
    companyId: related,
    contactId: ids['contacts'],
    email: `new-${operation.operationId.toLowerCase()}@example.com`,
    id: 'new-entry',
  };
  const known = Object.entries(ours).filter(([name]) => name in sample);
  // A PATCH of nothing would be no change: the name or a label has to be touched.
  return { ...sample, ...Object.fromEntries(known) };
}

/** Whether a route reads the records whose ids it is sent: it names those again that it does not find. */
export const byIds = ({ operation }: Placed): boolean =>
  operation.parameters.some(({ name }) => name === 'ids');

export function queryOf({ ids }: Walk, placed: Placed): string {
  if (placed.operation.operationId === 'lookup') return '?phone=%2B74951234567';
  if (placed.operation.operationId === 'readLeadSourceEffect') return '?from=2026-01-01&to=2026-12-31';
  if (placed.operation.operationId === 'listCalendarDays') return '?from=2026-01-01&to=2026-01-31';
  return byIds(placed) ? `?ids=${ids[collectionOf(placed)]}` : '';
}
