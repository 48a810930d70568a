import type { FunctionError } from './functions.ts';

/** Events and answers of synchronous invocations. Source: Lambda developer guide, quotas. */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;

/** What an environment's thread is started with. */
export interface EnvironmentData {
  /** Address of the bundle, `file:///.../index.mjs`. */
  readonly module: string;
  /** Name of the export that handles events. */
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  /** File that takes what the function prints. */
  readonly logFile: string;
}

/** One invocation on its way to a thread; the event travels as JSON, as it does in the service. */
export interface InvocationMessage {
  readonly requestId: string;
  readonly event: string;
  /** The tenant whom the environment serves, where it serves one only. */
  readonly tenantId?: string;
  /** When the invocation times out: milliseconds since the epoch. */
  readonly deadline: number;
}

/** What a thread tells: that it is ready, that its module failed to load, or how an invocation ended. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-failed'; readonly error: FunctionError }
  | { readonly kind: 'returned'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'threw'; readonly requestId: string; readonly error: FunctionError };
