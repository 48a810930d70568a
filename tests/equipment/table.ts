import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../shared/table.ts';

/** What every SDK client needs to speak to a local engine: it checks the form of a signature, not the keys. */
export const LOCAL_CLIENT = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const satisfies DynamoDBClientConfig;

export interface Connection {
  readonly client: DynamoDBClient;
  readonly document: DynamoDBDocumentClient;
}

export interface TestTable extends Connection {
  readonly name: string;
}

/** SDK clients for an engine, or for a fault proxy in front of it. */
export function connect(endpoint: string, config: DynamoDBClientConfig = {}): Connection {
  const client = new DynamoDBClient({ ...LOCAL_CLIENT, endpoint, ...config });
  return { client, document: DynamoDBDocumentClient.from(client) };
}

export interface TableOptions {
  /**
   * Whether changes are put on a stream, as in the product. The engine's writes slow down without bound when several
   * tables with streams are written to in turn (measured: 20 items 5 ms, then 350 ms with six tables).
   */
  readonly stream?: boolean;
}

/**
 * Makes a fresh table, empty and shared with no other test, with the product's keys, indexes and stream.
 * Expiry stays off: what the engine removes in its own time would make tests depend on when they look.
 */
export async function createTable(
  endpoint: string,
  { stream = true }: TableOptions = {},
): Promise<TestTable> {
  const name = `kartoteka-${randomUUID()}`;
  const connection = connect(endpoint);
  await connection.client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keyAttributes().map((attribute) => ({
        AttributeName: attribute,
        AttributeType: 'S',
      })),
      KeySchema: keySchema(TABLE),
      GlobalSecondaryIndexes: indexes(),
      ...(stream
        ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const } }
        : {}),
    }),
  );
  return { name, ...connection };
}

interface KeyNames {
  readonly partitionKey: string;
  readonly sortKey: string;
}

function keyAttributes(): string[] {
  return [TABLE, ...Object.values(TABLE.indexes)].flatMap(({ partitionKey, sortKey }) => [
    partitionKey,
    sortKey,
  ]);
}

function keySchema({ partitionKey, sortKey }: KeyNames): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}

function indexes(): GlobalSecondaryIndex[] {
  return Object.entries(TABLE.indexes).map(([name, keys]) => ({
    IndexName: name,
    KeySchema: keySchema(keys),
    Projection: { ProjectionType: 'ALL' },
  }));
}
