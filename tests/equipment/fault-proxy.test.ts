import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  type DynamoDBClientConfig,
  IdempotentParameterMismatchException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { connect, createTable, type TestTable } from './table.ts';

let table: TestTable;

beforeAll(async () => {
  table = await createTable(inject('dynamodbEndpoint'));
});

async function proxied(config: DynamoDBClientConfig = {}) {
  const proxy = await startFaultProxy({ target: inject('dynamodbEndpoint') });
  const { client, document } = connect(proxy.endpoint, config);
  onTestFinished(async () => {
    client.destroy();
    await proxy.stop();
  });
  return { proxy, document };
}

function someKey(): { pk: string; sk: string } {
  return { pk: `T#tenant#company#${randomUUID()}`, sk: 'company' };
}

function put(key = someKey()): PutCommand {
  return new PutCommand({ TableName: table.name, Item: { ...key, count: 1 } });
}

function putIfAbsent(key = someKey()): PutCommand {
  return new PutCommand({
    TableName: table.name,
    Item: key,
    ConditionExpression: 'attribute_not_exists(pk)',
  });
}

function addOne(key = someKey()): UpdateCommand {
  return new UpdateCommand({ TableName: table.name, Key: key, ...ADD_ONE });
}

function addOneInTransaction(key = someKey(), others = 0, token?: string): TransactWriteCommand {
  const update = (Key: Record<string, string>) => ({ Update: { TableName: table.name, Key, ...ADD_ONE } });
  return new TransactWriteCommand({
    TransactItems: [update(key), ...Array.from({ length: others }, () => update(someKey()))],
    ...(token === undefined ? {} : { ClientRequestToken: token }),
  });
}

const ADD_ONE = {
  UpdateExpression: 'ADD #count :one',
  ExpressionAttributeNames: { '#count': 'count' },
  ExpressionAttributeValues: { ':one': 1 },
};

async function stored(key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  return (
    await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }))
  ).Item;
}

/** What `promise` failed with; the type is for the checker, `toBeInstanceOf` is the proof. */
async function failureOf(promise: Promise<unknown>): Promise<Error & TransactionCanceledException> {
  return promise.then(
    () => Promise.reject(new Error('The call went well.')),
    (error) => error,
  );
}

function attemptsOf(proxy: FaultProxy): string[] {
  return proxy.calls.map((call) => `${call.operation} ${call.attempt} ${call.fault ?? 'served'}`);
}

test('without rules, everything passes and is written down', async () => {
  const { proxy, document } = await proxied();
  const key = someKey();

  await document.send(put(key));
  const read = new GetCommand({ TableName: table.name, Key: key, ReturnConsumedCapacity: 'TOTAL' });
  expect((await document.send(read)).Item).toEqual({ ...key, count: 1 });

  expect(attemptsOf(proxy)).toEqual(['PutItem 1 served', 'GetItem 1 served']);
  const [written, got] = proxy.calls;
  expect(written).toMatchObject({
    status: 200,
    reachedEngine: true,
    consumed: [],
    body: { TableName: table.name },
  });
  expect(written?.requestBytes).toBeGreaterThan(100);
  expect(got?.responseBytes).toBeGreaterThan(50);
  expect(got?.consumed).toEqual([{ TableName: table.name, CapacityUnits: 0.5 }]);
  expect(got?.invocation).not.toBe(written?.invocation);
  proxy.reset();
  expect(proxy.calls).toEqual([]);
});

test('a conflict cancels a transaction with one reason per item, and the SDK does not try again', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'TransactWriteItems', nth: 1, fault: { kind: 'conflict', at: [1, 3] } });
  const key = someKey();

  const error = await failureOf(document.send(addOneInTransaction(key, 3)));

  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error.name).toBe('TransactionCanceledException');
  expect(error.CancellationReasons?.map((reason) => reason.Code)).toEqual([
    'None',
    'TransactionConflict',
    'None',
    'TransactionConflict',
  ]);
  expect(error.message).toContain('[None, TransactionConflict, None, TransactionConflict]');
  expect(error.$metadata).toMatchObject({ httpStatusCode: 400, attempts: 1 });
  expect(await stored(key)).toBeUndefined();
  await document.send(addOneInTransaction(key, 3));
  expect(await stored(key)).toMatchObject({ count: 1 });
});

test('a conflict of a single write or of a transactional read is the service’s own', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: '*', fault: { kind: 'conflict' } });
  const remove = new DeleteCommand({ TableName: table.name, Key: someKey() });
  const read = new TransactGetCommand({
    TransactItems: [{ Get: { TableName: table.name, Key: someKey() } }],
  });

  expect(await failureOf(document.send(put()))).toBeInstanceOf(TransactionConflictException);
  expect(await failureOf(document.send(addOne()))).toBeInstanceOf(TransactionConflictException);
  expect(await failureOf(document.send(remove))).toBeInstanceOf(TransactionConflictException);
  expect(await failureOf(document.send(read))).toBeInstanceOf(TransactionCanceledException);
  expect(proxy.calls.every((call) => call.attempt === 1 && !call.reachedEngine)).toBe(true);
});

test.each([
  ['ThrottlingException', ThrottlingException],
  ['ProvisionedThroughputExceededException', ProvisionedThroughputExceededException],
  ['RequestLimitExceeded', RequestLimitExceeded],
] as const)('%s is tried again by the SDK, and thrown when it goes on', async (code, type) => {
  const { proxy, document } = await proxied({ maxAttempts: 2 });
  const rule = proxy.rule({ on: 'PutItem', nth: [1, 2, 3], fault: { kind: 'throttle', code } });
  const key = someKey();

  const error = await failureOf(document.send(put(key)));
  expect(error).toBeInstanceOf(type);
  expect(error.$metadata).toMatchObject({ httpStatusCode: 400, attempts: 2 });
  expect(await stored(key)).toBeUndefined();

  expect((await document.send(put(key))).$metadata.attempts).toBe(2);
  expect(rule.hits).toBe(3);
  expect(await stored(key)).toBeDefined();
});

test('a transaction cancelled by throttling is not tried again by the SDK', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: '*', nth: 1, fault: { kind: 'throttle', at: [1] } });

  const error = await failureOf(document.send(addOneInTransaction(someKey(), 1)));

  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error.CancellationReasons?.map((reason) => reason.Code)).toEqual(['None', 'ThrottlingError']);
  expect(proxy.calls).toHaveLength(1);
});

test('a 500 is tried again four times in all, then thrown', async () => {
  const { proxy, document } = await proxied();
  const rule = proxy.rule({ on: 'PutItem', fault: { kind: 'error500' } });
  const key = someKey();

  const error = await failureOf(document.send(put(key)));
  expect(error).toBeInstanceOf(InternalServerError);
  expect(error.$metadata).toMatchObject({ httpStatusCode: 500, attempts: 4 });
  expect(new Set(proxy.calls.map((call) => call.invocation)).size).toBe(1);
  expect(await stored(key)).toBeUndefined();

  rule.remove();
  expect((await document.send(put(key))).$metadata.attempts).toBe(1);
});

test('a transaction still in progress is tried again by the SDK', async () => {
  const { proxy, document } = await proxied({ maxAttempts: 2 });
  proxy.rule({ on: '*', nth: [1, 3, 4], fault: { kind: 'inProgress' } });

  expect((await document.send(addOneInTransaction())).$metadata.attempts).toBe(2);
  expect(await failureOf(document.send(addOneInTransaction()))).toBeInstanceOf(
    TransactionInProgressException,
  );
});

test('a refused connection changes nothing and looks like the network', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'UpdateItem', nth: [1, 3, 4, 5, 6], fault: { kind: 'refuse' } });
  const key = someKey();

  expect((await document.send(addOne(key))).$metadata.attempts).toBe(2);
  expect(await failureOf(document.send(addOne(key)))).toMatchObject({
    name: 'TimeoutError',
    code: 'ECONNRESET',
    $metadata: { attempts: 4 },
  });

  expect(proxy.calls.filter((call) => call.reachedEngine)).toHaveLength(1);
  expect(await stored(key)).toMatchObject({ count: 1 });
});

test.each([
  ['lost reply', { kind: 'lostReply' }],
  ['500 after the commit', { kind: 'error500', committed: true }],
] as const)('%s: the SDK repeats a transaction under one token, which applies once', async (_, fault) => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'TransactWriteItems', nth: 1, fault });
  const key = someKey();

  expect((await document.send(addOneInTransaction(key))).$metadata.attempts).toBe(2);

  expect(attemptsOf(proxy)).toEqual([`TransactWriteItems 1 ${fault.kind}`, 'TransactWriteItems 2 served']);
  expect(proxy.calls.map((call) => call.reachedEngine)).toEqual([true, true]);
  const [first, second] = proxy.calls.map((call) => call.body['ClientRequestToken']);
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
  expect(await stored(key)).toMatchObject({ count: 1 });
});

test('a lost reply makes the SDK apply a plain update twice', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'UpdateItem', nth: 1, fault: { kind: 'lostReply' } });
  const key = someKey();

  await document.send(addOne(key));

  expect(await stored(key)).toMatchObject({ count: 2 });
});

test('a lost reply makes a conditional put that went well look refused', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'PutItem', nth: 1, fault: { kind: 'lostReply' } });
  const key = someKey();

  expect(await failureOf(document.send(putIfAbsent(key)))).toBeInstanceOf(ConditionalCheckFailedException);
  expect(await stored(key)).toEqual(key);
});

test('a caller that repeats a token itself is served once, and refused with other content', async () => {
  const { proxy, document } = await proxied({ maxAttempts: 1 });
  proxy.rule({ on: '*', nth: 1, fault: { kind: 'lostReply' } });
  const key = someKey();
  const token = randomUUID();

  expect(await failureOf(document.send(addOneInTransaction(key, 0, token)))).toMatchObject({
    code: 'ECONNRESET',
  });
  await document.send(addOneInTransaction(key, 0, token));

  expect(await stored(key)).toMatchObject({ count: 1 });
  expect(await failureOf(document.send(addOneInTransaction(key, 1, token)))).toBeInstanceOf(
    IdempotentParameterMismatchException,
  );
});

test('a held request lets another overtake it', async () => {
  const { proxy, document } = await proxied();
  const release = Promise.withResolvers<void>();
  const rule = proxy.rule({ on: 'PutItem', nth: 1, fault: { kind: 'delay', until: release.promise } });
  const key = someKey();

  const slow = failureOf(document.send(putIfAbsent(key)));
  const held = await rule.arrived;
  expect(held.reachedEngine).toBe(false);
  await document.send(putIfAbsent(key));
  release.resolve();

  expect(await slow).toBeInstanceOf(ConditionalCheckFailedException);
});

test('a held reply leaves its caller waiting for what is already stored', async () => {
  const { proxy, document } = await proxied();
  const release = Promise.withResolvers<void>();
  const key = someKey();
  proxy.rule({ on: 'PutItem', fault: { kind: 'delay', until: release.promise, hold: 'reply' } });

  const putting = document.send(put(key));
  await expect.poll(() => proxy.calls[0]?.reachedEngine).toBe(true);
  expect(await stored(key)).toBeDefined();
  release.resolve();

  expect((await putting).$metadata.httpStatusCode).toBe(200);
});

test('rules narrow by body, count by themselves, and the first that hits decides', async () => {
  const { proxy, document } = await proxied({ maxAttempts: 1 });
  const marked = someKey();
  const ofMarked = proxy.rule({
    on: ['PutItem', 'UpdateItem'],
    when: (body) => JSON.stringify(body).includes(marked.pk),
    nth: 2,
    fault: { kind: 'conflict' },
  });
  const third = proxy.rule({ on: '*', nth: [3, 4], fault: { kind: 'error500' } });

  await document.send(put(marked));
  await document.send(put());
  expect(await failureOf(document.send(addOne(marked)))).toBeInstanceOf(TransactionConflictException);
  expect(await failureOf(document.send(put()))).toBeInstanceOf(InternalServerError);
  await document.send(put(marked));

  expect([ofMarked.hits, third.hits]).toEqual([1, 1]);
});

test('a rule that cannot happen on AWS fails the call by its own name', async () => {
  const { proxy, document } = await proxied();
  proxy.rule({ on: 'GetItem', fault: { kind: 'conflict' } });
  proxy.rule({ on: 'TransactWriteItems', fault: { kind: 'conflict', at: [7] } });
  proxy.rule({ on: 'PutItem', fault: { kind: 'inProgress' } });
  const read = new GetCommand({ TableName: table.name, Key: someKey() });

  for (const command of [
    () => document.send(read),
    () => document.send(addOneInTransaction()),
    () => document.send(put()),
  ]) {
    expect(await failureOf(command())).toMatchObject({ name: 'FaultProxyMisuse' });
  }
});

test('made-up and passed-on answers carry the checksum of their bytes', async () => {
  const { proxy } = await proxied();
  proxy.rule({ on: 'ListTables', nth: 2, fault: { kind: 'throttle' } });
  for (const status of [200, 400]) {
    const response = await fetch(proxy.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'content-type': 'application/x-amz-json-1.0',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: '{}',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(status);
    expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(bytes)));
  }
});

test('stopping breaks off what is held, which then never reaches the engine', async () => {
  const { proxy, document } = await proxied({ maxAttempts: 1 });
  const release = Promise.withResolvers<void>();
  const rule = proxy.rule({ on: '*', fault: { kind: 'delay', until: release.promise } });
  const key = someKey();
  const waiting = failureOf(document.send(put(key)));
  const held = await rule.arrived;

  await proxy.stop();
  release.resolve();

  expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  expect(held.reachedEngine).toBe(false);
  expect(await stored(key)).toBeUndefined();
});

test('a dead engine looks like the network, not like an answer', async () => {
  const proxy = await startFaultProxy({ target: 'http://127.0.0.1:1' });
  onTestFinished(proxy.stop);
  const { document } = connect(proxy.endpoint, { maxAttempts: 1 });

  expect(await failureOf(document.send(put()))).toMatchObject({ code: 'ECONNRESET' });
});
