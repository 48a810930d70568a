import { randomUUID } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, it, onTestFinished } from 'vitest';
import { connect } from '../../tests/equipment/table.ts';
import { stateIn, temporaryFolder } from '../events/testing.ts';
import type { StreamRecord } from '../events/wiring.ts';
import type { Plan, Resource } from '../template/plan.ts';
import { startTables } from './start-tables.ts';

const { client, document } = connect(inject('dynamodbEndpoint'));

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];
const due = { IndexName: 'due', KeySchema: keys('duePk', 'dueSk'), Projection: { ProjectionType: 'ALL' } };

function definition(name: string, properties: Record<string, unknown> = {}): Resource {
  const attributes = [
    'pk',
    'sk',
    ...(properties['GlobalSecondaryIndexes'] === undefined ? [] : ['duePk', 'dueSk']),
  ];
  return {
    stack: 'data',
    logicalId: 'Table',
    type: 'AWS::DynamoDB::Table',
    ref: name,
    name,
    arn: `arn:aws:dynamodb:eu-central-1:000000000000:table/${name}`,
    properties: {
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys('pk', 'sk'),
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      ...properties,
    },
  };
}

async function start(resource: Resource) {
  const plan: Plan = { ofType: () => [resource], asset: () => undefined, outputs: new Map() };
  const tables = await startTables({ plan, client, state: stateIn(temporaryFolder()), log: () => undefined });
  onTestFinished(() => tables.stop());
  return tables;
}

const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

function removal(item: Record<string, unknown>): StreamRecord {
  const image = Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );
  return { eventName: 'REMOVE', dynamodb: { Keys: {}, OldImage: image } } as unknown as StreamRecord;
}

it('brings a table of an earlier start up to the template: stream and indexes', async () => {
  const name = randomUUID();
  const before = await start(definition(name));
  expect(before.all[0]?.streamArn).toBeUndefined();
  const after = await start(
    definition(name, {
      GlobalSecondaryIndexes: [due],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  expect(after.all[0]?.streamArn).toContain(name);
  expect([...after.streams.keys()]).toEqual([
    `arn:aws:dynamodb:eu-central-1:000000000000:table/${name}/stream/local`,
  ]);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['due']);
});

it('refuses a table with other keys', async () => {
  const name = randomUUID();
  await start(definition(name));
  await expect(start(definition(name, { KeySchema: keys('sk', 'pk') }))).rejects.toThrow('with other keys');
});

it('deletes what has expired, with or without keys of the indexes, and nothing else', async () => {
  const TableName = randomUUID();
  const tables = await start(definition(TableName, { GlobalSecondaryIndexes: [due] }));
  const items = [
    { pk: 'a', sk: 'expired', ttl: seconds(-10) },
    { pk: 'a', sk: 'expired in index', duePk: 'x', dueSk: 'y', ttl: seconds(-10) },
    { pk: 'a', sk: 'expires later', ttl: seconds(1000) },
    { pk: 'a', sk: 'never expires' },
    { pk: 'a', sk: 'older than the service looks at', ttl: seconds(-6 * 365 * 24 * 3600) },
    { pk: 'a', sk: 'no number', ttl: 'soon' },
  ];
  for (const Item of items) await document.send(new PutCommand({ TableName, Item }));
  expect(await tables.expire()).toBe(2);
  expect(await tables.expire()).toBe(0);
  for (const [index, item] of items.entries()) {
    const { Item } = await document.send(new GetCommand({ TableName, Key: { pk: item.pk, sk: item.sk } }));
    expect(Item === undefined).toBe(index < 2);
  }
});

it('tells its own deletions from others, also of the same key in another life', async () => {
  const TableName = randomUUID();
  const tables = await start(definition(TableName));
  const item = { pk: 'a', sk: '1', ttl: seconds(-10) };
  await document.send(new PutCommand({ TableName, Item: item }));
  await tables.expire();
  expect(tables.isExpired(removal(item))).toBe(true);
  expect(tables.isExpired(removal({ ...item, ttl: seconds(-9) }))).toBe(false);
  expect(tables.isExpired(removal({ ...item, sk: '2' }))).toBe(false);
  expect(tables.isExpired({ ...removal(item), eventName: 'MODIFY' })).toBe(false);
});
