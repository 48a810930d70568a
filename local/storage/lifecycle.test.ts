import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { openState } from '../state.ts';
import { applyLifecycle, readLifecycle } from './lifecycle.ts';
import { openObjects, sweepFiles } from './objects.ts';
import { receiveFile } from './received-file.ts';
import { openUploads } from './uploads.ts';

const BUCKET = 'files-bucket';
const DAY_MS = 24 * 60 * 60_000;

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  const state = openState(folder);
  onTestFinished(() => {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const objects = await openObjects(state, join(folder, 'files'));
  const uploads = openUploads(state, objects);
  const receive = () => receiveFile(Readable.from([Buffer.from('body')]), objects.folder);
  const put = async (key: string) =>
    objects.put(BUCKET, { key, etag: '"e"', contentType: 'text/csv', checksums: {} }, await receive());
  return { objects, uploads, state, receive, put, files: () => readdirSync(objects.folder).length };
}

test('objects go when their time is over, and others stay', async () => {
  const { objects, uploads, receive, put, files } = await open();
  await put('imports/list');
  await put('documents/offer');
  const upload = uploads.begin(BUCKET, 'imports/large', 'text/csv');
  await uploads.part(upload, 1, await receive());
  const rules = readLifecycle(BUCKET, {
    Rules: [
      { Id: 'imports', Status: 'Enabled', Prefix: 'imports/', ExpirationInDays: 30 },
      { Id: 'off', Status: 'Disabled', ExpirationInDays: 1 },
      { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ],
  });
  const keys = () => objects.list(BUCKET, { prefix: '', after: '', limit: 9 }).map(({ key }) => key);
  const later = (days: number) => new Date(Date.now() + days * DAY_MS);
  await applyLifecycle(BUCKET, rules, { objects, uploads }, later(0.9));
  expect(files()).toBe(3);
  await applyLifecycle(BUCKET, rules, { objects, uploads }, later(2));
  expect([keys(), files()]).toEqual([['documents/offer', 'imports/list'], 2]);
  await applyLifecycle(BUCKET, rules, { objects, uploads }, later(31));
  expect([keys(), files()]).toEqual([['documents/offer'], 1]);
});

test('a rule that would be without effect stops the start', () => {
  const configuration = {
    Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
  };
  expect(() => readLifecycle(BUCKET, configuration)).toThrow(/NoncurrentVersionExpiration/);
});

test('files of uploads that a stop cut off are swept away', async () => {
  const { state, objects, uploads, receive, put, files } = await open();
  await put('documents/offer');
  await uploads.part(uploads.begin(BUCKET, 'imports/large', 'text/csv'), 1, await receive());
  await receive();
  await sweepFiles(state, objects.folder);
  expect(files()).toBe(2);
});
