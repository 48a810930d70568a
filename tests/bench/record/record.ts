import { rm } from 'node:fs/promises';
import { type SubscriberName, subscriptions } from '../../../events/subscriptions.ts';
import { startEngine } from '../../../local/dynamodb/engine.ts';
import { createTeardown } from '../../../local/teardown.ts';
import { type RunningStack, startRunningStack } from '../../e2e/running-stack.ts';
import { withVariable } from '../stack/assembly.ts';
import { copyOf, databaseOf, type Ground } from '../stack/ground.ts';
import { settled } from '../stack/settled.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

/** Told of work by an event, but the work is what somebody waits for and not what follows on it. */
const WORKERS: readonly SubscriberName[] = ['import-worker'];

const FOLLOWING = Object.keys(subscriptions).filter((name) => !WORKERS.some((worker) => worker === name));

/** Whether a function is told of events: what it asks for is asked beside the requests of people. */
export const isSubscriber = (caller: string): boolean =>
  FOLLOWING.some((name) => caller.endsWith(`-${name}`));

/** The running product with a recording proxy between its functions and the engine. */
export interface RecordingStack {
  readonly running: RunningStack;
  readonly proxy: Pick<RecordingProxy, 'take'>;
}

/** Runs `work` on a copy of the ground while all that functions ask of the engine is recorded. */
export async function whileRecording<Result>(
  ground: Ground<unknown>,
  folder: string,
  work: (recording: RecordingStack) => Promise<Result>,
): Promise<Result> {
  const teardown = createTeardown((line) => process.stderr.write(`${line}\n`));
  const assembly = `${folder}-assembly`;
  try {
    await copyOf(ground, folder);
    teardown.add(() => rm(folder, { recursive: true, force: true }));
    const engine = await startEngine({ dataDir: databaseOf(folder) });
    teardown.add(engine.stop);
    const proxy = await startRecordingProxy(engine.endpoint);
    teardown.add(proxy.stop);
    teardown.add(() => rm(assembly, { recursive: true, force: true }));
    await withVariable(ground.assembly, assembly, 'AWS_ENDPOINT_URL_DYNAMODB', proxy.endpointFor);
    const running = await startRunningStack({
      dataDir: folder,
      assembly,
      port: ground.port,
      dynamodbEndpoint: engine.endpoint,
    });
    teardown.add(running.stop);
    const result = await work({ running, proxy });
    await settled(running.stack);
    return result;
  } finally {
    await teardown.run();
  }
}
