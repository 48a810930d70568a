import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../tests/equipment/eventually.ts';
import { connect } from '../tests/equipment/table.ts';
import { superviseEngine } from './engine-supervisor.ts';
import { temporaryFolder } from './events/testing.ts';

it('starts an engine again that was killed, at the same address, until it is stopped', async () => {
  const lines: string[] = [];
  const dataDir = temporaryFolder();
  const engine = await superviseEngine(dataDir, {
    line: (line) => void lines.push(line),
    step: (_what, run) => run(),
  });
  onTestFinished(engine.stop);
  const recorded = (): number =>
    (JSON.parse(readFileSync(join(dataDir, 'engine.json'), 'utf8')) as { pid: number }).pid;
  const killed = recorded();
  process.kill(killed, 'SIGKILL');
  const { client } = connect(engine.endpoint, { maxAttempts: 1 });
  await eventually(
    async () => {
      expect(recorded()).not.toBe(killed);
      expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
    },
    { deadline: 15_000 },
  );
  expect(lines).toEqual([expect.stringContaining('ended unexpectedly')]);
  await engine.stop();
  await expect(client.send(new ListTablesCommand())).rejects.toThrow();
  expect(lines).toHaveLength(1);
});
