import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessTokenFor } from '../../local/identity/sign-in.ts';
import { createVisitor } from '../../local/identity/visitor.ts';
import { apiClientOf } from '../equipment/api-client.ts';
import {
  callerOf,
  expectStatus,
  type Newcomer,
  type Organisation,
  type RunningStack,
  startRunningStack,
} from './running-stack.ts';

const PASSWORD = 'My own long Passphrase, 7!';

let dataDir: string;
let running: RunningStack;
let other: Organisation;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kartoteka-joining-'));
  running = await startRunningStack({ dataDir });
  other = await running.provision('Другая');
});
afterAll(async () => {
  await running?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What the mail to an address holds, by the name of its line. */
async function mailed(email: string, line: string): Promise<string> {
  const [pool] = running.stack.plan.ofType('AWS::Cognito::UserPool');
  const user = { UserPoolId: pool?.ref, Username: email };
  const { Username } = (await running.stack.identity.cognito('AdminGetUser', user)) as { Username: string };
  const mail = await readFile(join(dataDir, 'invitations', `${Username}.txt`), 'utf8');
  return new RegExp(`^${line}: (.+)$`, 'm').exec(mail)?.[1] ?? '';
}

/** A browser at the sign-in page, as the mails lead there. */
async function browser() {
  const visitor = createVisitor();
  let at = new URL('/oidc/start', running.stack.url);
  for (;;) {
    const location = (await visitor.visit(at)).headers.get('location');
    if (location === null) break;
    at = new URL(location, at);
  }
  return (fields: Record<string, string>) => visitor.visit(at, fields);
}

async function arrive(email: string): Promise<Newcomer> {
  const { url } = running.stack;
  const token = await accessTokenFor({ url, email, password: PASSWORD });
  const call = callerOf(url);
  const api = apiClientOf(url, token);
  return { email, token, api, call: (method, path, more) => call(method, path, { token, ...more }) };
}

/** Somebody registers on the sign-in page and confirms the address. */
async function register(email: string): Promise<Newcomer> {
  const submit = await browser();
  expect((await submit({ step: 'register', email, password: PASSWORD, again: PASSWORD })).status).toBe(200);
  expect((await submit({ step: 'confirm', code: await mailed(email, 'Verification code') })).status).toBe(
    303,
  );
  return arrive(email);
}

/** Somebody who was invited signs in with the temporary password and chooses an own one. */
async function firstSignIn(email: string): Promise<Newcomer> {
  const submit = await browser();
  const temporary = await mailed(email, 'Temporary password');
  expect((await submit({ step: 'password', email, password: temporary })).status).toBe(200);
  expect((await submit({ step: 'new-password', password: PASSWORD, again: PASSWORD })).status).toBe(303);
  return arrive(email);
}

const memberships = async (person: Newcomer) =>
  (await expectStatus(person.call('GET', '/api/v1/memberships'), 200)).body.memberships;

describe('a team that begins by itself', () => {
  let founder: Newcomer;
  let tenantId: string;

  it('registers, and makes an organisation in which work can begin at once', async () => {
    founder = await register('founder@lyutik.example');
    const stranger = await expectStatus(founder.call('GET', '/api/v1/me'), 403);
    expect(stranger.body.code).toBe('membership.none');
    expect((await founder.call('GET', '/api/v1/invitations')).body).toEqual({ invitations: [] });
    const unnamed = founder.call('POST', '/api/v1/organisations', { body: { name: 'Лютик' } });
    expect((await expectStatus(unnamed, 422)).body.errors).toMatchObject([{ pointer: '/founder/name' }]);

    const body = { name: 'Лютик', zone: 'Europe/Samara', founder: { name: 'Ольга Лютикова' } };
    const headers = { 'idempotency-key': 'my-organisation' };
    const made = await expectStatus(founder.call('POST', '/api/v1/organisations', { body, headers }), 201);
    tenantId = made.body.tenantId;
    const again = await expectStatus(founder.call('POST', '/api/v1/organisations', { body, headers }), 201);
    expect(again.body).toEqual(made.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');

    const me = await expectStatus(founder.call('GET', '/api/v1/me'), 200);
    expect(me.body).toMatchObject({
      user: { email: 'founder@lyutik.example', name: 'Ольга Лютикова', role: 'admin', state: 'active' },
      tenant: { id: tenantId, name: 'Лютик', zone: 'Europe/Samara' },
    });
    const card = { name: 'Первый клиент', industry: 'retail' };
    await expectStatus(founder.call('POST', '/api/v1/companies', { body: card }), 201);
  });

  it('invites somebody new, who signs in, accepts and works', async () => {
    const email = 'vera@lyutik.example';
    const body = { email, name: 'Вера', role: 'agent' };
    const { id } = (await expectStatus(founder.call('POST', '/api/v1/users', { body }), 201)).body;
    const vera = await firstSignIn(email);
    expect((await vera.call('GET', '/api/v1/lookup?phone=89160001122')).body.code).toBe('membership.none');
    const { invitations } = (await expectStatus(vera.call('GET', '/api/v1/invitations'), 200)).body;
    expect(invitations).toMatchObject([
      { tenantId, organisation: 'Лютик', role: 'agent', invitedBy: 'Ольга Лютикова' },
    ]);
    await expectStatus(vera.call('POST', `/api/v1/invitations/${tenantId}/accept`), 200);
    // The functions that refused a moment ago let the person in.
    await expectStatus(vera.call('GET', '/api/v1/lookup?phone=89160001122'), 200);
    await expectStatus(vera.call('POST', '/api/v1/companies', { body: { name: 'Клиент Веры' } }), 201);

    await expectStatus(vera.call('DELETE', `/api/v1/memberships/${tenantId}`), 204);
    expect(await memberships(vera)).toEqual([]);
    const left = await expectStatus(founder.call('GET', `/api/v1/users/${id}`), 200);
    expect(left.body).toMatchObject({ state: 'left', active: false });
    const last = await founder.call('DELETE', `/api/v1/memberships/${tenantId}`);
    expect([last.status, last.body.code]).toEqual([409, 'user.last-admin']);
  });

  it('changes nothing for somebody of another organisation until that person accepts', async () => {
    const anna = await other.addUser('agent');
    const body = { email: anna.email, name: 'Анна', role: 'admin' };
    await expectStatus(founder.call('POST', '/api/v1/users', { body }), 201);
    expect((await anna.call('GET', '/api/v1/me')).body.tenant.name).toBe('Другая');
    const named = { headers: { 'kartoteka-tenant': tenantId } };
    expect((await anna.call('GET', '/api/v1/me', named)).body.code).toBe('tenant.not-a-member');
    await expectStatus(anna.call('POST', `/api/v1/invitations/${tenantId}/accept`), 200);
    expect((await anna.call('GET', '/api/v1/me', named)).body).toMatchObject({
      user: { role: 'admin' },
      tenant: { name: 'Лютик' },
    });
    const places = await memberships(anna);
    expect(places.map(({ organisation }: { organisation: string }) => organisation)).toEqual([
      'Другая',
      'Лютик',
    ]);
  });

  it('lets in whom the admin named by identity, once that identity accepts with its own token', async () => {
    const program = await running.newcomer('program@lyutik.example');
    const { sub } = JSON.parse(Buffer.from(program.token.split('.')[1] ?? '', 'base64url').toString());
    const body = {
      email: 'exchange@lyutik.example',
      name: 'Обмен с 1С',
      role: 'agent',
      identity: { issuer: running.stack.issuer, subject: sub },
    };
    await expectStatus(founder.call('POST', '/api/v1/users', { body }), 201);
    expect(await memberships(program)).toEqual([]);
    await expectStatus(program.call('POST', `/api/v1/invitations/${tenantId}/accept`), 200);
    expect(await memberships(program)).toMatchObject([{ tenantId, role: 'agent', active: true }]);
  });
});
