import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../docs/openapi.ts';
import { API } from '../../shared/api.ts';
import type { Route } from '../../shared/route.ts';
import {
  expectStatus,
  type Newcomer,
  type Organisation,
  type RunningStack,
  type SignedIn,
  startRunningStack,
} from './running-stack.ts';
import { type ApiDocument, sampleOf } from './sample-body.ts';
import { attach } from './sending.ts';

/**
 * Walks the OpenAPI document: whatever route it has is called without a token, by a stranger of another organisation and by
 * every role. A new route is covered by being there.
 */
const document = describeApi() as unknown as ApiDocument;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) =>
      [`${method.toUpperCase()} ${path}`, { method: method.toUpperCase(), path, operation }] as const,
  ),
);
type Placed = (typeof operations)[number][1];
const rows: Readonly<Record<string, Route>> = { ...API.clients, ...API.documents, ...API.platform };
const rowOf = ({ operation }: Placed): Route => {
  const row = rows[operation.operationId];
  if (!row) throw new Error(`No row has the id ${operation.operationId}.`);
  return row;
};

let running: RunningStack;
let organisation: Organisation;
let other: Organisation;
/** An organisation whose invitation is declined. */
let third: Organisation;
/** Somebody without an organisation, whom ours and the third one have invited. */
let newcomer: Newcomer;
/** Somebody of the other organisation alone. */
let stranger: Newcomer;
let people: Readonly<Record<string, SignedIn>>;
let ids: Readonly<Record<string, string>>;
let related: string;
/** Id of a user who was invited and does not answer. */
let waiting: string;
let documents: Readonly<Record<string, string>>;

async function make(person: Newcomer, path: string, body: object): Promise<string> {
  return (await expectStatus(person.call('POST', path, { body }), 201)).body.id;
}

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('Своя');
  other = await running.provision('Чужая');
  const { admin } = organisation;
  const team = await organisation.addTeam('Продажи');
  people = {
    admin,
    manager: await organisation.addUser('manager', [team]),
    agent: await organisation.addUser('agent', [team]),
    viewer: await organisation.addUser('viewer', [team]),
  };
  const company = await make(admin, '/api/v1/companies', { name: 'Клиент', phones: ['+7 495 123-45-67'] });
  const contact = await make(admin, '/api/v1/contacts', { name: 'Человек' });
  const link = await make(admin, `/api/v1/companies/${company}/contacts`, { contactId: contact });
  related = await make(admin, '/api/v1/companies', { name: 'Партнёр' });
  await expectStatus(
    admin.call('POST', `/api/v1/companies/${company}/relations`, {
      body: { kind: 'partner', companyId: related },
    }),
    201,
  );
  newcomer = await running.newcomer('newcomer@example.com');
  stranger = await other.addUser('viewer');
  const body = { email: newcomer.email, name: 'Новая Вера', role: 'viewer' };
  third = await running.provision('Третья');
  await make(third.admin, '/api/v1/users', body);
  await make(admin, '/api/v1/users', body);
  waiting = await make(admin, '/api/v1/users', { ...body, email: 'waiting@example.com' });
  documents = {
    companies: await attach(admin, `/api/v1/companies/${company}`),
    contacts: await attach(admin, `/api/v1/contacts/${contact}`),
  };
  ids = { companies: company, contacts: contact, links: link, users: admin.userId, teams: team };
});

afterAll(() => running?.stop());

/** The address of a route on the records of our organisation. */
function addressOf({ path, operation }: Placed): string {
  const [, , , collection = ''] = path.split('/');
  return path
    .replace('/users/{id}/invitation', `/users/${waiting}/invitation`)
    .replace('{linkId}', ids['links'] ?? '')
    .replace('{documentId}', documents[collection] ?? '')
    .replace('{kind}', 'partner')
    .replace('{companyId}', related)
    .replace(
      '{tenantId}',
      operation.operationId === 'declineInvitation' ? third.tenantId : organisation.tenantId,
    )
    .replace('{dictionary}', 'industries')
    .replace('{id}', collection === 'dictionaries' ? 'retail' : (ids[collection] ?? ''));
}

interface Places {
  readonly company: string;
  readonly contact: string;
  readonly link: string;
  readonly partner: string;
  /** Documents of the company and of the person. */
  readonly documents: Readonly<Record<string, string>>;
}

/** A place of the person at the company, a partner of it, and a document of each. */
async function placesOf(
  person: SignedIn,
  company: string,
  contact: string,
): Promise<Pick<Places, 'link' | 'partner' | 'documents'>> {
  const link = await make(person, `/api/v1/companies/${company}/contacts`, { contactId: contact });
  const partner = await make(person, '/api/v1/companies', { name: 'Партнёр' });
  const body = { kind: 'partner', companyId: partner };
  await expectStatus(person.call('POST', `/api/v1/companies/${company}/relations`, { body }), 201);
  const attached = {
    companies: await attach(person, `/api/v1/companies/${company}`),
    contacts: await attach(person, `/api/v1/contacts/${contact}`),
  };
  return { link, partner, documents: attached };
}

/** The address of a route on the given records. */
const addressOn = (placed: Placed, { company, contact, link, partner, documents: theirs }: Places): string =>
  addressOf(placed)
    .replace(documents['companies'] ?? '-', theirs['companies'] ?? '')
    .replace(documents['contacts'] ?? '-', theirs['contacts'] ?? '')
    .replace(ids['companies'] ?? '-', company)
    .replace(ids['contacts'] ?? '-', contact)
    .replace(ids['links'] ?? '-', link)
    .replace(related, partner);

/** A body that fits the schema and speaks of records of our organisation. */
function bodyOf({ operation }: Placed): unknown {
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
const byIds = ({ operation }: Placed): boolean => operation.parameters.some(({ name }) => name === 'ids');

function queryOf(placed: Placed): string {
  if (placed.operation.operationId === 'lookup') return '?phone=%2B74951234567';
  const [, , , collection = ''] = placed.path.split('/');
  return byIds(placed) ? `?ids=${ids[collection]}` : '';
}

const isForMembers = (placed: Placed): boolean => rowOf(placed).access === undefined;

const call = (placed: Placed, person: Newcomer | undefined, headers: Record<string, string> = {}) => {
  const body = bodyOf(placed);
  return running.call(placed.method, `${addressOf(placed)}${queryOf(placed)}`, {
    token: person?.token,
    headers,
    ...(body === undefined ? {} : { body }),
  });
};

describe.each(operations)('%s', (_, placed) => {
  it('asks for a token', async () => {
    const answer = await call(placed, undefined);
    expect([answer.status, answer.body]).toEqual([401, { message: 'Unauthorized' }]);
  });

  it('shows and changes nothing of another organisation', async () => {
    const address = addressOf(placed);
    const ours =
      address.includes(ids['companies'] ?? '-') ||
      address.includes(ids['contacts'] ?? '-') ||
      /users\/|teams\/|memberships\/|invitations\//.test(address);
    // Who founds an organisation has to name one from then on.
    const outsider = isForMembers(placed) ? other.admin : stranger;
    const answer = await call(placed, outsider);
    if (byIds(placed)) {
      const [, , , collection = ''] = placed.path.split('/');
      expect([answer.status, answer.body]).toEqual([200, { [collection]: [], missing: [ids[collection]] }]);
    } else if (ours) {
      expect([answer.status, answer.body.code]).toEqual([404, expect.stringMatching(/\.not-found$/)]);
    } else {
      expect(answer.status).toBeLessThan(500);
      for (const secret of [
        ...Object.values(ids),
        related,
        organisation.tenantId,
        organisation.admin.email,
      ]) {
        expect(answer.text).not.toContain(secret);
      }
    }
    if (!isForMembers(placed)) return;
    const named = await call(placed, other.admin, { 'kartoteka-tenant': organisation.tenantId });
    expect([named.status, named.body.code]).toEqual([403, 'tenant.not-a-member']);
  });

  it('is open to the roles of its row and to no other', async () => {
    const { roles, access } = rowOf(placed);
    expect(placed.operation['x-kartoteka-roles']).toEqual(roles);
    expect(placed.operation['x-kartoteka-access']).toEqual(access);
    if (!roles) return;
    for (const [role, person] of Object.entries(people)) {
      if ((roles as readonly string[]).includes(role)) continue;
      const answer = await call(placed, person);
      expect([role, answer.status, answer.body.code]).toEqual([role, 403, 'access.forbidden']);
    }
  });
});

describe('each route answers as described', () => {
  /** What destroys comes last, so that the others find their records. */
  const order = ({ method, path }: Placed): number =>
    (method === 'DELETE' ? 1 : 0) +
    (path.endsWith('/restore') ? 2 : 0) +
    (path === '/api/v1/companies/{id}' || path === '/api/v1/contacts/{id}' ? 0.5 : 0);
  const inOrder = operations.map(([, placed]) => placed).sort((one, next) => order(one) - order(next));

  it('to an admin, or to somebody who is invited, with a body that fits its schema', async () => {
    for (const placed of inOrder) {
      const row = rowOf(placed);
      const answer = await call(placed, isForMembers(placed) ? people['admin'] : newcomer);
      const done = answer.status === row.status;
      // What the fixture holds already is in conflict; what a smallest body leaves out is told field by field.
      const inConflict = answer.status === 409 && /\.(exists|cycle|too-many)$/.test(answer.body.code);
      expect(done || inConflict, `${placed.method} ${placed.path}: ${answer.status} ${answer.text}`).toBe(
        true,
      );
      if (!done || !row.response) continue;
      const parsed = row.response.safeParse(answer.body);
      expect(parsed.error, `${placed.method} ${placed.path}`).toBeUndefined();
      if (row.versioned) expect(answer.headers.get('etag')).toMatch(/^"\d+"$/);
    }
  });

  it.each(['own', 'team'] as const)(
    'hides what the policy "%s" hides, on every route of a client',
    async (visibility) => {
      const strict = await running.provision(`Строгая: ${visibility}`, { visibility });
      const agent = await strict.addUser('agent', [await strict.addTeam('Другие')]);
      const company = await make(strict.admin, '/api/v1/companies', {
        name: 'Клиент админа',
        phones: ['+7 495 123-45-67'],
      });
      const contact = await make(strict.admin, '/api/v1/contacts', {
        name: 'Человек админа',
        companies: [{ companyId: company }],
      });
      const hidden = operations
        .map(([, placed]) => placed)
        .filter(({ path }) => /^\/api\/v1\/(companies|contacts)\/\{id\}/.test(path));
      expect(hidden.length).toBeGreaterThan(15);
      const places = await placesOf(strict.admin, company, contact);
      for (const placed of hidden) {
        const address = addressOn(placed, { company, contact, ...places });
        const body = bodyOf(placed);
        const answer = await agent.call(placed.method, address, body === undefined ? {} : { body });
        // What no agent may do at all is refused before anything is looked for.
        const closed = rowOf(placed).roles?.includes('agent') ? 404 : 403;
        expect([placed.method, address, answer.status]).toEqual([placed.method, address, closed]);
      }
      expect((await agent.call('GET', '/api/v1/lookup?phone=%2B74951234567')).body.hits).toEqual([]);
      for (const [collection, id] of Object.entries({ companies: company, contacts: contact })) {
        const { body } = await agent.call('GET', `/api/v1/${collection}?ids=${id}`);
        expect(body).toEqual({ [collection]: [], missing: [id] });
      }
    },
  );

  it('keeps what others own from change, on every route that changes a client', async () => {
    const { admin } = organisation;
    const company = await make(admin, '/api/v1/companies', { name: 'Клиент другого' });
    const contact = await make(admin, '/api/v1/contacts', { name: 'Человек другого' });
    const places = await placesOf(admin, company, contact);
    const agent = people['agent'];
    if (!agent) throw new Error('There is no agent.');
    // Whoever sees a card may write on its chronology, and attach to it.
    const changing = operations
      .map(([, placed]) => placed)
      .filter(({ method, path }) => method !== 'GET' && /^\/api\/v1\/(companies|contacts)\/\{id\}/.test(path))
      .filter(({ path }) => !/\/(notes|logged-contacts|documents)$/.test(path));
    expect(changing.length).toBeGreaterThan(9);
    for (const placed of changing.filter(({ path }) => !path.endsWith('/restore'))) {
      const address = addressOn(placed, { company, contact, ...places });
      const body = bodyOf(placed);
      const answer = await agent.call(placed.method, address, body === undefined ? {} : { body });
      expect([placed.method, address, answer.status]).toEqual([placed.method, address, 403]);
    }
    for (const [kind, id] of [
      ['companies', company],
      ['contacts', contact],
    ] as const) {
      await expectStatus(admin.call('DELETE', `/api/v1/${kind}/${id}`), 204);
      expect((await agent.call('POST', `/api/v1/${kind}/${id}/restore`)).status).toBe(403);
    }
  });
});
