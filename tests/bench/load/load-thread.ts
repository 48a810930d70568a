/** The inside of a load thread: plays what it is told, away from the thread on which the product answers. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LoadData, LoadMessage, LoadOrder } from './load.ts';
import { play } from './play.ts';
import { createHttpSender, createSdkSender } from './senders.ts';

const { target, client, headers } = workerData as LoadData;
const sender = client === 'sdk' ? createSdkSender(target) : createHttpSender(target, headers);

function tell(message: LoadMessage): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ uses, connections }: LoadOrder) => {
  play(uses, connections, sender).then(
    (played) => tell({ kind: 'played', played }),
    (error: unknown) =>
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
});
