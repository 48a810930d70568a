import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type IndexName, type Key, TABLE } from '../../../shared/table.ts';
import { count } from './count.ts';
import type { StoredItem } from './item.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { toTransactItem, type Write } from './write.ts';

export interface QueryInput {
  readonly pk: string;
  readonly index?: IndexName;
  /** Sort keys that begin with this. */
  readonly prefix?: string;
  /** Sort keys from `from` to `to`, both included. */
  readonly between?: { readonly from: string; readonly to: string };
  readonly descending?: boolean;
  /** Most items read, before any filter. */
  readonly limit?: number;
  readonly after?: Key;
  readonly consistent?: boolean;
}

export interface Page {
  readonly items: readonly StoredItem[];
  /** Where the next page begins; absent at the end. */
  readonly last?: Key;
}

/** The thin layer over the engine: what it takes is keys and items, what it gives is items and coded refusals. */
export interface Table {
  get(key: Key, options?: { consistent?: boolean }): Promise<StoredItem | undefined>;
  query(input: QueryInput): Promise<Page>;
  /** Items in no particular order; a request for each 100 keys. */
  batchGet(keys: readonly Key[], options?: { consistent?: boolean }): Promise<StoredItem[]>;
  /**
   * Writes all or nothing; up to 100 items.
   *
   * @throws whatever a write's `refused` makes of its failed condition; KartotekaError `engine.busy` when other
   * transactions stand in the way for longer than the retries last.
   */
  transact(writes: readonly Write[]): Promise<void>;
  /**
   * Adds to the counter of an item, which is made where it is not there, and gives its new value. For what may be counted
   * too high: a repeat after a lost reply, the SDK's own too, adds once more.
   *
   * @param item what stands at the key besides the counter
   * @param options.deadlineMs longest wait in all, in milliseconds
   * @throws {Error} of the engine or the network, or `AbortError` at the deadline; it may have been added all the same
   */
  count(item: StoredItem, by: number, options: { readonly deadlineMs: number }): Promise<number>;
}

/** Most items of one transaction, by AWS's limit. */
export const MAX_TRANSACTION_ITEMS = 100;

/** Most keys of one BatchGetItem, by AWS's limit. */
const MAX_BATCH_KEYS = 100;

const CONFLICT_TRIES = 5;
const CONFLICT_BASE_MS = 20;

/** A client for the table, with a deadline on each request and the SDK's own retries for transient faults. */
export function createDocumentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export interface TableDependencies {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** Waits between tries of a transaction that met another one, in milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

const realPause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Full jitter: tries of many callers spread out instead of meeting again. */
const backoff = (attempt: number): number => Math.random() * CONFLICT_BASE_MS * 2 ** attempt;

export function createTable({ client, name, pause = realPause }: TableDependencies): Table {
  return {
    get: (key, options) => get(client, name, key, options?.consistent ?? false),
    query: (input) => query(client, name, input),
    batchGet: async (keys, options) => {
      const found: StoredItem[] = [];
      for (let start = 0; start < keys.length; start += MAX_BATCH_KEYS) {
        const some = keys.slice(start, start + MAX_BATCH_KEYS);
        found.push(...(await batchGet(client, name, some, options?.consistent ?? false, pause)));
      }
      return found;
    },
    transact: async (writes) => {
      if (writes.length > MAX_TRANSACTION_ITEMS)
        throw new RangeError(`A transaction of ${writes.length} items.`);
      const input = { TransactItems: writes.map((write) => toTransactItem(name, write)) };
      for (let attempt = 1; ; attempt += 1) {
        const refusal = await attemptTransaction(client, input, writes);
        if (!refusal) return;
        if (refusal.final || attempt === CONFLICT_TRIES) throw refusal.error;
        await pause(backoff(attempt));
      }
    },
    count: (item, by, { deadlineMs }) => count(client, name, item, by, deadlineMs),
  };
}

async function attemptTransaction(
  client: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof TransactWriteCommand>[0],
  writes: readonly Write[],
): Promise<Refusal | undefined> {
  try {
    // Each attempt gets a token of its own from the SDK, which its retries of a lost reply repeat.
    await client.send(new TransactWriteCommand(input));
    return undefined;
  } catch (error) {
    return refusalOf(error, writes);
  }
}

async function get(client: DynamoDBDocumentClient, table: string, key: Key, consistent: boolean) {
  const answer = await client.send(
    new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: consistent }),
  );
  return answer.Item as StoredItem | undefined;
}

async function query(client: DynamoDBDocumentClient, table: string, input: QueryInput): Promise<Page> {
  const index = input.index ? TABLE.indexes[input.index] : undefined;
  const range = rangeOf(input);
  const answer = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: input.index,
      KeyConditionExpression: ['#pk = :pk', ...range.parts].join(' AND '),
      ExpressionAttributeNames: {
        '#pk': index?.partitionKey ?? TABLE.partitionKey,
        ...(range.parts.length > 0 ? { '#sk': index?.sortKey ?? TABLE.sortKey } : {}),
      },
      ExpressionAttributeValues: { ':pk': input.pk, ...range.values },
      ScanIndexForward: !input.descending,
      Limit: input.limit,
      ExclusiveStartKey: input.after ? { ...input.after } : undefined,
      ConsistentRead: input.consistent ?? false,
    }),
  );
  const items = (answer.Items ?? []) as StoredItem[];
  return answer.LastEvaluatedKey ? { items, last: answer.LastEvaluatedKey as Key } : { items };
}

function rangeOf(input: QueryInput): { parts: string[]; values: Record<string, string> } {
  if (input.prefix !== undefined)
    return { parts: ['begins_with(#sk, :prefix)'], values: { ':prefix': input.prefix } };
  if (input.between === undefined) return { parts: [], values: {} };
  return {
    parts: ['#sk BETWEEN :from AND :to'],
    values: { ':from': input.between.from, ':to': input.between.to },
  };
}

async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
  consistent: boolean,
  pause: (milliseconds: number) => Promise<void>,
): Promise<StoredItem[]> {
  const found: StoredItem[] = [];
  let pending: readonly Key[] = keys;
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: pending.map((key) => ({ ...key })), ConsistentRead: consistent } },
      }),
    );
    found.push(...((answer.Responses?.[table] ?? []) as StoredItem[]));
    pending = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
    if (pending.length > 0 && attempt === CONFLICT_TRIES) throw refusalOf(undefined, []).error;
    if (pending.length > 0) await pause(backoff(attempt));
  }
  return found;
}
