import { expect } from 'vitest';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { RuleHandle } from '../equipment/fault-rules.ts';
import type { Outcome } from './api-calls.ts';
import { canonical } from './canonical.ts';
import type { FaultCase } from './fault-cases.ts';
import { byKey, type Stages } from './stage.ts';
import { answerOf, type Undisturbed } from './undisturbed.ts';
import type { WritePath } from './write-paths.ts';

/**
 * Takes a write path while one thing goes wrong, then takes it again undisturbed. The first time either all is done
 * and answered as in an undisturbed run, or the error is a coded one that says when to come again, and what is
 * stored is what whole transactions leave. After the second time all is done exactly once.
 */
export async function play(
  path: WritePath,
  undisturbed: Undisturbed,
  fault: FaultCase,
  stages: Stages,
  key?: string,
): Promise<void> {
  const { act, before, ending } = undisturbed;
  await stages.with(before, async ({ proxy, table, items }) => {
    const rules = fault.rules(undisturbed).map(proxy.rule);
    const first = await act({ table, key });
    const after = await items();
    expectHits(rules);
    const expected = fault.outcome(key !== undefined);
    if (expected === 'success') {
      expect(canonical(before, [...after, answerOf(first)])).toEqual(ending);
    } else {
      expectRefusal(first, expected);
      expectState(undisturbed, after, fault.applied(undisturbed));
    }
    // A POST without a key is simply done again: a client that may not do so sends one.
    if (path.repeat === 'replayed' && key === undefined) return;
    proxy.reset();
    const again = await act({ table, key });
    expectRepeat(path, undisturbed, { first, again, after: await items() }, fault);
  });
}

/** A fault that never came would prove nothing. */
function expectHits(rules: readonly RuleHandle[]): void {
  expect(rules.every(({ hits }) => hits > 0)).toBe(true);
}

/** The codes of errors that pass, with the status each has to have. */
const PASSING: Readonly<Record<string, number>> = {
  'engine.busy': 503,
  'engine.unavailable': 503,
  'idempotency.in-progress': 409,
};

function expectRefusal({ status, code, retryAfter }: Outcome, expected: string): void {
  expect({ status, code }).toEqual({ status: PASSING[expected], code: expected });
  expect(retryAfter).toBeGreaterThan(0);
}

function expectState({ before, states }: Undisturbed, after: readonly StoredItem[], applied: number): void {
  if (applied === 0) expect(after.toSorted(byKey)).toEqual(before.toSorted(byKey));
  else expect(canonical(before, after)).toEqual(states[applied]);
}

interface Repeat {
  readonly first: Outcome;
  readonly again: Outcome;
  readonly after: readonly StoredItem[];
}

function expectRepeat(
  { repeat }: WritePath,
  undisturbed: Undisturbed,
  { first, again, after }: Repeat,
  fault: FaultCase,
): void {
  const { before, states, ending } = undisturbed;
  const wasDone = fault.applied(undisturbed) === states.length - 1;
  if (repeat === 'gone' && wasDone) {
    expect(again.status).toBe(404);
    expect(canonical(before, after)).toEqual(states.at(-1));
    return;
  }
  expect(canonical(before, [...after, answerOf(again)])).toEqual(ending);
  if (repeat !== 'replayed') return;
  expect(again.replayed).toBe(wasDone);
  if (first.status < 300) expect(answerOf(again)).toEqual(answerOf(first));
}
