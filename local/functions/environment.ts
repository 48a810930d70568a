import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type { FunctionError, InvocationResult } from './functions.ts';
import type { LogFile } from './log-file.ts';
import {
  type EnvironmentData,
  type InvocationMessage,
  PAYLOAD_LIMIT_BYTES,
  type ThreadMessage,
} from './protocol.ts';

/** One execution environment of a function: a thread with its own modules, variables and memory limit. */
export interface Environment {
  /** Settles when the module has loaded, with the error where it has not. */
  readonly loaded: Promise<FunctionError | undefined>;
  /** Whether it is gone: after a timeout, an exit or an uncaught error the pool makes a new one. */
  readonly ended: boolean;
  /** Runs one invocation; the caller sends the next one only after the answer. */
  invoke(requestId: string, event: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/** Lambda ends an init that takes 10 s; a busy machine that starts everything at once gets more. */
const INIT_LIMIT_MS = 30_000;

const STOPPED: FunctionError = {
  errorType: 'Runtime.ExitError',
  errorMessage: 'The environment was stopped',
};

/**
 * Starts an environment. What the function prints goes to the end of `log`.
 *
 * @param tenantId whom alone it serves, where the function keeps its tenants apart
 */
export function startEnvironment(
  definition: FunctionDefinition,
  log: LogFile,
  tenantId?: string,
): Environment {
  const thread = startThread(definition, log);
  const loading = Promise.withResolvers<FunctionError | undefined>();
  let pending:
    | { readonly requestId: string; readonly settle: (result: InvocationResult) => void }
    | undefined;
  let ended = false;
  const initLimit = setTimeout(() => {
    end({
      errorType: 'Sandbox.Timedout',
      errorMessage: `Init timed out after ${INIT_LIMIT_MS / 1000} seconds`,
    });
  }, INIT_LIMIT_MS);

  function settle(result: InvocationResult): void {
    const current = pending;
    pending = undefined;
    current?.settle(result);
  }

  function end(error: FunctionError): void {
    if (ended) return;
    ended = true;
    clearTimeout(initLimit);
    loading.resolve(error);
    settle({ ok: false, error });
    void thread.terminate();
  }

  thread.on('message', (message: ThreadMessage) => {
    if (message.kind === 'ready') {
      clearTimeout(initLimit);
      loading.resolve(undefined);
    } else if (message.kind === 'init-failed') end(message.error);
    else if (message.requestId === pending?.requestId) settle(resultOf(message));
  });
  thread.on('error', (error: unknown) => end(uncaught(error, pending?.requestId)));
  thread.on('exit', (code) => {
    const errorMessage = `RequestId: ${pending?.requestId ?? 'none'} Error: Runtime exited with error: exit status ${code}`;
    end({ errorType: 'Runtime.ExitError', errorMessage });
  });

  return {
    loaded: loading.promise,
    get ended() {
      return ended;
    },
    invoke(requestId, event) {
      if (ended) return Promise.resolve({ ok: false, error: STOPPED });
      const { promise, resolve } = Promise.withResolvers<InvocationResult>();
      const limit = setTimeout(
        () => end(timedOut(definition.timeoutSeconds)),
        definition.timeoutSeconds * 1000,
      );
      pending = {
        requestId,
        settle: (result) => {
          clearTimeout(limit);
          resolve(result);
        },
      };
      const deadline = Date.now() + definition.timeoutSeconds * 1000;
      thread.postMessage({
        requestId,
        event,
        deadline,
        ...(tenantId === undefined ? {} : { tenantId }),
      } satisfies InvocationMessage);
      return promise;
    },
    async stop() {
      end(STOPPED);
      await thread.terminate();
    },
  };
}

function startThread(definition: FunctionDefinition, log: LogFile): Worker {
  const { module, handler, name, arn, memoryMb, logGroup } = definition;
  const thread = new Worker(new URL('./environment-thread.ts', import.meta.url), {
    name,
    env: { ...definition.variables },
    workerData: {
      module: pathToFileURL(module).href,
      handler,
      functionName: name,
      functionArn: arn,
      memoryMb,
      logGroup,
      logFile: log.path,
    } satisfies EnvironmentData,
    stdout: true,
    stderr: true,
    // Young generation and code come on top of it; Lambda counts them in.
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, memoryMb - 32) },
  });
  thread.unref();
  // Node's own last words; the function writes to the file by itself.
  for (const stream of [thread.stdout, thread.stderr]) stream.setEncoding('utf8').on('data', log.write);
  return thread;
}

function resultOf(message: Extract<ThreadMessage, { requestId: string }>): InvocationResult {
  if (message.kind === 'threw') return { ok: false, error: message.error };
  if (Buffer.byteLength(message.payload) > PAYLOAD_LIMIT_BYTES) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`;
    return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
  }
  return { ok: true, payload: JSON.parse(message.payload) as unknown };
}

/** Source: Lambda developer guide, "Configure Lambda function timeout": the message every caller sees. */
function timedOut(seconds: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

function uncaught(error: unknown, requestId = 'none'): FunctionError {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
    return { errorType: 'Runtime.OutOfMemory', errorMessage };
  }
  const shown = error instanceof Error ? error : new Error(String(error));
  return {
    errorType: shown.name,
    errorMessage: shown.message,
    trace: (shown.stack ?? '').split('\n'),
  };
}
