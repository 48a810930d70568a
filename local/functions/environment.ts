import type { FunctionDefinition } from './definition.ts';
import type { FunctionError, InvocationResult } from './functions.ts';
import { startInside } from './inside.ts';
import type { LogFile } from './log-file.ts';
import { type InvocationMessage, PAYLOAD_LIMIT_BYTES, type ThreadMessage } from './protocol.ts';

/** One execution environment of a function: a thread or a process with its own modules, variables and memory limit. */
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
  const inside = startInside(definition, log);
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
    void inside.terminate();
  }

  inside.onMessage((message: ThreadMessage) => {
    if (message.kind === 'ready') {
      clearTimeout(initLimit);
      loading.resolve(undefined);
    } else if (message.kind === 'init-failed') end(message.error);
    else if (message.requestId === pending?.requestId) settle(resultOf(message));
  });
  inside.onError((error) => end(uncaught(error, pending?.requestId)));
  inside.onExit((status) => {
    const errorMessage = `RequestId: ${pending?.requestId ?? 'none'} Error: Runtime exited with error: ${status}`;
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
      inside.send({
        requestId,
        event,
        deadline,
        ...(tenantId === undefined ? {} : { tenantId }),
      } satisfies InvocationMessage);
      return promise;
    },
    async stop() {
      end(STOPPED);
      await inside.terminate();
    },
  };
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
