import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { holdDataFolder } from './data-folder.ts';
import { stateIn, temporaryFolder } from './events/testing.ts';
import { startStack } from './stack.ts';
import { onceInState } from './state.ts';
import { createTeardown } from './teardown.ts';

/** An assembly of one stack with one template. */
function assemblyOf(template: unknown): string {
  const folder = join(temporaryFolder(), 'cdk.out');
  mkdirSync(folder);
  const artifacts = { data: { type: 'aws:cloudformation:stack', properties: { templateFile: 'data.json' } } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(join(folder, 'data.json'), JSON.stringify(template));
  return folder;
}

it('does not start on a template it does not know, and leaves the folder free', async () => {
  const dataDir = temporaryFolder();
  const assembly = assemblyOf({ Resources: { Queue: { Type: 'AWS::Kinesis::Stream' } } });
  const dynamodbEndpoint = inject('dynamodbEndpoint');
  await expect(startStack({ port: 0, dataDir, demo: false, assembly, dynamodbEndpoint })).rejects.toThrow(
    'data: Queue (AWS::Kinesis::Stream): the local runtime does not know this resource type',
  );
  holdDataFolder(dataDir).release();
});

it('does not start on a folder that is in use', async () => {
  const dataDir = temporaryFolder();
  const held = holdDataFolder(dataDir);
  onTestFinished(held.release);
  await expect(startStack({ port: 0, dataDir, demo: false })).rejects.toThrow(
    'in use by another running Kartoteka',
  );
});

it('runs what is to be run once again only where it was not finished', async () => {
  const state = stateIn(temporaryFolder());
  let runs = 0;
  await expect(onceInState(state, 'demo', () => Promise.reject(new Error('cut off')))).rejects.toThrow(
    'cut off',
  );
  for (let start = 0; start < 3; start += 1) {
    await onceInState(state, 'demo', async () => {
      runs += 1;
    });
  }
  expect(runs).toBe(1);
});

it('undoes what was done, last first, also what fails and what comes late', async () => {
  const undone: string[] = [];
  const teardown = createTeardown((line) => void undone.push(line));
  teardown.add(() => void undone.push('first'));
  teardown.add(() => Promise.reject(new Error('stuck')));
  teardown.add(async () => void undone.push('last'));
  const running = teardown.run();
  teardown.add(() => void undone.push('late'));
  await Promise.all([running, teardown.run()]);
  expect(undone).toEqual(['last', 'While stopping: stuck', 'first', 'late']);
});
