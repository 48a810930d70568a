import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectStatus,
  type Organisation,
  type RunningStack,
  type SignedIn,
  startRunningStack,
} from './running-stack.ts';

let running: RunningStack;
let organisation: Organisation;
let agent: SignedIn;
let companyId: string;

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('ООО «Ромашка»');
  agent = await organisation.addUser('agent');
  companyId = (await expectStatus(agent.call('POST', '/api/v1/companies', { body: { name: 'Клиент' } }), 201))
    .body.id;
});

afterAll(() => running?.stop());

const issues = (body: { errors?: { pointer?: string; parameter?: string; code: string }[] }) =>
  (body.errors ?? []).map(({ pointer, parameter, code }) => [pointer ?? parameter, code]);

/** Nothing of a refused body may stand on the card. */
async function cardIsUntouched(): Promise<void> {
  const { body } = await expectStatus(agent.call('GET', `/api/v1/companies/${companyId}/card`), 200);
  expect(body.company).toMatchObject({ name: 'Клиент', version: 1 });
  expect(body.timeline.entries).toHaveLength(1);
}

describe('a body that is not right', () => {
  const post = (raw: string | Uint8Array, headers = {}) =>
    agent.call('POST', '/api/v1/companies', { raw, headers });

  it('is told to be malformed, missing, of another type or too large', async () => {
    expect((await expectStatus(post('{"name": "Кли'), 400)).body.code).toBe('body.malformed');
    expect((await expectStatus(agent.call('POST', '/api/v1/companies'), 400)).body.code).toBe('body.missing');
    expect((await expectStatus(post('name=x', { 'content-type': 'text/plain' }), 415)).body.code).toBe(
      'body.unsupported-media',
    );
    const large = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    expect((await expectStatus(post(large), 413)).body.code).toBe('body.too-large');
    const huge = await post(JSON.stringify({ name: 'x'.repeat(11_000_000) }));
    expect([huge.status, huge.body]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  it.each<readonly [object, (readonly [string, string])[]]>([
    [{}, [['/name', 'field.required']]],
    [{ name: 5 }, [['/name', 'type.invalid']]],
    [[], [['', 'type.invalid']]],
    [
      { name: 'К', colour: 'red', __proto: 1 },
      [
        ['/colour', 'field.unknown'],
        ['/__proto', 'field.unknown'],
      ],
    ],
    [{ name: 'я'.repeat(10_000) }, [['/name', 'text.too-long']]],
    [{ name: 'К\u0000лиент' }, [['/name', 'text.control-character']]],
    [{ name: 'К\u202eлиент' }, [['/name', 'text.control-character']]],
    [{ name: ' \t ' }, [['/name', 'text.empty']]],
    [{ name: 'К', status: 'vip' }, [['/status', 'value.not-listed']]],
    [{ name: 'К', inn: '7707083894' }, [['/inn', 'inn.check-digit']]],
    [{ name: 'К', phones: ['позвони мне'] }, [['/phones/0', 'phone.not-a-number']]],
    [{ name: 'К', phones: ['+7 495 1'] }, [['/phones/0', 'phone.too-short']]],
    [{ name: 'К', emails: ['a@b'] }, [['/emails/0', 'email.domain-invalid']]],
    [
      { name: 'К', finances: { budget: { amount: '1.005', currency: 'RUB' } } },
      [['/finances/budget', 'money.too-precise']],
    ],
    [
      { name: 'К', finances: { budget: { amount: '10', currency: 'RUR' } } },
      [['/finances/budget/currency', 'currency.unknown']],
    ],
    [{ name: 'К', zone: 'Moscow' }, [['/zone', 'zone.unknown']]],
  ])('names each field that is wrong, case %#', async (body, expected) => {
    const answer = await expectStatus(agent.call('POST', '/api/v1/companies', { body }), 422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(issues(answer.body)).toEqual(expected);
    expect(answer.body).toMatchObject({ code: 'body.invalid', status: 422, requestId: expect.any(String) });
    expect(answer.text).not.toMatch(/node_modules|at .*\.m?[jt]s/);
  });

  it('changes nothing, however many of its fields are right', async () => {
    const body = { name: 'Другой', status: 'customer', inn: '1234567890' };
    await expectStatus(agent.call('PATCH', `/api/v1/companies/${companyId}`, { body }), 422);
    await expectStatus(
      agent.call('POST', `/api/v1/companies/${companyId}/notes`, { body: { text: '' } }),
      422,
    );
    await expectStatus(
      agent.call('POST', `/api/v1/companies/${companyId}/logged-contacts`, {
        body: { channel: 'call', direction: 'in', topic: 'no-such' },
      }),
      422,
    );
    await cardIsUntouched();
  });
});

describe('an address, parameter or header that is not right', () => {
  it('is told which', async () => {
    expect((await expectStatus(agent.call('GET', '/api/v1/companies/42'), 400)).body).toMatchObject({
      code: 'parameter.invalid',
      errors: [{ parameter: 'id', code: 'ulid.invalid' }],
    });
    expect(
      issues((await expectStatus(agent.call('GET', `/api/v1/companies/${companyId}?x=1`), 400)).body),
    ).toEqual([['x', 'field.unknown']]);
    expect(
      issues(
        (await expectStatus(agent.call('GET', `/api/v1/companies/${companyId}/timeline?limit=0`), 400)).body,
      ),
    ).toEqual([['limit', 'number.too-small']]);
    expect((await expectStatus(agent.call('GET', '/api/v1/lookup'), 400)).body.code).toBe(
      'parameter.invalid',
    );
    expect(
      (await expectStatus(agent.call('GET', '/api/v1/lookup?phone=abc'), 400)).body.errors,
    ).toMatchObject([{ parameter: 'phone' }]);
    const ifMatch = { headers: { 'if-match': '3' }, body: { name: 'x' } };
    expect(
      (await expectStatus(agent.call('PATCH', `/api/v1/companies/${companyId}`, ifMatch), 400)).body.code,
    ).toBe('header.invalid');
    expect((await expectStatus(agent.call('GET', '/api/v1/nothing-here'), 404)).body.code).toBe(
      'route.not-found',
    );
    expect((await expectStatus(agent.call('GET', '/api/v1/companies/x/y/z'), 404)).body.code).toBe(
      'route.not-found',
    );
    expect(
      (await expectStatus(agent.call('PUT', `/api/v1/companies/${companyId}`, { body: {} }), 405)).body.code,
    ).toBe('method.not-allowed');
    expect((await expectStatus(running.call('GET', '/elsewhere'), 404)).body.code).toBe('route.not-found');
  });

  it('refuses cursors that were tampered with, or belong to another list', async () => {
    for (let note = 0; note < 3; note += 1) {
      await expectStatus(
        agent.call('POST', `/api/v1/companies/${companyId}/notes`, { body: { text: `Заметка ${note}` } }),
        201,
      );
    }
    const timeline = `/api/v1/companies/${companyId}/timeline?limit=2`;
    const { next } = (await expectStatus(agent.call('GET', timeline), 200)).body;
    const page = await expectStatus(agent.call('GET', `${timeline}&cursor=${encodeURIComponent(next)}`), 200);
    expect(page.body.entries).toHaveLength(2);
    const forged = next.replace(/^./, (first: string) => (first === 'A' ? 'B' : 'A'));
    for (const cursor of [forged, `${next}x`, next.slice(0, -1), 'x', '']) {
      const answer = await agent.call('GET', `${timeline}&cursor=${encodeURIComponent(cursor)}`);
      expect([cursor, answer.status, answer.body.code]).toEqual([cursor, 400, 'cursor.invalid']);
    }
    const filtered = `/api/v1/companies/${companyId}/timeline?limit=2&kind=note&cursor=${encodeURIComponent(next)}`;
    expect((await agent.call('GET', filtered)).body.code).toBe('cursor.invalid');
    expect(
      (await organisation.admin.call('GET', `${timeline}&cursor=${encodeURIComponent(next)}`)).body.code,
    ).toBe('cursor.invalid');
  });
});

describe('a token', () => {
  const me = (token?: string) => running.call('GET', '/api/v1/me', { token });

  it('is asked for, and refused when forged, expired, unsigned or of a foreign issuer', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [header = '', claims = '', signature = ''] = agent.token.split('.');
    const known = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const kid = JSON.parse(Buffer.from(header, 'base64url').toString()).kid;
    const signed = (changes: object) =>
      new SignJWT({ ...known, ...changes })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'at+jwt' })
        .sign(privateKey);
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${claims}.`;
    const hmacHead = Buffer.from(JSON.stringify({ alg: 'HS256', kid })).toString('base64url');
    const confused = `${hmacHead}.${claims}.${createHmac('sha256', JSON.stringify(running.stack.identity.jwks)).update(`${hmacHead}.${claims}`).digest('base64url')}`;
    const other = Buffer.from(JSON.stringify({ ...known, sub: 'somebody-else' })).toString('base64url');
    const tokens = [
      undefined,
      'nonsense',
      unsigned,
      confused,
      `${header}.${other}.${signature}`,
      await signed({}),
      await signed({ exp: Math.floor(Date.now() / 1000) - 60 }),
      await signed({ iss: 'https://issuer.example' }),
    ];
    for (const token of tokens) {
      const answer = await me(token);
      expect([answer.status, answer.body]).toEqual([401, { message: 'Unauthorized' }]);
    }
    await expectStatus(me(agent.token), 200);
  });

  it('of somebody without an organisation opens nothing', async () => {
    const [pool] = running.stack.plan.ofType('AWS::Cognito::UserPool');
    await running.stack.identity.cognito('AdminCreateUser', {
      UserPoolId: pool?.ref,
      Username: 'stranger@example.com',
      MessageAction: 'SUPPRESS',
    });
    const stranger = await running.signIn('stranger@example.com');
    const answer = await expectStatus(me(stranger), 403);
    expect(answer.body.code).toBe('membership.none');
  });

  it('cannot name an organisation that the caller is no member of', async () => {
    const other = await running.provision('Чужая');
    const answer = await agent.call('GET', '/api/v1/me', { headers: { 'kartoteka-tenant': other.tenantId } });
    expect([answer.status, answer.body.code]).toEqual([403, 'tenant.not-a-member']);
  });
});
