import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { connect, createTable } from '../../tests/equipment/table.ts';
import { startCommitFront } from './commit-front.ts';
import { startEngineProcess } from './engine-process.ts';

interface Arrival {
  readonly operation: string | undefined;
  answer(status?: number): void;
}

/** An engine whose every answer the test gives by hand, in the order that it likes. */
async function handEngine() {
  const arrivals: Arrival[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    arrivals.push({
      operation: request.headers['x-amz-target']?.toString().split('.')[1],
      answer: (status = 200) => response.writeHead(status, { 'x-amz-crc32': '1' }).end('{}'),
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The engine has no port.');
  const front = await startCommitFront(`http://127.0.0.1:${address.port}`, 0);
  onTestFinished(async () => {
    await front.stop();
    server.close();
    server.closeAllConnections();
  });
  return {
    arrivals,
    /** Waits for the nth request, from 1, that reaches the engine. */
    arrival: async (nth: number): Promise<Arrival> => {
      await expect.poll(() => arrivals.length).toBeGreaterThanOrEqual(nth);
      const arrival = arrivals[nth - 1];
      if (arrival === undefined) throw new Error('It did arrive.');
      return arrival;
    },
    send: (operation: string) =>
      fetch(`http://127.0.0.1:${front.port}`, {
        method: 'POST',
        headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
        body: '{}',
      }),
  };
}

test('a transaction is answered only once a later request is', async () => {
  const engine = await handEngine();
  let answered = false;
  const sent = engine.send('TransactWriteItems').then((response) => {
    answered = true;
    return response;
  });

  (await engine.arrival(1)).answer();
  const barrier = await engine.arrival(2);
  expect(barrier.operation).toBe('ListTables');
  expect(answered).toBe(false);
  barrier.answer();

  const response = await sent;
  expect(response.status).toBe(200);
  expect(response.headers.get('x-amz-crc32')).toBe('1');
});

test('reads, single writes and refused transactions are passed on at once', async () => {
  const engine = await handEngine();
  const cases = [
    ['GetItem', 200],
    ['PutItem', 200],
    ['TransactWriteItems', 400],
  ] as const;

  for (const [index, [operation, status]] of cases.entries()) {
    const sent = engine.send(operation);
    (await engine.arrival(index + 1)).answer(status);
    expect((await sent).status).toBe(status);
  }
  expect(engine.arrivals.map((arrival) => arrival.operation)).toEqual(cases.map(([operation]) => operation));
});

test('a transaction never rests on a question that was asked before it was done', async () => {
  const engine = await handEngine();
  const first = engine.send('TransactWriteItems');
  (await engine.arrival(1)).answer();
  const early = await engine.arrival(2);
  const others = [engine.send('TransactWriteItems'), engine.send('TransactWriteItems')];
  (await engine.arrival(3)).answer();
  (await engine.arrival(4)).answer();
  // A request that comes back tells that the front has dealt with the answers before it.
  const after = engine.send('GetItem');
  (await engine.arrival(5)).answer();
  await after;

  early.answer();
  expect((await first).status).toBe(200);
  const late = await engine.arrival(6);
  expect(late.operation).toBe('ListTables');
  late.answer();

  expect((await Promise.all(others)).map((response) => response.status)).toEqual([200, 200]);
  expect(engine.arrivals).toHaveLength(6);
});

test('a transaction whose commit cannot be made sure of is not acknowledged', async () => {
  const engine = await handEngine();
  const sent = engine.send('TransactWriteItems');
  (await engine.arrival(1)).answer();
  (await engine.arrival(2)).answer(500);

  await expect(sent).rejects.toThrow();
});

test('what the front acknowledged is there after a kill, where the engine alone would have lost it', async () => {
  // Without write-ahead logging a commit takes milliseconds, so that a kill right after the answer falls into it.
  const dataDir = await mkdtemp(join(tmpdir(), 'kartoteka-engine-'));
  const engine = await startEngineProcess({ dataDir });
  const front = await startCommitFront(engine.endpoint, 0);
  onTestFinished(async () => {
    engine.kill();
    await Promise.all([engine.exited, front.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  });
  const { name: table, document } = await createTable(`http://127.0.0.1:${front.port}`);
  // Large ones, which take the longer to commit.
  const put = (part: number, turn: number) => ({
    Put: { TableName: table, Item: { pk: `${turn}`, sk: `${part}`, data: 'x'.repeat(20_000) } },
  });
  for (let turn = 0; turn < 4; turn += 1) {
    const TransactItems = Array.from({ length: 20 }, (_, part) => put(part, turn));
    await document.send(new TransactWriteCommand({ TransactItems }));
  }
  engine.kill();
  await engine.exited;

  const again = await startEngineProcess({ dataDir });
  onTestFinished(again.stop);
  const count = new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'pk = :last',
    ExpressionAttributeValues: { ':last': '3' },
    Select: 'COUNT',
  });
  expect((await connect(again.endpoint).document.send(count)).Count).toBe(20);
});
