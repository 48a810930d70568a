import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import { startKillableEngine } from '../../tests/equipment/killable-engine.ts';
import { createTable, type TestTable } from '../../tests/equipment/table.ts';
import { type Engine, startEngine } from '../dynamodb/engine.ts';
import { createStreamMapping } from './stream-mapping.ts';
import { keepStreamRecords } from './stream-retention.ts';
import {
  functionsOf,
  type Handler,
  queueArn,
  stateIn,
  storeWith,
  type TestFunctions,
  temporaryFolder,
} from './testing.ts';
import type { Destinations, StreamMapping, StreamMappingOptions, StreamRecord } from './wiring.ts';

const STREAM_ARN =
  'arn:aws:dynamodb:eu-central-1:111122223333:table/kartoteka/stream/2026-11-23T00:00:00.000';
const PATIENT = { deadline: 15_000 };
let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

interface Stage {
  readonly table: TestTable;
  readonly functions: TestFunctions;
  readonly mapping: StreamMapping;
  /** Sort keys that reached the function, in order. */
  seen(): string[];
}

const NOWHERE: Destinations = {
  putObject: () => Promise.reject(new Error('no object was expected')),
  sendMessage: () => Promise.reject(new Error('no message was expected')),
};

async function streamArnOf(table: TestTable): Promise<string> {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  return Table?.LatestStreamArn ?? '';
}

async function open(
  properties: Record<string, unknown>,
  options: Partial<StreamMappingOptions> & { readonly table?: TestTable; readonly handler?: Handler } = {},
): Promise<Stage> {
  const { table = await createTable(engine.endpoint), handler = () => null, ...rest } = options;
  const functions = functionsOf({ reader: handler });
  const mapping = createStreamMapping({
    logicalId: 'ReaderMapping',
    properties: {
      FunctionName: 'reader',
      EventSourceArn: STREAM_ARN,
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    },
    streamArn: await streamArnOf(table),
    dynamodbEndpoint: engine.endpoint,
    region: 'eu-central-1',
    functions,
    state: stateIn(temporaryFolder()),
    destinations: NOWHERE,
    backoff: () => 5,
    ...rest,
  });
  onTestFinished(() => mapping.stop());
  mapping.start();
  return { table, functions, mapping, seen: () => recordsOf(functions).map(sortKeyOf) };
}

function recordsOf(functions: TestFunctions): StreamRecord[] {
  return (functions.calls['reader'] ?? []).flatMap((event) => (event as { Records: StreamRecord[] }).Records);
}

const sortKeyOf = (record: StreamRecord): string => (record.dynamodb.Keys['sk'] as { S: string }).S;

async function put(table: TestTable, sk: string, attributes: Record<string, unknown> = {}): Promise<void> {
  const Item = { pk: { S: 'p' }, sk: { S: sk }, ...attributes } as never;
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
}

async function putMany(table: TestTable, prefix: string, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
  for (let from = 0; from < count; from += 25) {
    const puts = names
      .slice(from, from + 25)
      .map((sk) => ({ PutRequest: { Item: { pk: { S: 'p' }, sk: { S: sk } } } }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } }));
  }
  return names;
}

describe('records', () => {
  test('reach the function as Lambda passes them', async () => {
    const { table, functions } = await open({});
    const before = Math.floor(Date.now() / 60_000) * 60;
    await put(table, 'a', {
      n: { N: '1.5' },
      b: { B: new Uint8Array([1, 2, 255]) },
      nested: {
        M: {
          list: { L: [{ BS: [new Uint8Array([7])] }, { NULL: true }, { BOOL: false }] },
          set: { SS: ['x'] },
        },
      },
    });
    await table.client.send(
      new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: 'p' }, sk: { S: 'a' } } }),
    );
    await eventually(() => expect(recordsOf(functions)).toHaveLength(2));
    const [inserted, removed] = recordsOf(functions);
    const image = {
      pk: { S: 'p' },
      sk: { S: 'a' },
      n: { N: '1.5' },
      b: { B: 'AQL/' },
      nested: { M: { list: { L: [{ BS: ['Bw=='] }, { NULL: true }, { BOOL: false }] }, set: { SS: ['x'] } } },
    };
    expect(inserted).toEqual({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: STREAM_ARN,
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'p' }, sk: { S: 'a' } },
        NewImage: image,
        SequenceNumber: expect.stringMatching(/^\d{21,}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    expect(inserted?.dynamodb.ApproximateCreationDateTime).toBeGreaterThanOrEqual(before);
    expect(inserted?.dynamodb.ApproximateCreationDateTime).toBeLessThanOrEqual(Date.now() / 1_000);
    expect(removed).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: image } });
    expect(removed).not.toHaveProperty('userIdentity');
  });

  test('of time-to-live carry DynamoDB’s identity', async () => {
    const { table, functions } = await open(
      {
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({
                eventName: ['REMOVE'],
                userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
              }),
            },
          ],
        },
      },
      { isExpired: (record) => sortKeyOf(record).startsWith('expired') },
    );
    for (const sk of ['by-hand', 'expired-1']) {
      await put(table, sk);
      await table.client.send(
        new DeleteItemCommand({ TableName: table.name, Key: { pk: { S: 'p' }, sk: { S: sk } } }),
      );
    }
    await eventually(() => expect(recordsOf(functions)).toHaveLength(1));
    expect(recordsOf(functions)[0]).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: { sk: { S: 'expired-1' } } },
    });
  });

  test('that no filter wants are skipped without a call', async () => {
    const wanted = { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['event'] } } } };
    const { table, functions, seen } = await open({
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(wanted) }] },
    });
    await put(table, 'a', { kind: { S: 'company' } });
    await put(table, 'b', { kind: { S: 'event' } });
    await put(table, 'b', { kind: { S: 'event' }, changed: { BOOL: true } });
    await put(table, 'c', { kind: { S: 'event' } });
    await eventually(() => expect(seen()).toEqual(['b', 'c']));
    expect(functions.calls['reader']?.length).toBeLessThanOrEqual(2);
  });

  test('reach an idle function soon after the write', async () => {
    const arrivals = new Map<string, number>();
    const { table, mapping } = await open(
      {},
      {
        handler: ({ Records }: { Records: StreamRecord[] }) => {
          for (const record of Records) arrivals.set(sortKeyOf(record), performance.now());
        },
      },
    );
    await put(table, 'first');
    await eventually(() => expect(arrivals.has('first')).toBe(true));
    const delays: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await put(table, `n${n}`);
      const written = performance.now();
      mapping.wake();
      await eventually(() => expect(arrivals.has(`n${n}`)).toBe(true), { every: 2 });
      delays.push((arrivals.get(`n${n}`) ?? 0) - written);
    }
    expect(Math.min(...delays)).toBeLessThan(200);
  });
});

describe('batches', () => {
  test('hold at most the batch size and keep the order', async () => {
    const table = await createTable(engine.endpoint);
    const names = await putMany(table, 'r', 250);
    const { functions, seen } = await open({ BatchSize: 100 }, { table });
    await eventually(() => expect(seen()).toEqual(names), PATIENT);
    const sizes = functions.calls['reader']?.map((event) => (event as { Records: unknown[] }).Records.length);
    expect(Math.max(...(sizes ?? []))).toBeLessThanOrEqual(100);
  });

  test('are gathered for the batching window', async () => {
    const { table, functions, seen } = await open({ BatchSize: 100, MaximumBatchingWindowInSeconds: 1 });
    for (const name of ['a', 'b', 'c']) await put(table, name);
    await eventually(() => expect(seen()).toEqual(['a', 'b', 'c']));
    expect(functions.calls['reader']).toHaveLength(1);
  });

  test('stay under 6 MB', async () => {
    const table = await createTable(engine.endpoint);
    for (let n = 0; n < 20; n += 1) await put(table, `big${n}`, { text: { S: 'x'.repeat(390_000) } });
    const { functions, seen } = await open({ BatchSize: 1000 }, { table });
    await eventually(() => expect(seen()).toHaveLength(20), PATIENT);
    for (const event of functions.calls['reader'] ?? []) {
      expect(JSON.stringify(event).length).toBeLessThanOrEqual(6 * 1024 * 1024 + 100);
    }
  });
});

describe('a poison record', () => {
  const poisoned = ({ Records }: { Records: StreamRecord[] }) => {
    if (Records.some((record) => sortKeyOf(record) === 'poison')) throw new TypeError('cannot read that');
  };

  test('ends in the bucket with its payload, and the rest flows on', async () => {
    const store = await storeWith({ buckets: ['failures'], queues: [] });
    const table = await createTable(engine.endpoint);
    for (const name of ['a', 'poison', 'b']) await put(table, name);
    const { seen, functions } = await open(
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      },
      { table, handler: poisoned, destinations: store },
    );
    await eventually(() => expect(seen()).toContain('b'));
    await put(table, 'later');
    await eventually(() => expect(seen()).toContain('later'));

    const s3 = new S3Client({
      endpoint: store.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'failures' }));
    expect(Contents).toHaveLength(1);
    const key = Contents[0]?.Key ?? '';
    expect(key).toMatch(
      /^aws\/lambda\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/shardId-[\w-]+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[\da-f-]{36}$/,
    );
    const object = await s3.send(new GetObjectCommand({ Bucket: 'failures', Key: key }));
    const body = JSON.parse((await object.Body?.transformToString()) ?? '');
    const poison = recordsOf(functions).find((record) => sortKeyOf(record) === 'poison');
    expect(body).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
        functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:reader',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      DDBStreamBatchInfo: {
        shardId: key.split('/')[3],
        startSequenceNumber: poison?.dynamodb.SequenceNumber,
        endSequenceNumber: poison?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        batchSize: 1,
        streamArn: STREAM_ARN,
      },
      payload: JSON.stringify({ Records: [poison] }),
    });
  });

  test('ends in a queue with its metadata only', async () => {
    const store = await storeWith({ buckets: [], queues: [{ name: 'failures' }] });
    const { table, seen } = await open(
      {
        BatchSize: 1,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: queueArn('failures') } },
      },
      { handler: poisoned, destinations: store },
    );
    for (const name of ['poison', 'b']) await put(table, name);
    await eventually(() => expect(seen()).toContain('b'));
    const body = JSON.parse(store.messages('failures')[0]?.body ?? '');
    expect(body).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1 } });
    expect(body).not.toHaveProperty('payload');
  });

  test('is not lost while the destination is out of order', async () => {
    let refusals = 2;
    const objects: string[] = [];
    const { table, seen } = await open(
      {
        BatchSize: 1,
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
      },
      {
        handler: poisoned,
        destinations: {
          ...NOWHERE,
          putObject: async (_bucket, key) => {
            refusals -= 1;
            if (refusals >= 0) throw new Error('not now');
            objects.push(key);
          },
        },
      },
    );
    for (const name of ['poison', 'b']) await put(table, name);
    await eventually(() => expect(seen()).toContain('b'));
    expect(objects).toHaveLength(1);
  });
});

describe('starting', () => {
  test('goes on behind the checkpoint, and LATEST leaves out what was there before the very first start', async () => {
    const state = stateIn(temporaryFolder());
    const table = await createTable(engine.endpoint);
    await putMany(table, 'old', 30);
    const first = await open({ StartingPosition: 'LATEST' }, { table, state });
    const checkpoints = () => state.prepare('SELECT count(*) AS n FROM stream_checkpoints').get();
    await eventually(() => expect(checkpoints()).toEqual({ n: 1 }));
    await put(table, 'new-1');
    await eventually(() => expect(first.seen()).toEqual(['new-1']));
    await first.mapping.stop();
    await put(table, 'new-2');

    const second = await open({ StartingPosition: 'LATEST' }, { table, state });
    await eventually(() => expect(second.seen()).toEqual(['new-2']));
  });

  test('a batch that was stopped in the middle comes again', async () => {
    const state = stateIn(temporaryFolder());
    const table = await createTable(engine.endpoint);
    await put(table, 'a');
    const first = await open(
      {},
      { table, state, handler: () => Promise.reject(new Error('no')), backoff: () => 60_000 },
    );
    await eventually(() => expect(first.seen()).toEqual(['a']));
    await first.mapping.stop();
    const second = await open({}, { table, state });
    await eventually(() => expect(second.seen()).toEqual(['a']));
  });

  test('records that a process had not done with at its kill -9 come again', async () => {
    const folder = temporaryFolder();
    const table = await createTable(engine.endpoint);
    const names = await putMany(table, 'r', 300);
    const options = {
      logicalId: 'ReaderMapping',
      properties: {
        FunctionName: 'reader',
        EventSourceArn: STREAM_ARN,
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 7,
      },
      streamArn: await streamArnOf(table),
      dynamodbEndpoint: engine.endpoint,
      region: 'eu-central-1',
    };
    const source = `
      import { createStreamMapping } from ${JSON.stringify(new URL('./stream-mapping.ts', import.meta.url).href)};
      import { openState } from ${JSON.stringify(new URL('../state.ts', import.meta.url).href)};
      let printed = 0;
      const functions = {
        async invoke(name, event) {
          for (const record of event.Records) console.log(record.dynamodb.Keys.sk.S);
          printed += event.Records.length;
          return printed < 100 ? { ok: true, payload: null } : new Promise(() => {});
        },
      };
      createStreamMapping({ ...${JSON.stringify(options)}, functions, state: openState(${JSON.stringify(folder)}) }).start();
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const read: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      read.push(line);
      if (read.length === 100) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { seen } = await open({ BatchSize: 7 }, { table, state: stateIn(folder) });
    await eventually(() => expect(seen().at(-1)).toBe(names.at(-1)));
    const arrived = new Set([...read, ...seen()]);
    expect(names.filter((name) => !arrived.has(name))).toEqual([]);
    expect(seen().length).toBeLessThan(names.length);
  });

  test('a disabled mapping reads nothing', async () => {
    const table = await createTable(engine.endpoint);
    await put(table, 'a');
    const disabled = await open({ Enabled: false }, { table });
    const enabled = await open({}, { table });
    await eventually(() => expect(enabled.seen()).toEqual(['a']));
    expect(disabled.seen()).toEqual([]);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ TumblingWindowInSeconds: 5 }, /ReaderMapping: .*TumblingWindowInSeconds/],
    [{ StartingPosition: 'AT_TIMESTAMP' }, /StartingPosition AT_TIMESTAMP/],
    [{ FunctionResponseTypes: ['Other'] }, /FunctionResponseTypes Other/],
    [{ FilterCriteria: { Filters: [{ Pattern: '{"a":[{"fuzzy":1}]}' }] } }, /fuzzy/],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:eu-central-1:1:t' } } }, /sns/],
  ])('%j is refused', async (properties, message) => {
    await expect(open(properties)).rejects.toThrow(message);
  });
});

describe('an engine on disk', () => {
  test('killed over and over amid writes, loses no event of an acknowledged write', {
    timeout: 60_000,
  }, async () => {
    const killable = await startKillableEngine();
    onTestFinished(killable.dispose);
    const table = await createTable(killable.endpoint);
    const { seen } = await open({}, { table, dynamodbEndpoint: killable.endpoint });
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const writing = Array.from({ length: 8 }, async (_, lane) => {
        for (let n = 0; ; n += 1) {
          const name = `${round}-${lane}-${n}-${randomUUID()}`;
          await put(table, name);
          acknowledged.push(name);
        }
      });
      const ended = Promise.allSettled(writing);
      const wanted = acknowledged.length + 150;
      await eventually(() => expect(acknowledged.length).toBeGreaterThanOrEqual(wanted), PATIENT);
      await killable.kill();
      await ended;
      await killable.restart();
    }
    await eventually(() => {
      const arrived = new Set(seen());
      expect(acknowledged.filter((name) => !arrived.has(name))).toEqual([]);
    }, PATIENT);
  });

  /** Makes the engine's stream look older by some hours while it is down. */
  function age(dataDir: string, hours: number): void {
    const database = new DatabaseSync(`${dataDir}/shared-local-instance.db`);
    const span = hours * 3_600_000;
    database.exec(`UPDATE us SET CreationDateTime = CreationDateTime - ${span};
      UPDATE ss SET CreationDateTime = CreationDateTime - ${span}, DeletionDateTime = DeletionDateTime - ${span}`);
    database.close();
  }

  test('follows the stream into a new shard, where the old one is closed', { timeout: 60_000 }, async () => {
    const killable = await startKillableEngine();
    onTestFinished(killable.dispose);
    const table = await createTable(killable.endpoint);
    const state = stateIn(temporaryFolder());
    const { seen } = await open({}, { table, state, dynamodbEndpoint: killable.endpoint });
    await put(table, 'a');
    await eventually(() => expect(seen()).toEqual(['a']), PATIENT);
    await killable.kill();
    age(killable.dataDir, 5);
    await killable.restart();
    await eventually(async () => {
      await put(table, 'b');
      const rows = state.prepare('SELECT done FROM stream_checkpoints ORDER BY shard').all();
      expect(rows.map((row) => row['done'])).toEqual([1, 0]);
    }, PATIENT);
    await put(table, 'c');
    await eventually(() => expect(seen().at(-1)).toBe('c'), PATIENT);
  });

  test('keeps what was not read while the stack was down for days', { timeout: 60_000 }, async () => {
    const killable = await startKillableEngine();
    onTestFinished(killable.dispose);
    const table = await createTable(killable.endpoint);
    const state = stateIn(temporaryFolder());
    const first = await open({}, { table, state, dynamodbEndpoint: killable.endpoint });
    await put(table, 'read');
    await eventually(() => expect(first.seen()).toEqual(['read']), PATIENT);
    await first.mapping.stop();
    await put(table, 'unread');
    await killable.kill();
    age(killable.dataDir, 72);
    keepStreamRecords(killable.dataDir);
    await killable.restart();
    const second = await open(
      { MaximumRecordAgeInSeconds: 3600 },
      { table, state, dynamodbEndpoint: killable.endpoint },
    );
    await put(table, 'new');
    await eventually(() => expect(second.seen()).toEqual(['unread', 'new']), PATIENT);
  });

  test('whose sequence numbers began anew is read from the start, not waited for', {
    timeout: 60_000,
  }, async () => {
    const killable = await startKillableEngine();
    onTestFinished(killable.dispose);
    const table = await createTable(killable.endpoint);
    const state = stateIn(temporaryFolder());
    const first = await open({}, { table, state, dynamodbEndpoint: killable.endpoint });
    await putMany(table, 'old', 20);
    await eventually(() => expect(first.seen()).toHaveLength(20), PATIENT);
    await first.mapping.stop();
    await killable.kill();
    // Nobody called keepStreamRecords: the engine deletes all records and counts from 1 again.
    age(killable.dataDir, 72);
    await killable.restart();
    await put(table, 'new');
    const second = await open({}, { table, state, dynamodbEndpoint: killable.endpoint });
    await eventually(() => expect(second.seen()).toEqual(['new']), PATIENT);
  });
});

test('a folder without an engine’s file is left alone', () => {
  expect(() => keepStreamRecords(temporaryFolder())).not.toThrow();
});
