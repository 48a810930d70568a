import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import { freePort } from '../../tests/equipment/free-port.ts';
import { connect } from '../../tests/equipment/table.ts';
import { startEngine } from './engine.ts';

const ENGINE_MODULE = new URL('./engine.ts', import.meta.url).href;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kartoteka-engine-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function tablesOf(endpoint: string): Promise<string[] | undefined> {
  return (await connect(endpoint).client.send(new ListTablesCommand({}))).TableNames;
}

async function makeTable(endpoint: string, name: string): Promise<void> {
  await connect(endpoint).client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
}

/** Whether the process still runs; one that ended but was not collected yet by its new parent does not. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(state);
}

test('an engine in memory answers on loopback only and is gone after stop', async () => {
  const engine = await startEngine();
  onTestFinished(engine.stop);

  expect(await tablesOf(engine.endpoint)).toEqual([]);
  // 127.0.0.2 reaches whatever listens on all interfaces, and nothing that listens on 127.0.0.1 alone.
  await expect(fetch(`http://127.0.0.2:${engine.port}`)).rejects.toThrow();
  await engine.stop();
  await expect(fetch(engine.endpoint)).rejects.toThrow();
  expect(await isRunning(engine.pid)).toBe(false);
  expect(await engine.exited).toBe('the engine ended (exit code 0)');
});

test('data on disk survive a stop, on the port that was asked for', async () => {
  const options = { dataDir: join(await folder(), 'made', 'by-the-engine'), port: await freePort() };
  const first = await startEngine(options);
  onTestFinished(first.stop);
  await makeTable(first.endpoint, 'kept');
  expect(await readdir(options.dataDir)).toContain('shared-local-instance.db-wal');
  await first.stop();

  const second = await startEngine(options);
  onTestFinished(second.stop);

  expect(second.endpoint).toBe(`http://127.0.0.1:${options.port}`);
  expect(await tablesOf(second.endpoint)).toEqual(['kept']);
});

test.each(['SIGKILL', 'SIGTERM'] as const)('the engine ends when its parent dies of %s', async (signal) => {
  const script = `
    import { startEngine } from ${JSON.stringify(ENGINE_MODULE)};
    const { pid, endpoint } = await startEngine();
    console.log(JSON.stringify({ pid, endpoint }));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(createInterface(parent.stdout), 'line');
  const engine: { pid: number; endpoint: string } = JSON.parse(line);
  expect(await tablesOf(engine.endpoint)).toEqual([]);

  parent.kill(signal);

  await eventually(async () => expect(await isRunning(engine.pid)).toBe(false));
});

test.each(['in memory', 'on disk'])('a taken port is one clear error, %s', async (where) => {
  const port = await freePort();
  const occupant = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void occupant.close());
  await once(occupant, 'listening');
  const dataDir = where === 'on disk' ? await folder() : undefined;

  await expect(startEngine({ port, dataDir })).rejects.toThrow(
    new RegExp(`^DynamoDB Local did not start.*: port ${port} on 127\\.0\\.0\\.1 is taken`),
  );
});

test('data that are no database are refused, and left as they are', async () => {
  const dataDir = await folder();
  const file = join(dataDir, 'shared-local-instance.db');
  await writeFile(file, 'somebody’s letter, not a database');

  await expect(startEngine({ dataDir })).rejects.toThrow(
    `DynamoDB Local did not start (data in ${dataDir}): file is not a database`,
  );
  expect(await readFile(file, 'utf8')).toBe('somebody’s letter, not a database');
});

test('missing Java is named with its remedy', async () => {
  await expect(startEngine({ java: 'no-such-java' })).rejects.toThrow(
    'DynamoDB Local did not start: Java was not found; install Java 17 or newer',
  );
});

test('an engine that refuses its arguments is reported with its own words', async () => {
  await expect(startEngine({ heap: 'plenty' })).rejects.toThrow(/Invalid maximum heap size: -Xmxplenty/);
});
