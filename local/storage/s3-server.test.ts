import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as open } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createFiles, type Files } from '../../functions/runtime/files/files.ts';
import { createSigner, type Signer } from '../../functions/runtime/files/signer.ts';
import { eventually } from '../../tests/equipment/eventually.ts';
import { LOCAL_CREDENTIALS } from '../credentials.ts';
import { type ObjectStore, startObjectStore } from './object-store.ts';

const BUCKET = 'files-bucket';
const REGION = 'eu-central-1';
const MIB = 1024 * 1024;
const CORS = [
  {
    AllowedMethods: ['PUT', 'GET'],
    AllowedOrigins: ['https://crm.example.com', 'https://*.preview.example.com'],
    AllowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
    ExposedHeaders: ['etag'],
    MaxAge: 3600,
  },
];

let folder: string;
let store: ObjectStore;
let files: Files;
let signer: Signer;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', LOCAL_CREDENTIALS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', LOCAL_CREDENTIALS.secretAccessKey);
  folder = mkdtempSync(join(tmpdir(), 's3-server-'));
  store = await startObjectStore({
    dataDir: folder,
    region: REGION,
    buckets: [BUCKET],
    rules: { [BUCKET]: { cors: CORS } },
    queues: [],
  });
  files = createFiles({ bucket: BUCKET, region: REGION, endpoint: store.endpoint });
  signer = createSigner({ base: new URL(`${store.endpoint}/${BUCKET}/`), region: REGION });
});
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64');
const body = Buffer.from('%PDF-1.7 an offer');
const facts = { contentType: 'application/pdf', bytes: body.byteLength, sha256: sha256(body) };

/** Status and code of the answer to what is sent to an address. */
async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  sent: Uint8Array<ArrayBuffer> = body,
) {
  const answer = await fetch(url, { method: 'PUT', headers, body: sent });
  return [answer.status, /<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1]];
}

/** Files on disk, whether they are objects or not. */
const onDisk = (): number => readdirSync(join(folder, 'objects', 'files')).length;

test('an address takes what it was made for, and nothing else', async () => {
  const { url, headers } = await files.uploadAddress('documents/a', facts);
  const before = onDisk();
  expect(await send(url.replace('documents/a', 'documents/b'), headers)).toEqual([
    403,
    'SignatureDoesNotMatch',
  ]);
  expect(await send(url, { ...headers, 'content-type': 'text/html' })).toEqual([
    403,
    'SignatureDoesNotMatch',
  ]);
  expect(await send(url, {})).toEqual([403, 'SignatureDoesNotMatch']);
  const { 'content-length': _, ...withoutLength } = headers;
  const longer = Buffer.concat([body, body]);
  expect(await send(url, withoutLength, longer)).toEqual([403, 'SignatureDoesNotMatch']);
  expect(await send(url, { ...headers, 'x-amz-checksum-sha256': sha256(longer) })).toEqual([
    403,
    'SignatureDoesNotMatch',
  ]);
  expect(await send(url, { ...headers, 'x-amz-meta-note': 'mine' })).toEqual([403, 'AccessDenied']);
  const other = Buffer.from('%PDF-1.7 an OFFER');
  expect(await send(url, headers, other)).toEqual([400, 'BadDigest']);
  expect(await files.find('documents/a')).toBeUndefined();
  expect(onDisk()).toBe(before);
  expect(await send(url, headers)).toEqual([200, undefined]);
  expect(await files.find('documents/a')).toMatchObject({ sha256: facts.sha256 });
});

test('an encoding that no address signs is kept and said again, as S3 does; a copy may replace it', async () => {
  const upload = await files.uploadAddress('documents/encoded', facts);
  expect(await send(upload.url, { ...upload.headers, 'content-encoding': 'br' })).toEqual([200, undefined]);
  const ask = async (method: 'HEAD' | 'GET', key: string) => {
    const { url, headers } = await signer.sign({ method, key });
    const answer = await fetch(url, { method, headers });
    await answer.body?.cancel();
    return [answer.headers.get('content-encoding'), answer.headers.get('content-type')];
  };
  expect(await ask('HEAD', 'documents/encoded')).toEqual(['br', 'application/pdf']);
  expect(await ask('GET', 'documents/encoded')).toEqual(['br', 'application/pdf']);
  const copy = async (directive: string) => {
    const { url, headers } = await signer.sign({
      method: 'PUT',
      key: 'documents/copied',
      headers: {
        'x-amz-copy-source': `/${BUCKET}/documents/encoded`,
        'x-amz-metadata-directive': directive,
        'content-type': 'text/plain',
      },
    });
    return send(url, headers, Buffer.alloc(0));
  };
  expect(await copy('COPY')).toEqual([200, undefined]);
  expect(await ask('HEAD', 'documents/copied')).toEqual(['br', 'application/pdf']);
  expect(await copy('REPLACE')).toEqual([200, undefined]);
  expect(await ask('HEAD', 'documents/copied')).toEqual([null, 'text/plain']);
  expect(await copy('MERGE')).toEqual([400, 'InvalidArgument']);
  await files.remove('documents/copied');
});

test('an address is good for a quarter of an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 15 * 60_000 - 1000 });
  const late = await files.uploadAddress('documents/late', facts);
  const lateDownload = await files.downloadAddress('documents/a', {
    fileName: 'a.pdf',
    contentType: 'text/plain',
  });
  vi.useRealTimers();
  expect(await send(late.url, late.headers)).toEqual([403, 'AccessDenied']);
  const answer = await fetch(lateDownload);
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  expect((await fetch(`${store.endpoint}/${BUCKET}/documents/a`)).status).toBe(403);
});

test('64 MiB go through in one put without being held in memory, and back', async () => {
  const piece = randomBytes(MIB);
  const count = 64;
  const hash = createHash('sha256');
  for (let n = 0; n < count; n += 1) hash.update(piece);
  const { url, headers } = await files.uploadAddress('imports/large', {
    contentType: 'text/csv',
    bytes: count * MIB,
    sha256: hash.digest('base64'),
  });
  const before = held();
  let most = 0;
  const put = open(url, { method: 'PUT', headers });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    put.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  for (let n = 0; n < count; n += 1) {
    if (!put.write(piece)) await new Promise((resolve) => put.once('drain', resolve));
    most = Math.max(most, held());
  }
  put.end();
  expect(await answered).toBe(200);
  // Client and server are in this process.
  expect(most - before).toBeLessThan(8 * MIB);
  let read = 0;
  for await (const got of files.read('imports/large', {})) read += got.byteLength;
  expect(read).toBe(count * MIB);
});

/** Bytes of buffers that are still held once the garbage is gone. */
function held(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

test('what breaks off leaves nothing behind', async () => {
  const before = onDisk();
  const { url, headers } = await files.uploadAddress('documents/broken', facts);
  const put = open(url, { method: 'PUT', headers });
  put.on('error', () => undefined);
  put.write(body.subarray(0, 3));
  await eventually(() => expect(onDisk()).toBe(before + 1));
  put.destroy();
  await eventually(() => expect(onDisk()).toBe(before));
  expect(await files.find('documents/broken')).toBeUndefined();
});

test('a reader of an object that is replaced reads the old one to its end', async () => {
  const old = randomBytes(8 * MIB);
  await files.put('imports/replaced', old, 'text/csv');
  const { url, headers } = await signer.sign({ method: 'GET', key: 'imports/replaced' });
  const answer = await fetch(url, { headers });
  await files.put('imports/replaced', Buffer.from('new'), 'text/csv');
  expect(Buffer.from(await answer.arrayBuffer()).equals(old)).toBe(true);
  await files.remove('imports/replaced');
});

test('pages of the named origins may send and fetch, others may not', async () => {
  const { url, headers } = await files.uploadAddress('documents/cors', facts);
  const ask = (origin: string, method = 'PUT', asked = 'content-type, x-amz-checksum-sha256') =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': asked,
      },
    });
  const allowed = await ask('https://crm.example.com');
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': 'https://crm.example.com',
    'access-control-allow-methods': 'PUT, GET',
    'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
    'access-control-max-age': '3600',
  });
  expect((await ask('https://42.preview.example.com')).status).toBe(200);
  expect((await ask('https://elsewhere.example.com')).status).toBe(403);
  expect((await ask('https://crm.example.com', 'DELETE')).status).toBe(403);
  expect((await ask('https://crm.example.com', 'PUT', 'x-amz-acl')).status).toBe(403);
  const put = await fetch(url, {
    method: 'PUT',
    headers: { ...headers, origin: 'https://crm.example.com' },
    body,
  });
  expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'https://crm.example.com',
  ]);
  expect(put.headers.get('access-control-expose-headers')).toBe('etag');
  const foreign = await fetch(
    await files.downloadAddress('documents/cors', { fileName: 'a', contentType: 'a/b' }),
    {
      headers: { origin: 'https://elsewhere.example.com' },
    },
  );
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
});

test('what this machine cannot do is refused by name', async () => {
  const { url, headers } = await signer.sign({ method: 'GET', key: 'a', query: { acl: '' } });
  const answer = await fetch(url, { headers });
  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('acl')]);
  const unknown = await fetch(`${store.endpoint}/no-such-bucket/a`);
  expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('NoSuchBucket')]);
});
