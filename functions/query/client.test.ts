import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { createQueryClient, type QueryClient } from './client.ts';
import type { Question } from './question.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const tenant = new VerifiedTenant('01KA8GNQM0M9MZNN5WPTQAS6J7', 1);
const question: Question = { kind: 'snapshot', feedShards: 1, withinMs: 4_000 };
const found = { answer: { complete: true, rows: 1, bytes: 2 }, snapshotWanted: false };
const problem = (code: string, kind = 'unavailable') => ({
  problem: { kind, code, message: 'm', retryAfter: 5, issues: [{ pointer: '/q', code: 'c', message: 'm' }] },
  snapshotWanted: false,
});

let server: Server;
let client: QueryClient;
let answers: Answer[];
let asked: { readonly request: IncomingMessage; readonly body: Question }[];

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request) text += String(piece);
    asked.push({ request, body: JSON.parse(text) as Question });
    const { status = 200, headers = {}, body } = answers.shift() ?? { body: found };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  client = createQueryClient({
    functionName: 'kartoteka-query',
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  });
});
afterEach(() => new Promise((closed) => server.close(closed)));

describe('a question to the query function', () => {
  it('is signed, and names the tenant whose environment answers', async () => {
    answers = [{ body: found }];
    expect(await client.ask(tenant, question)).toEqual(found.answer);
    const [one] = asked;
    expect(one?.request.url).toBe('/2015-03-31/functions/kartoteka-query/invocations');
    expect(one?.request.headers['x-amz-tenant-id']).toBe(tenant.id);
    expect(one?.request.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-central-1\/lambda\/aws4_request, SignedHeaders=.*x-amz-tenant-id/,
    );
  });

  it('that is refused is refused with all that was said of it', async () => {
    answers = [{ body: problem('question.invalid', 'malformed') }];
    await expect(client.ask(tenant, question)).rejects.toMatchObject({
      kind: 'malformed',
      code: 'question.invalid',
      issues: [{ pointer: '/q' }],
      retryAfter: 5,
    });
  });

  it('is asked once more after a fault, and again while all are at work', async () => {
    answers = [{ status: 500, body: {} }, { body: found }];
    expect(await client.ask(tenant, question)).toEqual(found.answer);
    answers = [
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType: 'Error' } },
      { body: found },
    ];
    expect(await client.ask(tenant, question)).toEqual(found.answer);
    answers = [{ body: problem('search.busy') }, { body: problem('search.busy') }, { body: found }];
    expect(await client.ask(tenant, question)).toEqual(found.answer);
  });

  it('says what to do where nobody answers', async () => {
    answers = Array.from({ length: 5 }, () => ({ status: 500, body: {} }));
    await expect(client.ask(tenant, question)).rejects.toMatchObject({ code: 'search.unavailable' });
    answers = Array.from({ length: 5 }, () => ({ status: 429, body: {} }));
    await expect(client.ask(tenant, question)).rejects.toMatchObject({ code: 'search.busy', retryAfter: 1 });
  });

  it('has a snapshot made where one is wanting, and says so once', async () => {
    const wanting = { ...found, snapshotWanted: true };
    answers = [{ body: wanting }, { status: 202, body: {} }, { body: wanting }];
    await client.ask(tenant, question);
    await client.ask(tenant, question);
    expect(asked.map(({ request }) => request.headers['x-amz-invocation-type'])).toEqual([
      'RequestResponse',
      'Event',
      'RequestResponse',
    ]);
    expect(asked[1]?.body).toMatchObject({ kind: 'snapshot' });
  });
});
