import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectStatus,
  type Organisation,
  type RunningStack,
  type SignedIn,
  startRunningStack,
} from './running-stack.ts';

const LIMIT = 96;
/** Where the local runtime expects a web client in the making. */
const PAGE = 'http://localhost:5173';

let running: RunningStack;
let organisation: Organisation;
let admin: SignedIn;
let companyId: string;
let contactId: string;

beforeAll(async () => {
  running = await startRunningStack();
  organisation = await running.provision('ООО «Ромашка»');
  admin = organisation.admin;
  const make = async (path: string, body: object): Promise<string> =>
    (await expectStatus(admin.call('POST', path, { body }), 201)).body.id;
  companyId = await make('/api/v1/companies', {
    name: 'Клиент',
    phones: ['+7 495 123-45-67'],
    tags: ['VIP'],
  });
  contactId = await make('/api/v1/contacts', { name: 'Анна', companies: [{ companyId }] });
  await make(`/api/v1/companies/${companyId}/notes`, { text: 'Просят перезвонить. '.repeat(100) });
});

afterAll(() => running?.stop());

/** A request as it goes over the wire, not decoded by anything. */
function raw(path: string, headers: Record<string, string>) {
  return new Promise<{ readonly headers: NodeJS.Dict<string | string[]>; readonly body: Buffer }>(
    (resolve, reject) => {
      const authorization = `Bearer ${admin.token}`;
      request(`${running.stack.url}${path}`, { headers: { authorization, ...headers } }, (response) => {
        buffer(response).then((body) => resolve({ headers: response.headers, body }), reject);
      })
        .on('error', reject)
        .end();
    },
  );
}

describe('a page of another origin', () => {
  const preflight = (path: string, origin: string) =>
    running.call('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type,if-match',
      },
    });

  it.each([
    '/api/v1/companies',
    '/api/v1/companies/01/card',
    '/api/v1/me',
    '/api/v1/openapi.json',
    '/nowhere',
  ])('may ask first, without a token, about %s', async (path) => {
    const { status, headers } = await preflight(path, PAGE);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(headers.get('access-control-allow-methods')).toBe('DELETE,GET,PATCH,POST,PUT');
    expect(headers.get('access-control-allow-headers')?.split(',')).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'if-match',
        'idempotency-key',
        'kartoteka-tenant',
      ]),
    );
    expect(headers.get('access-control-max-age')).toBe('7200');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('reads answers and problems with their headers', async () => {
    for (const path of [`/api/v1/companies/${companyId}`, '/api/v1/companies/42']) {
      const { headers } = await admin.call('GET', path, { headers: { origin: PAGE } });
      expect(headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(headers.get('access-control-expose-headers')?.split(',')).toEqual(
        expect.arrayContaining(['etag', 'location', 'ratelimit', 'retry-after', 'apigw-requestid']),
      );
    }
  });

  it('is told nothing where it may not call', async () => {
    const asked = await preflight('/api/v1/companies', 'https://evil.example');
    const read = await admin.call('GET', '/api/v1/me', { headers: { origin: 'https://evil.example' } });
    for (const { headers } of [asked, read]) expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an answer', () => {
  const card = () => `/api/v1/companies/${companyId}/card`;

  it('comes compressed to those who take it', async () => {
    const plain = await raw(card(), {});
    const small = await raw(card(), { 'accept-encoding': 'gzip, br' });
    expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, 'br']);
    expect(small.headers['vary']).toBe('accept-encoding');
    expect(small.body.length).toBeLessThan(plain.body.length / 2);
    expect(JSON.parse(brotliDecompressSync(small.body).toString())).toEqual(
      JSON.parse(plain.body.toString()),
    );
    const description = await raw('/api/v1/openapi.json', { 'accept-encoding': 'br' });
    expect(JSON.parse(brotliDecompressSync(description.body).toString())).toHaveProperty('openapi');
  });

  it('has the chosen fields only', async () => {
    const fields = 'company.name,contacts.contact.name,timeline.entries.kind,timeline.next';
    expect((await expectStatus(admin.call('GET', `${card()}?fields=${fields}`), 200)).body).toEqual({
      company: { name: 'Клиент' },
      contacts: [{ contact: { name: 'Анна' } }],
      timeline: { entries: [{ kind: 'note' }, { kind: 'contact-linked' }, { kind: 'created' }] },
    });
    const one = await expectStatus(
      admin.call('GET', `/api/v1/companies/${companyId}?fields=phones.number`),
      200,
    );
    expect([one.body, one.headers.get('etag')]).toEqual([{ phones: [{ number: '+74951234567' }] }, '"1"']);
    const changed = admin.call('PATCH', `/api/v1/companies/${companyId}`, {
      body: { tags: ['VIP', 'опт'] },
      headers: { 'if-match': one.headers.get('etag') ?? '' },
    });
    expect((await expectStatus(changed, 200)).headers.get('etag')).toBe('"2"');
  });

  it('to several ids has them in their order, and names those that are not there', async () => {
    const nobody = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const { body } = await expectStatus(
      admin.call('GET', `/api/v1/companies?ids=${nobody},${companyId}&fields=companies.name,missing`),
      200,
    );
    expect(body).toEqual({ companies: [{ name: 'Клиент' }], missing: [nobody] });
    expect((await admin.call('GET', `/api/v1/contacts?ids=${contactId}`)).body.contacts).toMatchObject([
      { id: contactId, name: 'Анна', version: 1 },
    ]);
  });

  it('to a write says what was written, which a question can bring along', async () => {
    const made = await admin.call('POST', '/api/v1/companies', { body: { name: 'Только что' } });
    const written = made.headers.get('kartoteka-written') ?? '';
    const ask = (after: string) =>
      admin.call('POST', '/api/v1/companies/search', {
        body: { q: 'только что', fields: ['name'] },
        headers: { 'kartoteka-after': after },
      });
    const found = await expectStatus(ask(written), 200);
    expect(found.body.rows).toEqual([{ id: made.body.id, name: 'Только что' }]);
    expect((await expectStatus(ask('nonsense'), 400)).body.code).toBe('header.invalid');
  });

  it('to conditions by the names of fields has whole records, and names what is wrong by its parameter', async () => {
    const found = await expectStatus(
      admin.call('GET', '/api/v1/companies?status[in]=prospect,customer&sort=-createdAt&limit=100'),
      200,
    );
    expect(found.body.companies).toContainEqual(expect.objectContaining({ id: companyId, name: 'Клиент' }));
    expect(found.body.total).toBe(found.body.companies.length);
    const wrong = await expectStatus(
      admin.call('GET', '/api/v1/companies?status=customer&employees[gte]=many&colour[eq]=red'),
      400,
    );
    expect(wrong.body.errors).toMatchObject([{ parameter: 'colour[eq]', code: 'field.unknown' }]);
    const unfit = await expectStatus(
      admin.call('GET', '/api/v1/companies?status=customer&employees[gte]=many&sort=banks'),
      400,
    );
    expect(unfit.body.errors).toMatchObject([
      { parameter: 'employees[gte]', code: 'type.invalid' },
      { parameter: 'sort', code: 'field.unfit' },
    ]);
  });
});

describe('a compressed body', () => {
  it('is refused, with what is taken', async () => {
    const { status, body, headers } = await admin.call('POST', '/api/v1/companies', {
      raw: gzipSync('{"name":"Клиент"}'),
      headers: { 'content-encoding': 'gzip' },
    });
    expect([status, body.code, headers.get('accept-encoding')]).toEqual([415, 'body.encoded', 'identity']);
  });
});

describe('the limit of an organisation', () => {
  let limited: RunningStack;
  beforeAll(async () => {
    limited = await startRunningStack({ settings: { 'requests-per-minute': LIMIT } });
  });
  afterAll(() => limited?.stop());

  const minute = (): number => Math.floor(Date.now() / 60_000);

  it('is kept with 200 callers at once on all environments of a function', { timeout: 60_000 }, async () => {
    let began: number;
    let answers: Awaited<ReturnType<SignedIn['call']>>[];
    do {
      // Whoever was cut in two by the end of a minute has used up some of the next one: another organisation tries again.
      const { admin: caller } = await limited.provision('ООО «Нетерпеливые»');
      began = minute();
      answers = await Promise.all(
        Array.from({ length: 200 }, () => caller.call('GET', '/api/v1/lookup?inn=7707083893')),
      );
    } while (minute() !== began);
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(served.length + refused.length).toBe(200);
    expect(served.length).toBeGreaterThanOrEqual(LIMIT);
    expect(served.length).toBeLessThanOrEqual(2 * LIMIT);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ code: 'rate.limited', status: 429 });
      const seconds = Number(headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
      expect(headers.get('ratelimit')).toBe(`"tenant";r=0;t=${seconds}`);
      expect(headers.get('ratelimit-policy')).toBe(`"tenant";q=${LIMIT};w=60`);
    }
    const other = (await limited.provision('ООО «Другие»')).admin;
    expect((await other.call('GET', '/api/v1/lookup?inn=7707083893')).status).toBe(200);
  });
});
