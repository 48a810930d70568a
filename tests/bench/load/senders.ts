import { Agent, type IncomingMessage, request } from 'node:http';
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { LOCAL_CLIENT } from '../../equipment/table.ts';
import { type Call, failed, operationOf } from './use.ts';

/** Sends calls to one address. */
export interface Sender {
  /** What takes time and is none of the call's: done before the clock runs. */
  prepare(call: Call): () => Promise<unknown>;
  close(): void;
}

/** Plain HTTP on connections that are kept: what it costs to send bytes that are ready, and to read the answer. */
export function createHttpSender(target: string, common: Readonly<Record<string, string>>): Sender {
  const { hostname: host, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  return {
    prepare: (call) => {
      const { method, path, body } = call;
      const payload = body === undefined ? undefined : Buffer.from(body);
      const length = payload === undefined ? {} : { 'content-length': String(payload.length) };
      const options = { host, port, agent, method, path, headers: { ...common, ...call.headers, ...length } };
      return () =>
        new Promise<void>((resolve, reject) => {
          const sent = request(options, (answer) => readAnswer(call, answer).then(resolve, reject));
          sent.on('error', reject);
          sent.end(payload);
        });
    },
    close: () => agent.destroy(),
  };
}

function readAnswer(call: Call, answer: IncomingMessage): Promise<void> {
  const { statusCode = 0 } = answer;
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(failed(call, statusCode, Buffer.concat(chunks).toString()));
    });
  });
}

/** The operations that the product's table layer knows. */
const COMMANDS = {
  GetItem: (input: unknown) => new GetItemCommand(input as GetItemCommandInput),
  Query: (input: unknown) => new QueryCommand(input as QueryCommandInput),
  BatchGetItem: (input: unknown) => new BatchGetItemCommand(input as BatchGetItemCommandInput),
  TransactWriteItems: (input: unknown) =>
    new TransactWriteItemsCommand(input as TransactWriteItemsCommandInput),
  PutItem: (input: unknown) => new PutItemCommand(input as PutItemCommandInput),
  UpdateItem: (input: unknown) => new UpdateItemCommand(input as UpdateItemCommandInput),
  DeleteItem: (input: unknown) => new DeleteItemCommand(input as DeleteItemCommandInput),
} as const;

/** The SDK's own client, with nothing of ours on it: what a program without Kartoteka would send the same with. */
export function createSdkSender(target: string): Sender {
  const client = new DynamoDBClient({
    ...LOCAL_CLIENT,
    endpoint: target,
    requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: Infinity }) },
  });
  return {
    prepare: (call) => {
      const operation = operationOf(call);
      if (!(operation in COMMANDS)) throw new Error(`The benchmark cannot send ${operation} by the SDK yet.`);
      const input: unknown = JSON.parse(call.body ?? '');
      const make = COMMANDS[operation as keyof typeof COMMANDS];
      return () => client.send(make(input) as GetItemCommand);
    },
    close: () => client.destroy(),
  };
}
