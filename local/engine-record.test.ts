import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngineRecord } from './engine-record.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands for an engine that its parent left behind. */
async function startOrphan() {
  const orphan = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(orphan.stdout, 'data');
  return orphan;
}

it('ends the recorded engine that still runs', async () => {
  const orphan = await startOrphan();
  const gone = once(orphan, 'exit');
  const record = createEngineRecord(folder);
  record.write(orphan.pid ?? 0);
  await record.endOrphan();
  expect((await gone)[1]).toBe('SIGKILL');
  expect(existsSync(join(folder, 'engine.json'))).toBe(false);
});

it('leaves a process alone that only has the pid of an engine of old', async () => {
  const stranger = await startOrphan();
  writeFileSync(join(folder, 'engine.json'), JSON.stringify({ pid: stranger.pid, startedAt: 'before' }));
  await createEngineRecord(folder).endOrphan();
  expect(stranger.exitCode).toBeNull();
  expect(stranger.signalCode).toBeNull();
  stranger.kill('SIGKILL');
  await once(stranger, 'close');
});

it('has nothing to do where there is no record, or a broken one', async () => {
  const record = createEngineRecord(folder);
  await record.endOrphan();
  writeFileSync(join(folder, 'engine.json'), '{');
  await record.endOrphan();
});
