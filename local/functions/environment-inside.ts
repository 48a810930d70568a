import { openSync, writeFileSync } from 'node:fs';
import type { FunctionError } from './functions.ts';
import type { EnvironmentData, InvocationMessage, ThreadMessage } from './protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

/** How an environment speaks with the runtime that started it. */
export interface Line {
  tell(message: ThreadMessage): void;
  onInvocation(take: (message: InvocationMessage) => void): void;
}

/**
 * Lets what the function prints go straight to its log file: by way of the main thread, as Node does it, each line costs
 * both threads two messages. Lines also get there where the thread is ended in the midst of its work.
 */
function printTo(path: string): void {
  const file = openSync(path, 'a');
  for (const stream of [process.stdout, process.stderr]) {
    stream._writev = (chunks, done) => {
      try {
        for (const { chunk } of chunks) writeFileSync(file, chunk as string | Uint8Array);
      } catch {
        // A full disk must not end the function: its answers matter more than its log.
      }
      done();
    };
  }
}

/** Source: Lambda developer guide, "Lambda context object in Node.js". */
function contextOf(data: EnvironmentData, { requestId, deadline, tenantId }: InvocationMessage): unknown {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: data.functionArn,
    memoryLimitInMB: String(data.memoryMb),
    awsRequestId: requestId,
    logGroupName: data.logGroup,
    logStreamName: 'local',
    ...(tenantId === undefined ? {} : { tenantId }),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

async function load(data: EnvironmentData): Promise<Handler> {
  const loaded = (await import(data.module)) as Record<string, unknown>;
  const handler = loaded[data.handler];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`index.${data.handler} is undefined or not exported`), {
      name: 'Runtime.HandlerNotFound',
    });
  }
  return handler as Handler;
}

async function run(
  handler: Handler,
  data: EnvironmentData,
  message: InvocationMessage,
  { tell }: Line,
): Promise<void> {
  const { requestId } = message;
  process.env['_X_AMZN_TRACE_ID'] =
    `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
  try {
    const result = await handler(JSON.parse(message.event), contextOf(data, message));
    tell({ kind: 'returned', requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    tell({ kind: 'threw', requestId, error: describe(error) });
  }
}

/** The inside of one execution environment: loads a bundle and runs one invocation at a time. */
export async function serve(data: EnvironmentData, line: Line): Promise<void> {
  try {
    printTo(data.logFile);
    const handler = await load(data);
    line.onInvocation((message) => void run(handler, data, message, line));
    line.tell({ kind: 'ready' });
  } catch (error) {
    line.tell({ kind: 'init-failed', error: describe(error) });
  }
}
