import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openState } from '../state.ts';
import { type ObjectStore, startObjectStore } from './object-store.ts';

const QUEUE_ARN = 'arn:aws:sqs:eu-central-1:111122223333:failures-queue';
let dataDir: string;
let store: ObjectStore | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'object-store-'));
});

afterEach(async () => {
  await store?.stop();
  store = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(attributes: Record<string, string> = {}): Promise<ObjectStore> {
  store = await startObjectStore({
    dataDir,
    region: 'eu-central-1',
    buckets: ['failures-bucket'],
    queues: [{ name: 'failures-queue', attributes }],
  });
  return store;
}

function s3(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

test('a data folder from before encodings were kept goes on', async () => {
  const state = openState(join(dataDir, 'objects'));
  state.exec(`CREATE TABLE object (
    bucket TEXT NOT NULL, key TEXT NOT NULL, bytes INTEGER NOT NULL, etag TEXT NOT NULL, content_type TEXT NOT NULL,
    modified INTEGER NOT NULL, checksums TEXT NOT NULL, file TEXT NOT NULL,
    PRIMARY KEY (bucket, key)) STRICT, WITHOUT ROWID;
    INSERT INTO object VALUES ('failures-bucket', 'old', 0, '"e"', 'text/plain', 0, '{}', 'f')`);
  state.close();
  const { endpoint, putObject } = await open();
  await putObject('failures-bucket', 'new', '{}');
  const headOf = async (Key: string) =>
    s3(endpoint).send(new HeadObjectCommand({ Bucket: 'failures-bucket', Key }));
  expect(await headOf('old')).toMatchObject({ ETag: '"e"', ContentType: 'text/plain' });
  expect(await headOf('new')).toMatchObject({ ContentLength: 2, ContentType: 'application/json' });
});

test('objects put by the runtime and by an SDK client without further options are read back', async () => {
  const { endpoint, putObject } = await open();
  const key = 'aws/lambda/id/shard 1/2026/11/23/каталог & 50%.json';
  await putObject('failures-bucket', key, '{"ключ":1}');
  const client = s3(endpoint);
  await client.send(new PutObjectCommand({ Bucket: 'failures-bucket', Key: 'sdk', Body: 'by the SDK' }));
  const read = async (Key: string) =>
    (await client.send(new GetObjectCommand({ Bucket: 'failures-bucket', Key }))).Body?.transformToString();
  expect(await read(key)).toBe('{"ключ":1}');
  expect(await read('sdk')).toBe('by the SDK');
  const listed = await client.send(
    new ListObjectsV2Command({ Bucket: 'failures-bucket', Prefix: 'aws/lambda/id/' }),
  );
  expect(listed.Contents?.map((object) => object.Key)).toEqual([key]);
});

test('an unknown bucket or queue is an error with its name', async () => {
  const { putObject, sendMessage } = await open();
  await expect(putObject('no-such-bucket', 'k', 'v')).rejects.toThrow(/no-such-bucket/);
  await expect(sendMessage('arn:aws:sqs:eu-central-1:111122223333:nowhere', 'v')).rejects.toThrow(/nowhere/);
});

test('objects, messages and new attributes stand after a restart', async () => {
  const before = await open({ MessageRetentionPeriod: '86400' });
  await before.putObject('failures-bucket', 'k', 'v');
  await before.sendMessage(QUEUE_ARN, 'body', { ERROR_CODE: 'X' });
  await before.stop();
  const after = await open({ MessageRetentionPeriod: '1209600' });
  expect(after.messages('failures-queue')).toEqual([{ body: 'body', attributes: { ERROR_CODE: 'X' } }]);
  const object = await s3(after.endpoint).send(new GetObjectCommand({ Bucket: 'failures-bucket', Key: 'k' }));
  expect(await object.Body?.transformToString()).toBe('v');
  const response = await fetch(after.queueEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.GetQueueAttributes' },
    body: JSON.stringify({ QueueUrl: after.queueUrl('failures-queue'), AttributeNames: ['All'] }),
  });
  expect(await response.json()).toMatchObject({ Attributes: { MessageRetentionPeriod: '1209600' } });
});

test('what was acknowledged survives a kill -9', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = await readLines(child, 200);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { messages, endpoint } = await open();
  const bodies = new Set(messages('failures-queue').map((message) => message.body));
  const keys = await allKeys(s3(endpoint));
  for (const line of acknowledged) {
    expect(bodies).toContain(line);
    expect(keys).toContain(line);
  }
});

test.each(['endpoint', 'queueEndpoint'] as const)(
  'only the loopback interface is bound: %s',
  async (which) => {
    const port = Number(new URL((await open())[which]).port);
    expect(await connects('127.0.0.1', port)).toBe(true);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, family, internal } of others) {
      if (!internal && family === 'IPv4') expect(await connects(address, port)).toBe(false);
    }
    // On Linux the whole of 127/8 is local: a server on all interfaces would answer here, one on 127.0.0.1 does not.
    if (process.platform === 'linux') expect(await connects('127.0.0.2', port)).toBe(false);
  },
);

/** A process that writes message and object n, then says so, for ever. */
function writer(): string {
  return `
    import { startObjectStore } from ${JSON.stringify(new URL('./object-store.ts', import.meta.url).href)};
    const store = await startObjectStore({ dataDir: ${JSON.stringify(dataDir)}, region: 'eu-central-1',
      buckets: ['failures-bucket'], queues: [{ name: 'failures-queue' }] });
    for (let n = 0; ; n += 1) {
      await store.sendMessage(${JSON.stringify(QUEUE_ARN)}, 'n' + n);
      await store.putObject('failures-bucket', 'n' + n, 'v');
      console.log('n' + n);
    }`;
}

async function readLines(child: ChildProcess, count: number): Promise<string[]> {
  const lines: string[] = [];
  if (child.stdout === null) return lines;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

async function allKeys(client: S3Client): Promise<Set<string>> {
  const keys = new Set<string>();
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: 'failures-bucket', ...(token && { ContinuationToken: token }) }),
    );
    for (const object of page.Contents ?? []) if (object.Key !== undefined) keys.add(object.Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
