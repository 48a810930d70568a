/** An execution environment in a worker thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from './environment-inside.ts';
import type { EnvironmentData } from './protocol.ts';

await serve(workerData as EnvironmentData, {
  tell: (message) => parentPort?.postMessage(message),
  onInvocation: (take) => parentPort?.on('message', take),
});
