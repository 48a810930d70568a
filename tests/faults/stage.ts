import { isDeepStrictEqual } from 'node:util';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import { createTable as createTableLayer, type Table } from '../../functions/runtime/table/table.ts';
import { type FaultProxy, startFaultProxy } from '../equipment/fault-proxy.ts';
import { type Connection, connect, createTable } from '../equipment/table.ts';
import { promptRetries } from './prompt-retries.ts';

/** A table for one case, with a fault proxy in front of it. */
export interface Stage {
  readonly proxy: FaultProxy;
  /** The product's table layer over the proxy. */
  readonly table: Table;
  /** All that is stored, read past the proxy. */
  items(): Promise<StoredItem[]>;
}

export interface Stages {
  /** The engine behind them. */
  readonly endpoint: string;
  /** Lets `play` act on a table that holds these items and no others. */
  with<T>(items: readonly StoredItem[], play: (stage: Stage) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

interface Lane {
  readonly proxy: FaultProxy;
  readonly connection: Connection;
  readonly tableName: string;
}

/** Stages for cases that run at the same time; proxies, connections and tables are used again. */
export function createStages(endpoint: string): Stages {
  const direct = connect(endpoint);
  const lanes: Lane[] = [];
  const idle: Lane[] = [];
  const open = async (): Promise<Lane> => {
    const proxy = await startFaultProxy({ target: endpoint });
    const connection = connect(proxy.endpoint, { retryStrategy: promptRetries() });
    const { name: tableName, client } = await createTable(endpoint, { stream: false });
    client.destroy();
    const lane = { proxy, connection, tableName };
    lanes.push(lane);
    return lane;
  };
  return {
    endpoint,
    with: async (items, play) => {
      const lane = idle.pop() ?? (await open());
      const { proxy, tableName } = lane;
      await replaceItems(direct, tableName, items);
      try {
        const client = productClient(lane);
        const table = createTableLayer({ client, name: tableName, pause: async () => undefined });
        return await play({ proxy, table, items: () => allItems(direct, tableName) });
      } finally {
        proxy.reset();
        idle.push(lane);
      }
    },
    stop: async () => {
      for (const { proxy, connection } of lanes) {
        connection.client.destroy();
        await proxy.stop();
      }
      direct.client.destroy();
    },
  };
}

const productClient = ({ connection }: Lane): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(connection.client, { marshallOptions: { removeUndefinedValues: true } });

/** All items of a table, in the engine's order. */
export async function allItems({ document }: Connection, name: string): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await document.send(
      new ScanCommand({ TableName: name, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    items.push(...((page.Items ?? []) as StoredItem[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

/** The order of items by their key. */
export const byKey = (one: StoredItem, other: StoredItem): number =>
  `${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1;

/** Most items of one BatchWriteItem, by AWS's limit. */
const BATCH = 25;

/** Makes the table hold these items and no others. */
async function replaceItems(
  connection: Connection,
  name: string,
  items: readonly StoredItem[],
): Promise<void> {
  const stored = await allItems(connection, name);
  const requests = [
    ...stored
      .filter(({ pk, sk }) => !items.some((item) => item.pk === pk && item.sk === sk))
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
    ...items
      .filter((item) => !stored.some((other) => isDeepStrictEqual(item, other)))
      .map((Item) => ({ PutRequest: { Item } })),
  ];
  for (let start = 0; start < requests.length; start += BATCH) {
    const batch = requests.slice(start, start + BATCH);
    await connection.document.send(new BatchWriteCommand({ RequestItems: { [name]: batch } }));
  }
}
