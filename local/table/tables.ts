import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '../template/plan.ts';

/** A table of the template as it stands in the engine. */
export interface LocalTable {
  readonly name: string;
  readonly keyAttributes: readonly string[];
  /** The engine's own ARN of the stream; absent where the table has none. */
  readonly streamArn?: string;
  /** Attribute with the second since the epoch at which an item ends; absent where items do not. */
  readonly timeToLive?: string;
}

type TableProperties = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'StreamSpecification'
> & {
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled?: boolean };
};

/**
 * Creates a table of the template, or brings the one that the data folder holds up to it (indexes, stream).
 * @throws {Error} where the folder's table has other keys: no service could change them either
 */
export async function ensureTable(
  client: DynamoDBClient,
  { name, properties }: Resource,
): Promise<LocalTable> {
  const wanted = properties as TableProperties;
  const found = await describe(client, name);
  if (found === undefined) await client.send(new CreateTableCommand(creation(name, wanted)));
  else await update(client, name, found, wanted);
  const table = await describe(client, name);
  const timeToLive = wanted.TimeToLiveSpecification;
  return {
    name,
    keyAttributes: (wanted.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? ''),
    ...(table?.LatestStreamArn === undefined ? {} : { streamArn: table.LatestStreamArn }),
    ...(timeToLive?.Enabled === true && timeToLive.AttributeName !== undefined
      ? { timeToLive: timeToLive.AttributeName }
      : {}),
  };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function creation(name: string, wanted: TableProperties): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: wanted.AttributeDefinitions,
    KeySchema: wanted.KeySchema,
    ...(wanted.GlobalSecondaryIndexes === undefined
      ? {}
      : { GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(indexOf) }),
    ...(wanted.StreamSpecification === undefined
      ? {}
      : { StreamSpecification: { ...wanted.StreamSpecification, StreamEnabled: true } }),
  };
}

type Index = NonNullable<TableProperties['GlobalSecondaryIndexes']>[number];

/** What else a template says of an index (its throughput) has no meaning here. */
function indexOf({ IndexName, KeySchema, Projection }: Index): Index {
  return { IndexName, KeySchema, Projection };
}

async function update(
  client: DynamoDBClient,
  name: string,
  found: TableDescription,
  wanted: TableProperties,
): Promise<void> {
  if (JSON.stringify(found.KeySchema) !== JSON.stringify(wanted.KeySchema)) {
    throw new Error(`The data folder holds a table ${name} with other keys. Start with another data folder.`);
  }
  if (wanted.StreamSpecification !== undefined && found.StreamSpecification?.StreamEnabled !== true) {
    const { StreamSpecification } = creation(name, wanted);
    await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
  }
  const there = new Set((found.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  for (const index of (wanted.GlobalSecondaryIndexes ?? []).filter(
    ({ IndexName }) => !there.has(IndexName),
  )) {
    await client.send(
      new UpdateTableCommand({
        TableName: name,
        AttributeDefinitions: wanted.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: indexOf(index) }],
      }),
    );
  }
}
