import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './definition.ts';
import { type Functions, functionNameOf, type InvocationResult, UnknownFunctionError } from './functions.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { createPools, type Pools } from './pools.ts';
import { PAYLOAD_LIMIT_BYTES } from './protocol.ts';

/** Functions that can be stopped. */
export interface RunningFunctions extends Functions {
  stop(): Promise<void>;
}

const IDLE_LIMIT_MS = 2 * 60_000;

interface RunningFunction {
  readonly pools: Pools;
  readonly log: LogFile;
}

/**
 * Runs the functions of the stack. Nothing is started before its first invocation, and an environment that had
 * nothing to do for two minutes ends. What they print goes to `<logFolder>/<function>.log`.
 */
export function createFunctions(
  definitions: readonly FunctionDefinition[],
  logFolder: string,
): RunningFunctions {
  const running = new Map<string, RunningFunction>(
    definitions.map((definition) => {
      const log = openLogFile(logFolder, definition.name);
      return [definition.name, { pools: createPools(definition, log), log }];
    }),
  );
  const reaper = setInterval(() => {
    for (const { pools } of running.values()) pools.reap(Date.now() - IDLE_LIMIT_MS);
  }, IDLE_LIMIT_MS / 5).unref();

  return {
    async invoke(functionArnOrName, event, { requestId = randomUUID(), tenantId } = {}) {
      const name = functionNameOf(functionArnOrName);
      const found = running.get(name);
      if (found === undefined) throw new UnknownFunctionError(name);
      const payload = JSON.stringify(event) ?? 'null';
      const result =
        Buffer.byteLength(payload) > PAYLOAD_LIMIT_BYTES
          ? tooLarge(Buffer.byteLength(payload))
          : await found.pools.of(tenantId).invoke(requestId, payload);
      if (!result.ok) found.log.write(failureLine(requestId, result));
      return result;
    },
    async stop() {
      clearInterval(reaper);
      await Promise.all(
        [...running.values()].map(async ({ pools, log }) => {
          await pools.stop();
          await log.close();
        }),
      );
    },
  };
}

function tooLarge(bytes: number): InvocationResult {
  const errorMessage = `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${PAYLOAD_LIMIT_BYTES} bytes)`;
  return { ok: false, error: { errorType: 'RequestEntityTooLargeException', errorMessage } };
}

function failureLine(requestId: string, result: Extract<InvocationResult, { ok: false }>): string {
  const { errorType, errorMessage, trace } = result.error;
  const line = {
    timestamp: new Date().toISOString(),
    level: 'ERROR',
    requestId,
    errorType,
    errorMessage,
    trace,
  };
  return `${JSON.stringify(line)}\n`;
}
