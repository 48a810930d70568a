import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importTimes } from './import-times.ts';

async function module(name: string, code: string, variables = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-bench-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'index.mjs');
  await writeFile(file, code);
  return { name, file, variables };
}

test('each round takes each module once, with its variables and nothing of this process', async () => {
  const plain = await module('plain', 'export const handler = 1;');
  const choosy = await module(
    'choosy',
    'if (process.env.WANTED !== "yes" || process.env.PATH) throw new Error("not as wanted");',
    { WANTED: 'yes' },
  );
  const times = await importTimes([plain, choosy], 3);
  expect([...times.keys()]).toEqual(['plain', 'choosy']);
  for (const ofModule of times.values()) {
    expect(ofModule).toHaveLength(3);
    expect(Math.min(...ofModule)).toBeGreaterThan(0);
  }
});

test('a module that keeps timers ends all the same; one that does not load says why', async () => {
  const lively = await module('lively', 'setInterval(() => undefined, 1000);');
  expect((await importTimes([lively], 1)).get('lively')).toHaveLength(1);
  const broken = await module('broken', 'throw new Error("no table");');
  await expect(importTimes([broken], 1)).rejects.toThrow('no table');
});
