import { crc32 } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  InternalServerError,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { startFaultProxy } from './fault-proxy.ts';
import {
  addOne,
  addOneInTransaction,
  attemptsOf,
  failureOf,
  proxied,
  put,
  putIfAbsent,
  someKey,
  stored,
  table,
} from './fault-test-bed.ts';
import { connect } from './table.ts';

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
