/**
 * The entry line of `npm start`, run by preflight.mjs once it knows that the machine has what is needed.
 * `PORT` (8080), `KARTOTEKA_DATA` (.kartoteka/) and `KARTOTEKA_DEMO` (0 leaves the demo tenant out) are read here.
 */
import { resolve } from 'node:path';
import { createLog } from './log.ts';
import { type Stack, startStack } from './stack.ts';

/** A second signal while stopping means now. */
const HURRY_EXIT_CODE = 130;

const log = createLog((text) => process.stdout.write(text));

let stopping = false;
let stack: Stack | undefined;

async function stop(): Promise<void> {
  if (stopping) process.exit(HURRY_EXIT_CODE);
  stopping = true;
  log.line('Stopping ...');
  await stack?.stop();
  log.line('Kartoteka has stopped.');
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
// The reader of our lines went away (`npm start | head`): the stack runs on.
process.stdout.on('error', () => undefined);

try {
  stack = await startStack({
    port: Number(process.env['PORT'] ?? 8080),
    dataDir: resolve(process.env['KARTOTEKA_DATA'] ?? '.kartoteka'),
    demo: process.env['KARTOTEKA_DEMO'] !== '0',
    log,
  });
  log.line(`Kartoteka is ready: ${stack.url}`);
} catch (error) {
  process.stderr.write(`Kartoteka cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
