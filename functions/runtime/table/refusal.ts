import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { KartotekaError } from '../../../shared/errors.ts';
import type { StoredItem } from './item.ts';
import type { Write } from './write.ts';

/** Why a transaction did not go through, and whether another try could help. */
export interface Refusal {
  readonly final: boolean;
  readonly error: unknown;
}

/** The answer while others stand in the way; the work was not done. */
const busy = (cause: unknown): KartotekaError =>
  new KartotekaError(
    'unavailable',
    'engine.busy',
    'Too much is going on with this record right now. Nothing was changed: try again.',
    {
      retryAfter: 1,
      cause,
    },
  );

/**
 * Reads the engine's reasons. A transaction in the way of a write that has `contended` comes first: that transaction
 * may be half visible by now, and what the other conditions met in it must not be spoken of. Then a failed condition
 * speaks through its write's `refused`, the first one first. What passes is worth another try.
 */
export function refusalOf(error: unknown, writes: readonly Write[]): Refusal {
  if (!(error instanceof TransactionCanceledException)) {
    return { final: true, error: error === undefined ? busy(error) : error };
  }
  const reasons = error.CancellationReasons ?? [];
  const contended = reasons.flatMap(({ Code }, index) =>
    Code === 'TransactionConflict' ? (writes[index]?.contended ?? []) : [],
  )[0];
  if (contended) return { final: false, error: contended() };
  for (const [index, reason] of reasons.entries()) {
    if (reason.Code !== 'ConditionalCheckFailed') continue;
    const refused = writes[index]?.refused;
    return { final: true, error: refused ? refused(currentOf(reason)) : error };
  }
  if (!reasons.some(({ Code }) => PASSING.has(Code ?? ''))) return { final: true, error };
  return { final: false, error: busy(error) };
}

/** Reasons that go away by themselves. */
const PASSING: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'TransactionInProgressException',
]);

const currentOf = (reason: CancellationReason): StoredItem | undefined =>
  reason.Item ? (unmarshall(reason.Item) as StoredItem) : undefined;
