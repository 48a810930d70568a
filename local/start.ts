/**
 * The entry line of `npm start`, run by preflight.mjs once it knows that the machine has what is needed.
 * `PORT` (8080), `KARTOTEKA_DATA` (.kartoteka/), `KARTOTEKA_DEMO` (0 leaves the demo tenant out) and
 * `KARTOTEKA_REQUESTS_PER_MINUTE` (the limit of each organisation) are read here.
 */
import { resolve } from 'node:path';
import { API_DOCS } from '../shared/api-base.ts';
import { createLog } from './log.ts';
import { type Stack, startStack } from './stack.ts';

/** A second signal while stopping means now. */
const HURRY_EXIT_CODE = 130;

// Functions run in UTC on AWS; threads have the zone of their process.
process.env['TZ'] = 'UTC';

const log = createLog((text) => process.stdout.write(text));
const stopping = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(HURRY_EXIT_CODE);
    log.line('Stopping ...');
    stopping.abort();
  });
}
// The reader of our lines went away (`npm start | head`): the stack runs on.
process.stdout.on('error', () => undefined);

async function seed(stack: Stack): Promise<void> {
  const { seedDemo } = await import('./demo/seed.ts');
  await seedDemo(stack, { now: new Date(), log });
}

const requestsPerMinute = process.env['KARTOTEKA_REQUESTS_PER_MINUTE'];

try {
  const stack = await startStack({
    port: Number(process.env['PORT'] ?? 8080),
    dataDir: resolve(process.env['KARTOTEKA_DATA'] ?? '.kartoteka'),
    demo: process.env['KARTOTEKA_DEMO'] !== '0',
    seed,
    ...(requestsPerMinute === undefined ? {} : { settings: { 'requests-per-minute': requestsPerMinute } }),
    log,
    signal: stopping.signal,
  });
  log.line(`Kartoteka is ready: ${stack.url}`);
  log.line(`Its API, to read: ${stack.url}${API_DOCS}`);
  await new Promise((stopped) => stopping.signal.addEventListener('abort', stopped));
  await stack.stop();
} catch (error) {
  if (!stopping.signal.aborted) {
    process.stderr.write(
      `Kartoteka cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
}
log.line('Kartoteka has stopped.');
process.exit(0);
