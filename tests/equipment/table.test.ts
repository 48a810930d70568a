import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, test } from 'vitest';
import { TABLE } from '../../shared/table.ts';
import { createTable } from './table.ts';

test('a test table has the keys, the indexes and the stream of the product', async () => {
  const { client, name } = await createTable(inject('dynamodbEndpoint'));

  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }));

  expect(table?.KeySchema?.map((key) => key.AttributeName)).toEqual([TABLE.partitionKey, TABLE.sortKey]);
  expect(table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual(
    Object.keys(TABLE.indexes).sort(),
  );
  expect(table?.GlobalSecondaryIndexes?.every((index) => index.IndexStatus === 'ACTIVE')).toBe(true);
  expect(table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
});

test('two test tables share nothing', async () => {
  const [one, other] = await Promise.all([1, 2].map(() => createTable(inject('dynamodbEndpoint'))));
  if (one === undefined || other === undefined) throw new Error('Two tables were made.');
  const key = { pk: 'T#a#company#1', sk: 'company' };

  await one.document.send(
    new PutCommand({ TableName: one.name, Item: { ...key, feedPk: 'f', feedSk: '1' } }),
  );

  const { Items: found } = await one.document.send(
    new QueryCommand({
      TableName: one.name,
      IndexName: 'feed',
      KeyConditionExpression: 'feedPk = :f',
      ExpressionAttributeValues: { ':f': 'f' },
    }),
  );
  expect(found).toHaveLength(1);
  expect(
    (await other.document.send(new GetCommand({ TableName: other.name, Key: key }))).Item,
  ).toBeUndefined();
});
