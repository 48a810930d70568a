import type { IncomingMessage } from 'node:http';
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { EngineAnswer } from '../../local/dynamodb/forward.ts';
import type { Body, Fault } from './faults.ts';

/** One HTTP request that reached the fault proxy: each attempt of the SDK is a call of its own. */
export interface Call {
  /** Such as `TransactWriteItems`. */
  readonly operation: string;
  readonly body: Body;
  readonly requestBytes: number;
  /** The SDK's id of the command: the same for all its attempts. */
  readonly invocation: string | undefined;
  /** Which attempt of the command this is, from 1. */
  readonly attempt: number;
  /** What the proxy did to it. */
  fault: Fault['kind'] | undefined;
  /** Whether the engine carried it out, answered or not. */
  reachedEngine: boolean;
  /** HTTP status that the caller got, or would have got. */
  status: number | undefined;
  responseBytes: number;
  /** What the engine reported, when the request asked for ReturnConsumedCapacity; one entry per table. */
  consumed: readonly ConsumedCapacity[];
}

export function callOf(request: IncomingMessage, payload: Buffer): Call {
  return {
    operation: header(request, 'x-amz-target')?.split('.').at(-1) ?? 'unknown',
    body: parse(payload),
    requestBytes: payload.length,
    invocation: header(request, 'amz-sdk-invocation-id'),
    attempt: Number(/attempt=(\d+)/.exec(header(request, 'amz-sdk-request') ?? '')?.[1] ?? 1),
    fault: undefined,
    reachedEngine: false,
    status: undefined,
    responseBytes: 0,
    consumed: [],
  };
}

/** Notes on the call what the engine answered. */
export function noteAnswer(call: Call, { status, payload }: EngineAnswer): void {
  call.reachedEngine = true;
  call.status = status;
  call.responseBytes = payload.length;
  const consumed = parse(payload)['ConsumedCapacity'];
  call.consumed = consumed === undefined ? [] : [consumed as ConsumedCapacity | ConsumedCapacity[]].flat();
}

function header(request: IncomingMessage, name: string): string | undefined {
  return [request.headers[name]].flat()[0];
}

function parse(payload: Buffer): Body {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
