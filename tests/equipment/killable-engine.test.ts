import { randomUUID } from 'node:crypto';
import { ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { startFaultProxy } from './fault-proxy.ts';
import { type KillableEngine, startKillableEngine } from './killable-engine.ts';
import { connect, createTable } from './table.ts';

const ITEMS = 4;
const WRITERS = 4;

async function killable(): Promise<KillableEngine> {
  const engine = await startKillableEngine();
  onTestFinished(engine.dispose);
  return engine;
}

function transaction(table: string, name: string): TransactWriteCommand {
  return new TransactWriteCommand({
    TransactItems: Array.from({ length: ITEMS }, (_, part) => ({
      Put: {
        TableName: table,
        Item: { pk: name, sk: `part-${part}`, feedPk: 'feed', feedSk: `${name}-${part}` },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    })),
  });
}

/** How many parts of each transaction are stored, in the table or in one of its indexes. */
async function storedParts(endpoint: string, table: string, index?: string): Promise<Map<string, number>> {
  const parts = new Map<string, number>();
  const { document } = connect(endpoint);
  let from: Record<string, unknown> | undefined;
  do {
    const page = await document.send(
      new ScanCommand({ TableName: table, IndexName: index, ExclusiveStartKey: from }),
    );
    for (const { pk } of page.Items ?? []) parts.set(String(pk), (parts.get(String(pk)) ?? 0) + 1);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return parts;
}

test('an engine killed in the middle of writes keeps all that it acknowledged, and no half transaction', async () => {
  const engine = await killable();
  const { name: table } = await createTable(engine.endpoint);
  const { document } = connect(engine.endpoint, { maxAttempts: 1 });
  const acknowledged: string[] = [];
  const enough = Promise.withResolvers<void>();

  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; ; turn += 1) {
      await document.send(transaction(table, `${writer}-${turn}`));
      acknowledged.push(`${writer}-${turn}`);
      if (acknowledged.length === 60) enough.resolve();
    }
  };
  const writers = Promise.allSettled(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  await enough.promise;
  await engine.kill();
  const ends = await writers;
  expect(ends.map((end) => end.status)).toEqual(Array(WRITERS).fill('rejected'));
  await engine.restart();

  const stored = await storedParts(engine.endpoint, table);
  expect(acknowledged.filter((name) => stored.get(name) !== ITEMS)).toEqual([]);
  expect([...stored.values()].every((parts) => parts === ITEMS)).toBe(true);
  expect(await storedParts(engine.endpoint, table, 'feed')).toEqual(stored);
  await connect(engine.endpoint).document.send(transaction(table, 'after'));
});

test('a transaction repeated under its token after the engine died is still applied once', async () => {
  const engine = await killable();
  const { name: table } = await createTable(engine.endpoint);
  const proxy = await startFaultProxy({ target: engine.endpoint });
  onTestFinished(proxy.stop);
  const { document } = connect(proxy.endpoint, { maxAttempts: 1 });
  proxy.rule({ on: 'TransactWriteItems', nth: 1, fault: { kind: 'lostReply' } });
  const command = transaction(table, 'once');
  command.input.ClientRequestToken = randomUUID();

  await expect(document.send(command)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await engine.restart();

  // Applied a second time, its conditions would fail.
  expect((await document.send(command)).$metadata.httpStatusCode).toBe(200);
});
