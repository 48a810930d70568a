import type { DatabaseSync } from 'node:sqlite';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import type { StreamRecord } from '../events/wiring.ts';
import type { LocalTable } from './tables.ts';

/** Deletes what has expired. */
export interface Expiry {
  /** Begins to look every ten minutes; the service takes up to some days. */
  start(): void;
  /** Looks once; gives the number of items deleted. */
  sweep(): Promise<number>;
  /** Whether a REMOVE record of the stream was made here: functions must see it as the service's own deletion. */
  isExpired(record: StreamRecord): boolean;
  stop(): Promise<void>;
}

export interface ExpiryOptions {
  readonly client: DynamoDBClient;
  readonly table: LocalTable & { readonly timeToLive: string };
  readonly state: DatabaseSync;
  readonly log: (line: string) => void;
}

const INTERVAL_MS = 10 * 60_000;
/** The stream keeps records for a day; marks outlive them. */
const MARK_LIFE_MS = 2 * 24 * 60 * 60_000;
/** Source: DynamoDB developer guide, "Using time to live": what expired over five years ago stays. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

/**
 * Time-to-live of one table. DynamoDB Local’s own, which stays off, misses every item that lacks a key of some index.
 * Before an item is deleted its key is written down, so that its stream record is told apart even after a `kill -9`.
 */
export function createExpiry({ client, table, state, log }: ExpiryOptions): Expiry {
  state.exec(
    'CREATE TABLE IF NOT EXISTS expiry_mark (item TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const mark = state.prepare('INSERT OR REPLACE INTO expiry_mark (item, at) VALUES (?, ?)');
  const find = state.prepare('SELECT 1 FROM expiry_mark WHERE item = ?');
  const forget = state.prepare('DELETE FROM expiry_mark WHERE at < ?');
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<number> = Promise.resolve(0);

  /** Which item, and which of its lives: the same key may be written again. */
  function identify(image: Readonly<Record<string, unknown>>): string {
    const parts = [...table.keyAttributes, table.timeToLive].map((name) => image[name]);
    return JSON.stringify([table.name, ...parts]);
  }

  async function remove(item: Record<string, AttributeValue>, nowSeconds: number): Promise<number> {
    mark.run(identify(item), Date.now());
    try {
      await client.send(
        new DeleteItemCommand({
          TableName: table.name,
          Key: Object.fromEntries(
            table.keyAttributes.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
          ),
          ConditionExpression: '#ttl <= :now',
          ExpressionAttributeNames: { '#ttl': table.timeToLive },
          ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
        }),
      );
      return 1;
    } catch (error) {
      // It was restored or deleted meanwhile.
      if (error instanceof ConditionalCheckFailedException) return 0;
      throw error;
    }
  }

  async function sweepOnce(): Promise<number> {
    forget.run(Date.now() - MARK_LIFE_MS);
    const now = Math.floor(Date.now() / 1000);
    const names = [...table.keyAttributes, table.timeToLive].map((name, index) => [`#a${index}`, name]);
    const pages = paginateScan(
      { client },
      {
        TableName: table.name,
        ProjectionExpression: names.map(([alias]) => alias).join(', '),
        FilterExpression: '#ttl BETWEEN :oldest AND :now',
        ExpressionAttributeNames: { ...Object.fromEntries(names), '#ttl': table.timeToLive },
        ExpressionAttributeValues: {
          ':oldest': { N: String(now - OLDEST_SECONDS) },
          ':now': { N: String(now) },
        },
      },
    );
    let deleted = 0;
    for await (const { Items = [] } of pages) {
      for (const item of Items) deleted += await remove(item, now);
    }
    return deleted;
  }

  function sweep(): Promise<number> {
    sweeping = sweeping.catch(() => 0).then(sweepOnce);
    return sweeping;
  }

  return {
    start() {
      timer = setInterval(() => {
        sweep().catch((error: unknown) =>
          log(`${table.name}: expired items were not deleted: ${String(error)}`),
        );
      }, INTERVAL_MS).unref();
    },
    sweep,
    isExpired: ({ eventName, dynamodb }) =>
      eventName === 'REMOVE' && find.get(identify(dynamodb.OldImage ?? {})) !== undefined,
    async stop() {
      clearInterval(timer);
      await sweeping.catch(() => 0);
    },
  };
}
