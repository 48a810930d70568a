import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { KeepingLogger, lambdaContext } from '../../tests/equipment/lambda.ts';
import { servedFilesFolder } from '../../tests/equipment/served-files.ts';
import { createApiDescription } from './describing.ts';
import { readServedFiles, type ServedFiles } from './files.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Kartoteka', version: '1' },
  servers: [{ url: '/' }],
  // Long enough to be compressed.
  paths: { '/api/v1/me': { get: { summary: `Who am I ${'<here> '.repeat(200)}` } } },
};
const PATH = '/api/v1/openapi.json';

let served: Awaited<ReturnType<typeof servedFilesFolder>>;
let files: ServedFiles;
let handler: ReturnType<typeof createApiDescription>;

beforeAll(async () => {
  served = await servedFilesFolder();
  files = readServedFiles(served.folder);
  const logger = new KeepingLogger();
  handler = createApiDescription({ document, baseUrl: 'https://crm.example', files, logger });
});

afterAll(() => served.remove());

const answerTo = (request: HttpRequest) => handler(httpApiEvent(request), lambdaContext());
const etag = async (path = PATH): Promise<string> => String((await answerTo({ path })).headers?.['etag']);

describe('the description', () => {
  it('is answered to everybody with the address of the installation, and may be kept', async () => {
    const { statusCode, headers, body } = await answerTo({ path: PATH });
    const servers = [{ url: 'https://crm.example', description: 'This installation' }];
    expect([statusCode, JSON.parse(body ?? '')]).toEqual([200, { ...document, servers }]);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
      vary: 'accept-encoding',
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

  it.each([PATH, '/api/docs'])('can only be read: %s', async (path) => {
    const { statusCode, headers, body } = await answerTo({ method: 'DELETE', path });
    expect([statusCode, headers?.['allow'], JSON.parse(body ?? '').code]).toEqual([
      405,
      'GET',
      'method.not-allowed',
    ]);
  });
});

describe('what is answered', () => {
  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br;q=1.0', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, *', 'gzip', gunzipSync],
  ])('comes compressed to whoever takes it so: %s', async (header, encoding, decompress) => {
    for (const path of [PATH, '/api/docs', `/api/docs/${files.nameOf('redoc.js')}`]) {
      const plain = await answerTo({ path });
      const packed = await answerTo({ path, headers: { 'accept-encoding': header } });
      expect(packed).toMatchObject({ statusCode: 200, isBase64Encoded: true });
      expect(packed.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
      expect(packed.headers?.['etag']).not.toBe(plain.headers?.['etag']);
      const bytes = Buffer.from(packed.body ?? '', 'base64');
      expect(decompress(bytes).toString()).toBe(plain.body);
      const known = { 'accept-encoding': header, 'if-none-match': String(packed.headers?.['etag']) };
      expect(await answerTo({ path, headers: known })).toMatchObject({ statusCode: 304 });
    }
  });

  it.each(['', 'identity', 'br;q=0, gzip;q=0', 'zstd'])('comes as it is to others: "%s"', async (header) => {
    const answer = await answerTo({ path: '/api/docs', headers: { 'accept-encoding': header } });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.body).toContain('<!doctype html>');
  });
});

describe('a preflight', () => {
  it.each([PATH, '/api/v1/companies/1/card', '/anything'])('for %s is no error', async (path) => {
    expect(await answerTo({ method: 'OPTIONS', path })).toEqual({ statusCode: 204 });
  });
});

describe('an address that nobody has', () => {
  it.each([
    '/',
    '/api/v1',
    '/api/v2/companies',
    '/api/v1/openapi.json/',
    '/%2e%2e/etc/passwd',
    '/api/docs/redoc.js',
    '/api/docs/../describing.ts',
    '/api/docs/toString',
  ])('%s is not found, in problem details', async (path) => {
    const { statusCode, headers, body } = await answerTo({ method: 'POST', path, body: {} });
    expect(statusCode).toBe(404);
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body ?? '')).toMatchObject({
      type: 'urn:kartoteka:problem:route.not-found',
      status: 404,
      detail: expect.stringContaining(PATH),
      requestId: expect.any(String),
    });
  });

  it('is the page of whoever ends its address with a stroke', async () => {
    const { statusCode, headers } = await answerTo({ path: '/api/docs/' });
    expect([statusCode, headers]).toEqual([308, { location: '/api/docs' }]);
  });
});

describe('without its files', () => {
  it('the function does not start, and says why', () => {
    expect(() => readServedFiles(join(served.folder, 'nothing'))).toThrow('infra/bundle.ts');
    expect(() => files.nameOf('other.js')).toThrow('other.js');
  });
});
