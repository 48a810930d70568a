import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredItem } from './item.ts';

/** Adds to the counter of an item, which is made where it is not there: see `Table.count`. */
export async function count(
  client: DynamoDBDocumentClient,
  table: string,
  { pk, sk, count: _, ...item }: StoredItem,
  by: number,
  deadlineMs: number,
): Promise<number> {
  const set = Object.entries(item);
  const answer = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk, sk },
      UpdateExpression: `SET ${set.map((_, index) => `#a${index} = :a${index}`).join(', ')} ADD #count :by`,
      ExpressionAttributeNames: {
        '#count': 'count',
        ...Object.fromEntries(set.map(([attribute], index) => [`#a${index}`, attribute])),
      },
      ExpressionAttributeValues: {
        ':by': by,
        ...Object.fromEntries(set.map(([, value], index) => [`:a${index}`, value])),
      },
      ReturnValues: 'UPDATED_NEW',
    }),
    { abortSignal: AbortSignal.timeout(deadlineMs) },
  );
  return Number(answer.Attributes?.['count']);
}
