import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand, TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
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
