import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressOf,
  addressOn,
  bodyOf,
  byIds,
  collectionOf,
  make,
  operations,
  type Placed,
  placesOf,
  prepareWalk,
  queryOf,
  rowOf,
  type Walk,
} from './route-walk.ts';
import { expectStatus, type Newcomer, type RunningStack, startRunningStack } from './running-stack.ts';

/**
 * Walks the OpenAPI document: whatever route it has is called without a token, by a stranger of another organisation and by
 * every role. A new route is covered by being there; what it speaks of is made in `route-walk.ts`.
 */
let running: RunningStack;
let walk: Walk;

beforeAll(async () => {
  running = await startRunningStack();
  walk = await prepareWalk(running);
});

afterAll(() => running?.stop());

const isForMembers = (placed: Placed): boolean => rowOf(placed).access === undefined;

const call = (placed: Placed, person: Newcomer | undefined, headers: Record<string, string> = {}) => {
  const body = bodyOf(walk, placed);
  return running.call(placed.method, `${addressOf(walk, placed)}${queryOf(walk, placed)}`, {
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
    const { ids, imports, related, other, organisation, stranger } = walk;
    const address = addressOf(walk, placed);
    const ours =
      address.includes(ids['companies'] ?? '-') ||
      address.includes(ids['contacts'] ?? '-') ||
      /users\/|teams\/|memberships\/|invitations\/|imports\/|selections\//.test(address);
    // Who founds an organisation has to name one from then on.
    const outsider = isForMembers(placed) ? other.admin : stranger;
    const answer = await call(placed, outsider);
    if (byIds(placed)) {
      const collection = collectionOf(placed);
      expect([answer.status, answer.body]).toEqual([200, { [collection]: [], missing: [ids[collection]] }]);
    } else if (ours) {
      expect([answer.status, answer.body.code]).toEqual([404, expect.stringMatching(/\.not-found$/)]);
    } else {
      expect(answer.status).toBeLessThan(500);
      for (const secret of [
        ...Object.values(ids),
        ...Object.values(imports),
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
    for (const [role, person] of Object.entries(walk.people)) {
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
      const answer = await call(placed, isForMembers(placed) ? walk.people['admin'] : walk.newcomer);
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
        const address = addressOn(walk, placed, { company, contact, ...places });
        const body = bodyOf(walk, placed);
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
    const { admin } = walk.organisation;
    const company = await make(admin, '/api/v1/companies', { name: 'Клиент другого' });
    const contact = await make(admin, '/api/v1/contacts', { name: 'Человек другого' });
    const places = await placesOf(admin, company, contact);
    const agent = walk.people['agent'];
    if (!agent) throw new Error('There is no agent.');
    // Whoever sees a card may write on its chronology, and attach to it.
    const changing = operations
      .map(([, placed]) => placed)
      .filter(({ method, path }) => method !== 'GET' && /^\/api\/v1\/(companies|contacts)\/\{id\}/.test(path))
      .filter(({ path }) => !/\/(notes|logged-contacts|documents)$/.test(path));
    expect(changing.length).toBeGreaterThan(9);
    for (const placed of changing.filter(({ path }) => !path.endsWith('/restore'))) {
      const address = addressOn(walk, placed, { company, contact, ...places });
      const body = bodyOf(walk, placed);
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
