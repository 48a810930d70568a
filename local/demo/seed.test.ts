import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createClientHandlers } from '../../functions/clients/handlers.ts';
import { createDirectory } from '../../functions/platform/directory.ts';
import { createPlatformHandlers } from '../../functions/platform/handlers.ts';
import { createProvision } from '../../functions/platform/provisioning.ts';
import { createCallers } from '../../functions/runtime/caller.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { RequestContext } from '../../functions/runtime/request.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { createMemoryFiles } from '../../tests/equipment/memory-files.ts';
import { createTable, LOCAL_CLIENT } from '../../tests/equipment/table.ts';
import { tableLayer } from '../../tests/equipment/tenant-bed.ts';
import { DEMO_PASSWORD } from '../identity/demo-password.ts';
import { startIdentity, USER_POOL_ID } from '../identity/identity-on-loopback.ts';
import { accessTokenFor } from '../identity/sign-in.ts';
import { silentLog } from '../log.ts';
import { openState } from '../state.ts';
import { generateDemo } from './generate.ts';
import { DEMO_TENANT, DEMO_USERS, SECOND_ADMIN } from './people.ts';
import { seedInto } from './seed.ts';
import type { Target } from './target.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');
/** Small, and yet with every kind of thing in it. */
const SIZE = { companies: 24, contacts: 70, entries: 260, now: NOW, log: silentLog };

/** A place for the demo: a table of its own and the identity provider. */
async function makeTarget() {
  const identity = await startIdentity();
  const state = openState(identity.dataDir);
  onTestFinished(async () => {
    state.close();
    await identity.stop();
  });
  const endpoint = inject('dynamodbEndpoint');
  const { name, document } = await createTable(endpoint);
  const table = tableLayer(endpoint, name);
  const userPool = new CognitoIdentityProviderClient({ ...LOCAL_CLIENT, endpoint: identity.url });
  const issuer = identity.identity.issuer;
  const directory = createDirectory({ client: userPool, userPoolId: USER_POOL_ID, issuer });
  const provision = createProvision({ table, directory, now: () => NOW });
  const target: Target = {
    table,
    files: createMemoryFiles(),
    userPool,
    userPoolId: USER_POOL_ID,
    issuer,
    state,
    provision: async (payload) => void (await provision(payload, 'test')),
  };
  const resolve = createCallers({ table, now: () => new Date() }).resolve;
  const as = async (email: string): Promise<RequestContext> => ({
    caller: await resolve(await directory.identityOf(email, ''), undefined),
    now: new Date(),
    correlationId: 'test',
  });
  /** How many items of each kind there are, leaving out what only a write's repeat needs. */
  const kinds = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    let from: Record<string, unknown> | undefined;
    do {
      const page = await document.send(new ScanCommand({ TableName: name, ExclusiveStartKey: from }));
      for (const { kind } of page.Items ?? []) counts[kind] = (counts[kind] ?? 0) + 1;
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return counts;
  };
  return { target, directory, as, kinds, url: identity.url, logged: identity.logged };
}

test('seeds cards that open with people, relations and a chronology, for people who can sign in', async () => {
  const { target, directory, as, kinds, url, logged } = await makeTarget();
  await seedInto(target, SIZE);

  const data = generateDemo(SIZE);
  const counts = await kinds();
  expect(counts).toMatchObject({ company: 24, contact: 70, tenant: 2, user: 7, team: 2 });
  expect(counts).toMatchObject({ 'working-calendar': 1, 'user-working-calendar': 1 });
  expect(counts['correction']).toBeGreaterThan(0);
  expect(counts['document']).toBeGreaterThan(0);
  expect(counts['document-upload']).toBeUndefined();
  const clients = createClientHandlers({ table: target.table, cursors: createCursors(target.table) });
  const platform = createPlatformHandlers({
    table: target.table,
    directory,
    signUp: 'closed',
  });
  const admin = await as(DEMO_USERS.admin.email);
  expect(admin.caller.settings.name).toBe(DEMO_TENANT.name);
  const users = await platform.listUsers({ params: undefined, query: undefined, body: undefined }, admin);
  expect(users.body?.users.map(({ role }) => role).sort()).toEqual(
    ['admin', 'agent', 'agent', 'agent', 'manager', 'viewer'].sort(),
  );
  const sources = await platform.listEntries(
    { params: { dictionary: 'lead-sources' }, query: undefined, body: undefined },
    admin,
  );
  expect(sources.body?.entries.filter(({ costs }) => costs !== undefined).length).toBeGreaterThan(3);

  const [company] = data.companies;
  const inn = company?.input.inn;
  const found = await clients.lookup({ params: undefined, query: { inn }, body: undefined }, admin);
  const id = found.body?.hits[0]?.id ?? '';
  const card = await clients.readCard({ params: { id }, query: undefined, body: undefined }, admin);
  expect(card.body?.company.name).toBe(company?.input.name);
  expect(card.body?.company.createdAt).toBe(company?.at.toISOString());
  expect(card.body?.contacts).not.toHaveLength(0);
  expect(card.body?.timeline.entries).not.toHaveLength(0);

  for (const { email } of [DEMO_USERS.anna, DEMO_USERS.viewer, SECOND_ADMIN]) {
    expect(await accessTokenFor({ url, email, password: DEMO_PASSWORD })).toMatch(/^ey/);
  }
  expect(logged).toEqual([]);
  await expect(
    clients.readCompany({ params: { id }, query: undefined, body: undefined }, await as(SECOND_ADMIN.email)),
  ).rejects.toMatchObject({ kind: 'not-found' });
});

test('goes on where it was cut off, again and again, and makes nothing twice', async () => {
  const size = { ...SIZE, companies: 10, contacts: 24, entries: 70 };
  const later = { ...size, now: new Date('2026-11-24T09:00:00.000Z') };
  const whole = await makeTarget();
  await seedInto(whole.target, size);

  const cut = await makeTarget();
  for (const [attempt, writes] of [3, 20, 50, 40].entries()) {
    const dying = { ...cut.target, table: dyingAfter(writes, cut.target.table) };
    await expect(seedInto(dying, attempt === 0 ? size : later)).rejects.toThrow();
    // The last writes before the end may not have been noted.
    cut.target.state.exec("DELETE FROM demo_written WHERE name LIKE 'company-%' OR name LIKE 'step-%-1'");
  }
  await seedInto(cut.target, later);

  expect(await cut.kinds()).toEqual(await whole.kinds());
  await seedInto(cut.target, later);
  expect(await cut.kinds()).toEqual(await whole.kinds());
});

/** A table whose engine goes away after some transactions, with the last one written and not answered. */
function dyingAfter(writes: number, table: Table): Table {
  let left = writes;
  return {
    ...table,
    transact: async (items) => {
      left -= 1;
      if (left < 0) throw new Error('The engine is gone.');
      await table.transact(items);
      if (left === 0) throw new Error('The engine is gone.');
    },
  };
}
