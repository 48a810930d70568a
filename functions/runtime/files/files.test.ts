import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../../local/credentials.ts';
import { type ObjectStore, startObjectStore } from '../../../local/storage/object-store.ts';
import { refusalOf } from '../../../tests/equipment/request.ts';
import { contentDisposition, createFiles, FileMissing, FileReplaced, type Files } from './files.ts';
import { createSigner } from './signer.ts';

const BUCKET = 'kartoteka-files';
const REGION = 'eu-central-1';

let folder: string;
let store: ObjectStore;
let files: Files;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', LOCAL_CREDENTIALS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', LOCAL_CREDENTIALS.secretAccessKey);
  folder = await mkdtemp(join(tmpdir(), 'kartoteka-files-'));
  store = await startObjectStore({ dataDir: folder, region: REGION, buckets: [BUCKET], queues: [] });
  files = createFiles({ bucket: BUCKET, region: REGION, endpoint: store.endpoint });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64');

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  return Buffer.concat(held).toString();
}

describe('files', () => {
  it('are sent and fetched by signed addresses, under any name', async () => {
    const body = Buffer.from('Имя;Телефон\n');
    const key = 'imports/01KA/файл (1) & 50%.csv';
    const { url, headers } = await files.uploadAddress(key, {
      contentType: 'text/csv',
      bytes: body.byteLength,
      sha256: sha256(body),
    });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;x-amz-checksum-sha256',
    );
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200);
    expect(await files.find(key)).toMatchObject({
      bytes: body.byteLength,
      contentType: 'text/csv',
      sha256: sha256(body),
    });
    const address = await files.downloadAddress(key, { fileName: 'Отчёт.csv', contentType: 'text/csv' });
    const fetched = await fetch(address);
    expect(await fetched.text()).toBe(body.toString());
    expect(new URL(address).searchParams.get('response-content-disposition')).toBe(
      contentDisposition('Отчёт.csv'),
    );
  });

  it('are told missing and replaced, and removed twice without harm', async () => {
    expect(await files.find('imports/none')).toBeUndefined();
    await expect(textOf(files.read('imports/none', {}))).rejects.toThrow(FileMissing);
    await files.put('imports/a', Buffer.from('one'), 'text/plain');
    const { etag = '' } = (await files.find('imports/a')) ?? {};
    expect(await textOf(files.read('imports/a', { etag }))).toBe('one');
    await files.put('imports/a', Buffer.from('two'), 'text/plain');
    await expect(textOf(files.read('imports/a', { etag }))).rejects.toThrow(FileReplaced);
    await files.remove('imports/a');
    await files.remove('imports/a');
    expect(await files.find('imports/a')).toBeUndefined();
  });

  it('are copied as they were looked at, type and all', async () => {
    const [from, to] = ['documents/incoming/01KA/файл (1)', 'documents/01KA/2'];
    await files.put(from, Buffer.from('one'), 'text/plain');
    const { etag = '' } = (await files.find(from)) ?? {};
    const seen = { etag, contentType: 'text/plain' };
    await files.copy(from, to, seen);
    expect(await textOf(files.read(to, {}))).toBe('one');
    expect(await files.find(to)).toMatchObject({ contentType: 'text/plain', bytes: 3 });
    await files.put(from, Buffer.from('two'), 'text/plain');
    await expect(files.copy(from, to, seen)).rejects.toThrow(FileReplaced);
    await expect(files.copy('documents/none', to, seen)).rejects.toThrow(FileMissing);
    expect(await textOf(files.read(to, {}))).toBe('one');
  });

  it('sent with an encoding are told so, never decoded, and copied without it', async () => {
    const [from, to] = ['documents/incoming/encoded', 'documents/encoded'];
    const body = gzipSync(Buffer.from('%PDF-1.7 to whoever decodes it'));
    const upload = { contentType: 'application/pdf', bytes: body.byteLength, sha256: sha256(body) };
    const { url, headers } = await files.uploadAddress(from, upload);
    const sent = { method: 'PUT', headers: { ...headers, 'content-encoding': 'gzip' }, body };
    expect((await fetch(url, sent)).status).toBe(200);
    const { etag = '', ...facts } = (await files.find(from)) ?? {};
    expect(facts).toEqual({ ...upload, contentEncoding: 'gzip' });
    expect(await refusalOf(textOf(files.read(from, { etag, to: 15 })))).toMatchObject({
      kind: 'conflict',
      code: 'file.encoded',
    });
    await files.copy(from, to, { etag, contentType: 'application/pdf' });
    expect(await files.find(to)).toEqual({ ...upload, etag });
    const read: Uint8Array[] = [];
    for await (const piece of files.read(to, {})) read.push(piece);
    expect(Buffer.concat(read).equals(body)).toBe(true);
  });

  it('are read from any byte to any byte, over several windows', async () => {
    const body = randomBytes(9 * 1024 * 1024 + 17);
    await files.put('imports/large', body, 'application/octet-stream');
    const piecesOf = async (options: { from?: number; to?: number }) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of files.read('imports/large', options)) pieces.push(piece);
      return pieces;
    };
    const whole = await piecesOf({});
    expect(whole).toHaveLength(3);
    expect(Buffer.concat(whole).equals(body)).toBe(true);
    const from = 4 * 1024 * 1024 - 3;
    const some = Buffer.concat(await piecesOf({ from, to: from + 9 }));
    expect(some.equals(body.subarray(from, from + 10))).toBe(true);
    expect(await piecesOf({ from: body.byteLength })).toEqual([]);
  });

  it('are written from a stream of any length, whole or not at all', async () => {
    const piece = randomBytes(3 * 1024 * 1024);
    async function* pieces(count: number, failing = false) {
      for (let n = 0; n < count; n += 1) yield piece;
      if (failing) throw new Error('The source broke.');
    }
    await files.putStream('imports/stream', pieces(5), 'text/csv');
    expect(await files.find('imports/stream')).toMatchObject({ bytes: 5 * piece.byteLength });
    await files.putStream('imports/empty', pieces(0), 'text/csv');
    expect(await files.find('imports/empty')).toMatchObject({ bytes: 0, contentType: 'text/csv' });
    await expect(files.putStream('imports/broken', pieces(5, true), 'text/csv')).rejects.toThrow('broke');
    expect(await files.find('imports/broken')).toBeUndefined();
  });

  it('are unavailable, with the code that says so, where nobody answers', async () => {
    const nobody = createFiles({ bucket: BUCKET, region: REGION, endpoint: 'http://127.0.0.1:9' });
    await expect(nobody.find('imports/a')).rejects.toMatchObject({ code: 'engine.unavailable' });
  });
});

describe('the signature', () => {
  it('is the one of the published example', async () => {
    // Source: Amazon S3 API reference, "Authenticating Requests: Using Query Parameters".
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
    try {
      const signer = createSigner({
        base: new URL('https://examplebucket.s3.amazonaws.com/'),
        region: 'us-east-1',
      });
      const { url } = await signer.presign(
        { method: 'GET', key: 'test.txt' },
        86_400,
        new Date('2013-05-24T00:00:00Z'),
      );
      expect(new URL(url).searchParams.get('X-Amz-Signature')).toBe(
        'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      );
    } finally {
      vi.stubEnv('AWS_ACCESS_KEY_ID', LOCAL_CREDENTIALS.accessKeyId);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', LOCAL_CREDENTIALS.secretAccessKey);
    }
  });
});

describe('the name of a download', () => {
  it('keeps every letter and breaks no header', () => {
    expect(contentDisposition('Отчёт "1".csv')).toBe(
      `attachment; filename="_____ _1_.csv"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%221%22.csv`,
    );
    expect(contentDisposition("a\r\nb';c(1).csv")).not.toMatch(/[\r\n]/);
  });
});
