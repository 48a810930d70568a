import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { createTable, type Table } from '../../functions/runtime/table/table.ts';
import { connect } from './table.ts';
import { transactionUnits, updateUnits } from './write-units.ts';

/** What a piece of work asked of the engine. */
export interface Bill {
  readonly requests: Readonly<Record<string, number>>;
  /** Read capacity units. */
  readonly reads: number;
  /** Write capacity units, those of the indexes included. */
  readonly writes: number;
}

export interface MeteredTable {
  readonly table: Table;
  /** The bill of the work alone. */
  measure(work: () => Promise<unknown>): Promise<Bill>;
}

const METERED = new Set([
  'GetItemCommand',
  'QueryCommand',
  'BatchGetItemCommand',
  'TransactWriteItemsCommand',
  'UpdateItemCommand',
]);
const READING = new Set(['GetItem', 'Query', 'BatchGetItem']);

type Key = Readonly<Record<string, unknown>>;
type TransactItem = Readonly<Record<string, { Key?: Key; Item?: Key }>>;

/**
 * The product's table layer on a client that asks for the consumed capacity of each request and adds it up. Units of
 * writes are reckoned from the items before and after, since the engine of one machine tells those of transactions wrong.
 */
export function createMeteredTable(endpoint: string, name: string): MeteredTable {
  const { client } = connect(endpoint);
  const aside = connect(endpoint).document;
  let bill = { requests: {} as Record<string, number>, reads: 0, writes: 0 };
  const imageOf = async (key: Key) => (await aside.send(new GetCommand({ TableName: name, Key: key }))).Item;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const { commandName = '' } = context;
      if (!METERED.has(commandName)) throw new Error(`${commandName} is not metered.`);
      const operation = commandName.replace(/Command$/, '');
      bill.requests[operation] = (bill.requests[operation] ?? 0) + 1;
      const keys = keysOf(args.input);
      const before = await Promise.all(keys.map(imageOf));
      const answer = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input,
      });
      if (READING.has(operation)) bill.reads += readUnits(args.input, answer.output);
      const after = await Promise.all(keys.map(imageOf));
      const unitsOf = operation === 'UpdateItem' ? updateUnits : transactionUnits;
      bill.writes += keys.reduce((sum, _, index) => sum + unitsOf(before[index], after[index]), 0);
      return answer;
    },
    { step: 'initialize', name: 'meter', priority: 'low' },
  );
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: createTable({ client: document, name }),
    measure: async (work) => {
      bill = { requests: {}, reads: 0, writes: 0 };
      await work();
      const taken = bill;
      // What is asked afterwards, to prepare the next measurement, is on nobody's bill.
      bill = { requests: {}, reads: 0, writes: 0 };
      return taken;
    },
  };
}

interface Read {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: Key[]; readonly ConsistentRead?: boolean }>
  >;
}

interface Found {
  readonly ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  readonly Responses?: Readonly<Record<string, unknown[]>>;
}

/** What AWS counts for what is not there, as for the smallest item; DynamoDB Local counts nothing for it. */
const leastUnits = (consistent = false): number => (consistent ? 1 : 0.5);

/** Read capacity units of one request, as the engine tells them, and those of what it did not find. */
function readUnits(input: object, output: object): number {
  const { ConsistentRead, RequestItems } = input as Read;
  const { ConsumedCapacity, Responses } = output as Found;
  const consumed = [ConsumedCapacity].flat().reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0);
  if (!RequestItems) return Math.max(consumed, leastUnits(ConsistentRead));
  return Object.entries(RequestItems).reduce((sum, [table, { Keys, ConsistentRead: consistent }]) => {
    const missing = Keys.length - (Responses?.[table]?.length ?? 0);
    return sum + missing * leastUnits(consistent);
  }, consumed);
}

/** The keys of the items that a request writes; none where it reads. */
function keysOf(input: object): Key[] {
  const { TransactItems = [], ...single } = input as {
    TransactItems?: TransactItem[];
  } & TransactItem[string];
  if ('UpdateExpression' in single && single.Key) return [single.Key];
  return TransactItems.flatMap((item) => Object.values(item)).map(({ Key: key, Item: whole }) => {
    const { pk, sk } = key ?? whole ?? {};
    return { pk, sk };
  });
}
