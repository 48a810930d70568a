import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Outcome } from './api-calls.ts';
import type { Prepared } from './background-paths.ts';
import { canonical } from './canonical.ts';
import { effectOf } from './effects.ts';
import type { Course } from './fault-cases.ts';
import type { Act } from './path-bed.ts';
import type { Stage, Stages } from './stage.ts';
import type { WritePath } from './write-paths.ts';

/** What a path does when nothing goes wrong: the measure of all that is done under faults. */
export interface Undisturbed extends Course {
  readonly act: Act;
  readonly before: readonly StoredItem[];
  /** What it does to the table, in words. */
  readonly effect: string;
  /** What is stored after none of the run's transactions, after the first, ..., after all. */
  readonly states: readonly unknown[][];
  /** What is stored at the end, together with the answer. */
  readonly ending: readonly unknown[];
}

/** The part of an outcome that a repeat has to give again. */
export const answerOf = ({ status, body, etag, location }: Outcome) => ({ status, body, etag, location });

export async function runUndisturbed(
  path: WritePath,
  { act, items: before }: Prepared,
  stages: Stages,
  key?: string,
): Promise<Undisturbed> {
  return stages.with(before, async (stage) => {
    const between = watchTransactions(stage);
    const outcome = await act({ table: stage.table, key });
    const { calls } = stage.proxy;
    const last = calls.findLast(({ operation }) => operation === 'TransactWriteItems');
    const items = last?.body['TransactItems'];
    if (outcome.status >= 300 || !Array.isArray(items)) {
      throw new Error(`${path.name} writes nothing: ${JSON.stringify(outcome)}`);
    }
    const after = await stage.items();
    return {
      act,
      before,
      calls: calls.map(({ operation }) => operation),
      width: items.length,
      effect: effectOf(before, after),
      states: [...(await between()), after].map((state) => canonical(before, state)),
      ending: canonical(before, [...after, answerOf(outcome)]),
    };
  });
}

/** Holds each transaction until what is stored before it has been read. */
function watchTransactions({ proxy, items }: Stage): () => Promise<StoredItem[][]> {
  const states: Promise<StoredItem[]>[] = [];
  const watch = (): void => {
    const read = Promise.withResolvers<void>();
    const fault = { kind: 'delay', until: read.promise } as const;
    // The next one: a rule counts from when it is made.
    const rule = proxy.rule({ on: 'TransactWriteItems', nth: 1, fault });
    void rule.arrived.then(async () => {
      const state = items();
      states.push(state);
      watch();
      await Promise.allSettled([state]);
      read.resolve();
    });
  };
  watch();
  return () => Promise.all(states);
}
