import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import {
  type Functions,
  functionNameOf,
  type InvocationResult,
  UnknownFunctionError,
} from '../functions/functions.ts';
import { openState } from '../state.ts';
import { type ObjectStore, type ObjectStoreOptions, startObjectStore } from '../storage/object-store.ts';

/** What a function of a test does with an event; what it throws is the function's error. */
export type Handler = (event: never) => unknown;

export interface TestFunctions extends Functions {
  /** Events in the order in which they came, by function. */
  readonly calls: Readonly<Record<string, unknown[]>>;
}

/** Functions that are plain handlers in this process, called as the runtime calls its own. */
export function functionsOf(handlers: Readonly<Record<string, Handler>>): TestFunctions {
  const calls = Object.fromEntries(Object.keys(handlers).map((name) => [name, [] as unknown[]]));
  return {
    calls,
    async invoke(functionArnOrName, event): Promise<InvocationResult> {
      const name = functionNameOf(functionArnOrName);
      const handler = handlers[name];
      if (handler === undefined) throw new UnknownFunctionError(name);
      calls[name]?.push(event);
      try {
        return { ok: true, payload: await handler(event as never) };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        return { ok: false, error: { errorType, errorMessage } };
      }
    },
  };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kartoteka-events-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The runtime's state, on disk. */
export function stateIn(folder: string): DatabaseSync {
  const state = openState(folder);
  onTestFinished(() => {
    if (state.isOpen) state.close();
  });
  return state;
}

/** Queues and buckets, on disk. */
export async function storeWith(
  resources: Pick<ObjectStoreOptions, 'buckets' | 'queues'>,
  folder: string = temporaryFolder(),
): Promise<ObjectStore> {
  const store = await startObjectStore({ dataDir: folder, region: 'eu-central-1', ...resources });
  onTestFinished(() => store.stop());
  return store;
}

export const functionArn = (name: string): string =>
  `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:111122223333:${name}`;
