import { type ChildProcess, spawn } from 'node:child_process';
import { expect } from 'vitest';
import { eventually } from '../equipment/eventually.ts';

/** `npm start` as a newcomer runs it; resolves when it says that it is ready. */
export async function startAsNewcomer(port: number, dataDir: string): Promise<ChildProcess> {
  const started = spawn(process.execPath, ['local/preflight.mjs'], {
    env: { ...process.env, PORT: String(port), KARTOTEKA_DATA: dataDir, KARTOTEKA_DEMO: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  started.stdout.on('data', collect);
  started.stderr.on('data', collect);
  await eventually(
    () => {
      if (started.exitCode !== null) throw new Error(`It ended: ${output}`);
      expect(output).toContain(`Kartoteka is ready: http://localhost:${port}`);
    },
    { deadline: 60_000, every: 50 },
  );
  return started;
}

/** Resolves once a process has ended. */
export const ended = (process: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) resolve();
    else process.once('exit', () => resolve());
  });
