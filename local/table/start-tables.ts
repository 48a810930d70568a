import type { DatabaseSync } from 'node:sqlite';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { StreamRecord } from '../events/wiring.ts';
import type { Plan } from '../template/plan.ts';
import { createExpiry, type Expiry } from './expiry.ts';
import { ensureTable, type LocalTable } from './tables.ts';

/** The tables of the template. */
export interface Tables {
  readonly all: readonly LocalTable[];
  /** Tables by the ARN of their stream in the template. */
  readonly streams: ReadonlyMap<string, LocalTable>;
  /** Whether a record tells of a deletion by time-to-live. */
  isExpired(record: StreamRecord): boolean;
  /** Deletes at once what has expired; gives the number of items. */
  expire(): Promise<number>;
  stop(): Promise<void>;
}

export interface TablesOptions {
  readonly plan: Plan;
  readonly client: DynamoDBClient;
  readonly state: DatabaseSync;
  readonly log: (line: string) => void;
}

/** Brings the tables of the template into being and their time-to-live to work. */
export async function startTables({ plan, client, state, log }: TablesOptions): Promise<Tables> {
  const all: LocalTable[] = [];
  const streams = new Map<string, LocalTable>();
  const expiries: Expiry[] = [];
  for (const resource of plan.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
    const table = await ensureTable(client, resource);
    all.push(table);
    streams.set(`${resource.arn}/stream/local`, table);
    const { timeToLive } = table;
    if (timeToLive !== undefined) {
      expiries.push(createExpiry({ client, table: { ...table, timeToLive }, state, log }));
    }
  }
  for (const expiry of expiries) expiry.start();
  return {
    all,
    streams,
    isExpired: (record) => expiries.some((expiry) => expiry.isExpired(record)),
    async expire() {
      const deleted = await Promise.all(expiries.map((expiry) => expiry.sweep()));
      return deleted.reduce((sum, count) => sum + count, 0);
    },
    async stop() {
      await Promise.all(expiries.map((expiry) => expiry.stop()));
    },
  };
}
