import { randomUUID } from 'node:crypto';
import type { DynamoDBClientConfig, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, inject, onTestFinished } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { connect, createTable, type TestTable } from './table.ts';

/** The table of the importing test file, on the shared engine; everything here works on it. */
export let table: TestTable;

beforeAll(async () => {
  table = await createTable(inject('dynamodbEndpoint'));
});

export async function proxied(
  config: DynamoDBClientConfig = {},
): Promise<{ proxy: FaultProxy; document: DynamoDBDocumentClient }> {
  const proxy = await startFaultProxy({ target: inject('dynamodbEndpoint') });
  const { client, document } = connect(proxy.endpoint, config);
  onTestFinished(async () => {
    client.destroy();
    await proxy.stop();
  });
  return { proxy, document };
}

export function someKey(): { pk: string; sk: string } {
  return { pk: `T#tenant#company#${randomUUID()}`, sk: 'company' };
}

export function put(key = someKey()): PutCommand {
  return new PutCommand({ TableName: table.name, Item: { ...key, count: 1 } });
}

export function putIfAbsent(key = someKey()): PutCommand {
  return new PutCommand({
    TableName: table.name,
    Item: key,
    ConditionExpression: 'attribute_not_exists(pk)',
  });
}

export function addOne(key = someKey()): UpdateCommand {
  return new UpdateCommand({ TableName: table.name, Key: key, ...ADD_ONE });
}

export function addOneInTransaction(key = someKey(), others = 0, token?: string): TransactWriteCommand {
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

export async function stored(key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
  return (
    await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }))
  ).Item;
}

/** What `promise` failed with; the type is for the checker, `toBeInstanceOf` is the proof. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & TransactionCanceledException> {
  return promise.then(
    () => Promise.reject(new Error('The call went well.')),
    (error) => error,
  );
}

export function attemptsOf(proxy: FaultProxy): string[] {
  return proxy.calls.map((call) => `${call.operation} ${call.attempt} ${call.fault ?? 'served'}`);
}
