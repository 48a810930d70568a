/**
 * The budget: what every function of ours stands on, middy, zod, lib-dynamodb and the logger, used in the least way. A
 * function may take half as much time again to import.
 */
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import * as z from 'zod';

const logger = new Logger();
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const keySchema = z.strictObject({ pk: z.string(), sk: z.string() });

export const handler = middy<unknown, unknown>().handler(async (event) => {
  logger.info('asked');
  const answer = await client.send(new GetCommand({ TableName: 'table', Key: keySchema.parse(event) }));
  return answer.Item;
});
