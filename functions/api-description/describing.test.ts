import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { createApiDescription } from './describing.ts';

const document = { openapi: '3.1.0', info: { title: 'Kartoteka', version: '1' }, paths: {} };
const handler = createApiDescription(document, new KeepingLogger());
const PATH = '/api/v1/openapi.json';
const answerTo = (request: HttpRequest) => handler(httpApiEvent(request), lambdaContext());
const etag = async (): Promise<string> => String((await answerTo({ path: PATH })).headers?.['etag']);

describe('the description', () => {
  it('is answered to everybody, and may be kept', async () => {
    const { statusCode, headers, body } = await answerTo({ path: PATH });
    expect([statusCode, JSON.parse(body ?? '')]).toEqual([200, document]);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
  });

  it.each([(tag: string) => tag, (tag: string) => `W/${tag}`, (tag: string) => `"other", ${tag}`, () => '*'])(
    'is not sent again to whoever has it (%#)',
    async (header) => {
      const answer = await answerTo({ path: PATH, headers: { 'if-none-match': header(await etag()) } });
      expect([answer.statusCode, answer.body]).toEqual([304, undefined]);
    },
  );

  it('is sent to whoever has another one', async () => {
    expect((await answerTo({ path: PATH, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  });

  it('is compressed for those who take it, under a weak tag', async () => {
    const large = { ...document, info: { ...document.info, description: 'The HTTP API. '.repeat(100) } };
    const answering = createApiDescription(large, new KeepingLogger());
    const request = httpApiEvent({ path: PATH, headers: { 'accept-encoding': 'br' } });
    const { headers, body = '', isBase64Encoded } = await answering(request, lambdaContext());
    expect(headers).toMatchObject({
      'content-encoding': 'br',
      vary: 'accept-encoding',
      etag: expect.stringMatching(/^W\/"[\w-]{22}"$/),
    });
    expect(isBase64Encoded).toBe(true);
    expect(JSON.parse(brotliDecompressSync(Buffer.from(body, 'base64')).toString())).toEqual(large);
    const known = { path: PATH, headers: { 'if-none-match': String(headers?.['etag']) } };
    expect(await answering(httpApiEvent(known), lambdaContext())).toMatchObject({ statusCode: 304 });
  });

  it('can only be read', async () => {
    const { statusCode, headers, body } = await answerTo({ method: 'DELETE', path: PATH });
    expect([statusCode, headers?.['allow'], JSON.parse(body ?? '').code]).toEqual([
      405,
      'GET',
      'method.not-allowed',
    ]);
  });
});

describe('a preflight', () => {
  it.each([PATH, '/api/v1/companies/1/card', '/anything'])('for %s is no error', async (path) => {
    expect(await answerTo({ method: 'OPTIONS', path })).toEqual({ statusCode: 204 });
  });
});

describe('an address that nobody has', () => {
  it.each(['/', '/api/v1', '/api/v2/companies', '/api/v1/openapi.json/', '/%2e%2e/etc/passwd'])(
    '%s is not found, in problem details',
    async (path) => {
      const { statusCode, headers, body } = await answerTo({ method: 'POST', path, body: {} });
      expect(statusCode).toBe(404);
      expect(headers?.['content-type']).toBe('application/problem+json');
      expect(JSON.parse(body ?? '')).toMatchObject({
        type: 'urn:kartoteka:problem:route.not-found',
        status: 404,
        detail: expect.stringContaining(PATH),
        requestId: expect.any(String),
      });
    },
  );
});
