import { randomUUID } from 'node:crypto';
import type { Functions, InvocationResult } from '../functions/functions.ts';
import type { MappingConfig } from './stream-config.ts';
import type { Log, StreamRecord } from './wiring.ts';

/** Why a record was given up. */
type GiveUpReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that were given up together. */
export interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly reason: GiveUpReason;
  readonly requestId: string;
  readonly invokeCount: number;
  /** The last answer of the function; absent where it was not called. */
  readonly result?: InvocationResult;
}

export interface BatchDependencies {
  readonly config: MappingConfig;
  readonly functions: Functions;
  readonly log: Log;
  /** All records up to and including this one are done with. */
  readonly done: (last: StreamRecord) => void;
  /** Sends records to the failure destination; resolves once they are safe, or there is no destination. */
  readonly giveUp: (lost: GivenUp) => Promise<void>;
  /** Waits before retry number `attempt` (from 1); false where the mapping is being stopped. */
  readonly pause: (attempt: number) => Promise<boolean>;
  /** Age of a record in milliseconds. */
  readonly ageOf: (record: StreamRecord) => number;
}

/** Consecutive records that are tried together. */
interface Segment {
  readonly records: readonly StreamRecord[];
  /** How often these records failed without any of them being done. */
  readonly failures: number;
  readonly last?: { readonly requestId: string; readonly result: InvocationResult };
}

/**
 * Gives a batch to the function until each record is done with or given up, in order.
 * Source: Lambda developer guide, "Retain discarded records" and "Configuring partial batch response with DynamoDB":
 * a partial failure is retried from the lowest reported record; bisecting takes nothing from the retry quota.
 * @returns false where it was stopped before the end
 */
export async function processBatch(
  batch: readonly StreamRecord[],
  dependencies: BatchDependencies,
): Promise<boolean> {
  const waiting: Segment[] = [{ records: batch, failures: 0 }];
  for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
    const next = (await dropTooOld(segment, dependencies)) ?? (await attempt(segment, dependencies));
    if (next === undefined) return false;
    waiting.unshift(...next);
  }
  return true;
}

/** Gives up the leading records that are too old; nothing where there are none. */
async function dropTooOld(segment: Segment, dependencies: BatchDependencies): Promise<Segment[] | undefined> {
  const { config, ageOf } = dependencies;
  const fresh = segment.records.findIndex((record) => ageOf(record) <= config.maximumRecordAge);
  if (fresh === 0) return undefined;
  const old = fresh === -1 ? segment.records : segment.records.slice(0, fresh);
  await giveUp({ ...segment, records: old }, 'RecordAgeExceeded', dependencies);
  return fresh === -1 ? [] : [{ ...segment, records: segment.records.slice(fresh) }];
}

/** One invocation; what is left to do after it, or nothing where the mapping is being stopped. */
async function attempt(segment: Segment, dependencies: BatchDependencies): Promise<Segment[] | undefined> {
  const { config, functions, log, done, pause } = dependencies;
  const { records, failures } = segment;
  const requestId = randomUUID();
  let result: InvocationResult;
  try {
    result = await functions.invoke(config.functionName, { Records: records }, { requestId });
  } catch (error) {
    // The function could not be called at all: that does not count as an attempt of the function.
    log({
      message: 'A stream’s function cannot be invoked',
      function: config.functionName,
      error: String(error),
    });
    return (await pause(failures + 1)) ? [segment] : undefined;
  }
  const failed = firstFailure(records, result, config.reportsItemFailures);
  const last = failed === undefined ? records.at(-1) : records[failed - 1];
  if (last !== undefined) done(last);
  if (failed === undefined) return [];
  const rest = records.slice(failed);
  const again: Segment = {
    records: rest,
    failures: failed > 0 ? 1 : failures + 1,
    last: { requestId, result },
  };
  if (config.bisect && rest.length > 1) {
    // Cut at the reported record, or else in the middle; either way the records that are fine get out of the way.
    return failed > 0 ? [again] : bisect({ ...again, failures });
  }
  if (again.failures > config.maximumRetryAttempts) {
    await giveUp(again, 'RetryAttemptsExhausted', dependencies);
    return [];
  }
  return (await pause(again.failures)) ? [again] : undefined;
}

function bisect(segment: Segment): Segment[] {
  const middle = Math.ceil(segment.records.length / 2);
  return [segment.records.slice(0, middle), segment.records.slice(middle)].map((records) => ({
    ...segment,
    records,
  }));
}

async function giveUp(
  segment: Segment,
  reason: GiveUpReason,
  { giveUp: send, done }: BatchDependencies,
): Promise<void> {
  await send({
    records: segment.records,
    reason,
    requestId: segment.last?.requestId ?? randomUUID(),
    invokeCount: segment.failures,
    ...(segment.last && reason === 'RetryAttemptsExhausted' && { result: segment.last.result }),
  });
  const last = segment.records.at(-1);
  if (last !== undefined) done(last);
}

/**
 * Index of the first record that has to be tried again; nothing after a success, 0 after a complete failure.
 * An answer that names no record of the batch is a complete failure, as in the service.
 */
function firstFailure(
  records: readonly StreamRecord[],
  result: InvocationResult,
  reportsItemFailures: boolean,
): number | undefined {
  if (!result.ok) return 0;
  if (!reportsItemFailures) return undefined;
  const failures = (result.payload as { readonly batchItemFailures?: unknown } | null | undefined)
    ?.batchItemFailures;
  if (failures === undefined || failures === null) return undefined;
  if (!Array.isArray(failures)) return 0;
  const indexes = failures.map((failure: { readonly itemIdentifier?: unknown } | null) =>
    records.findIndex((record) => record.dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  if (indexes.length === 0) return undefined;
  return Math.max(0, Math.min(...indexes));
}
