import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startBucketsAndQueues } from './buckets-and-queues.ts';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import { type DataFolder, holdDataFolder } from './data-folder.ts';
import { type Endpoints, endpointsOf, endpointVariables } from './endpoints.ts';
import { superviseEngine } from './engine-supervisor.ts';
import { createFunctions } from './functions/create-functions.ts';
import { readFunctions } from './functions/definition.ts';
import type { InvocationResult } from './functions/functions.ts';
import { listenOnLoopback } from './gateway/listen.ts';
import type { Identity } from './identity/contract.ts';
import { type Log, silentLog } from './log.ts';
import { serve } from './serve.ts';
import { onceInState, openState } from './state.ts';
import type { ObjectStore } from './storage/object-store.ts';
import { startTables } from './table/start-tables.ts';
import { createTeardown, type Teardown } from './teardown.ts';
import { readAssembly } from './template/assembly.ts';
import { createPlan, type Plan } from './template/plan.ts';
import { synthesize } from './template/synthesize.ts';
import { createUsers } from './users.ts';

export interface StackOptions {
  /** Port of the HTTP API on the loopback interface; 0 for any free one. */
  readonly port: number;
  readonly dataDir: string;
  /** Whether `seed` is run in a data folder that it was not run in before. */
  readonly demo: boolean;
  /** Puts the demo tenant in, through the running stack. It may be cut off and run again: it must bear that. */
  readonly seed?: (stack: Stack) => Promise<void>;
  /** An engine that already runs; otherwise one is started on the data folder. */
  readonly dynamodbEndpoint?: string;
  /** A synthesized cloud assembly; otherwise the repository's CDK app is synthesized. */
  readonly assembly?: string;
  readonly log?: Log;
  /** Stops the stack, also while it is still starting; `startStack` rejects then. */
  readonly signal?: AbortSignal;
}

/** The running stack. */
export interface Stack {
  /** `http://localhost:<port>` */
  readonly url: string;
  readonly issuer: string;
  readonly endpoints: Endpoints;
  readonly tableName: string;
  readonly plan: Plan;
  readonly identity: Identity;
  readonly storage: ObjectStore;
  readonly state: DatabaseSync;
  /**
   * Invokes a function by its name, or by the last part of it: `provision`.
   * @throws {UnknownFunctionError} where there is none
   */
  invoke(functionName: string, payload: unknown): Promise<InvocationResult>;
  /** Deletes at once what has expired; gives the number of items. */
  expire(): Promise<number>;
  stop(): Promise<void>;
}

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const REGION = 'eu-central-1';
const ACCOUNT = '000000000000';

/**
 * Runs the synthesized template on this machine until `stop`.
 * @throws {DataFolderHeldError} where another instance holds the data folder
 * @throws {UnknownTemplateError} where the template holds what the local runtime does not know
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const log = options.log ?? silentLog;
  const teardown = createTeardown(log.line);
  options.signal?.addEventListener('abort', () => void teardown.run(), { once: true });
  try {
    const folder = holdDataFolder(options.dataDir);
    teardown.add(folder.release);
    const stack = await build(options, folder, log, teardown);
    const { seed } = options;
    if (options.demo && seed !== undefined) {
      await onceInState(stack.state, 'demo', () => log.step('Making the demo tenant', () => seed(stack)));
    }
    options.signal?.throwIfAborted();
    return stack;
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function build(
  options: StackOptions,
  folder: DataFolder,
  log: Log,
  teardown: Teardown,
): Promise<Stack> {
  const { dataDir } = options;
  const api = await listenOnLoopback(options.port);
  teardown.add(api.stop);
  const url = `http://localhost:${api.port}`;
  folder.requireAddress(url);
  const environment = { region: REGION, account: ACCOUNT, url, issuer: `${url}/oidc` };
  const { assembly, dynamodb } = await prepare(options, log, teardown);
  const plan = createPlan(readAssembly(assembly), environment);

  const state = openState(dataDir);
  teardown.add(() => state.close());
  const client = new DynamoDBClient({ endpoint: dynamodb, region: REGION, credentials: LOCAL_CREDENTIALS });
  teardown.add(() => client.destroy());
  const tables = await startTables({ plan, client, state, log: log.line });
  teardown.add(tables.stop);
  const storage = await startBucketsAndQueues(plan, dataDir, environment, log.line);
  teardown.add(storage.stop);
  const aws = await listenOnLoopback(0);
  teardown.add(aws.stop);
  const endpoints = endpointsOf(dynamodb, storage, aws);
  const definitions = readFunctions(plan, environment, endpointVariables(endpoints));
  const functions = createFunctions(definitions, join(dataDir, 'logs'));
  teardown.add(functions.stop);
  const identity = await createUsers({ plan, environment, state, dataDir, log: log.line });
  teardown.add(identity.stop);

  serve({
    plan,
    environment,
    log,
    teardown,
    api,
    aws,
    state,
    tables,
    storage,
    functions,
    identity,
    dynamodb,
  });
  folder.announce({ url, lambda: endpoints.lambda });
  const names = definitions.map(({ name }) => name);
  return {
    url,
    issuer: environment.issuer,
    endpoints,
    tableName: tables.all[0]?.name ?? '',
    plan,
    identity,
    storage,
    state,
    invoke: (name, payload) => functions.invoke(longName(name, names), payload),
    expire: tables.expire,
    stop: teardown.run,
  };
}

/** The two slow parts, side by side. Both are waited for, so that what did start is stopped when the other fails. */
async function prepare(
  { dataDir, assembly, dynamodbEndpoint }: StackOptions,
  log: Log,
  teardown: Teardown,
): Promise<{ readonly assembly: string; readonly dynamodb: string }> {
  const [made, started] = await Promise.allSettled([
    assembly ?? synthesize(REPOSITORY, log),
    dynamodbEndpoint ??
      log.step('Starting the database engine', async () => {
        const engine = await superviseEngine(dataDir, log);
        teardown.add(engine.stop);
        return engine.endpoint;
      }),
  ]);
  if (made.status === 'rejected') throw made.reason;
  if (started.status === 'rejected') throw started.reason;
  return { assembly: made.value, dynamodb: started.value };
}

function longName(name: string, names: readonly string[]): string {
  return names.find((known) => known === name || known.endsWith(`-${name}`)) ?? name;
}
