import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Outcome } from './api-calls.ts';
import { EFFECTS, effectOf } from './effects.ts';
import { holdNext } from './hold.ts';
import { createStages } from './stage.ts';
import { answerOf } from './undisturbed.ts';
import { writePaths } from './write-paths.ts';

const endpoint = inject('dynamodbEndpoint');
const stages = createStages(endpoint);
afterAll(stages.stop);

const CALLERS = 200;
const crowd = (call: () => Promise<Outcome>): Promise<Outcome[]> =>
  Promise.all(Array.from({ length: CALLERS }, call));
const repeated = (outcomes: readonly Outcome[]): number => outcomes.filter(({ replayed }) => replayed).length;

/** One makes a record, one meets its own first run when it reads, and one writes to several cards. */
const paths = writePaths.filter(({ name }) =>
  ['createCompany', 'restoreCompany', 'linkContact'].includes(name),
);

describe.each(paths.map((path) => [path.name, path] as const))(
  '%s by 200 callers with one key',
  (name, path) => {
    test('is done once, and all get its answer', { timeout: 60_000 }, async () => {
      const { act, items: before } = await path.prepare(endpoint);
      await stages.with(before, async ({ table, items }) => {
        const [first, ...others] = await crowd(() => act({ table, key: 'crowd' }));
        if (!first) throw new Error('Nobody was answered.');
        expect(first.status).toBeLessThan(300);
        for (const other of others) expect(answerOf(other)).toEqual(answerOf(first));
        expect(repeated([first, ...others])).toBe(CALLERS - 1);
        expect(effectOf(before, await items())).toBe(EFFECTS[name]);
      });
    });

    test('while the first still runs is told to wait, then gets its answer', {
      timeout: 60_000,
    }, async () => {
      const { act, items: before } = await path.prepare(endpoint);
      await stages.with(before, async ({ proxy, table, items }) => {
        const held = holdNext(proxy);
        const first = act({ table, key: 'crowd' });
        await held.arrived;
        // The record lies in the transaction of the first: the service tells of that, the engine on one machine does not.
        const conflict = proxy.rule({ on: 'TransactWriteItems', fault: { kind: 'conflict', at: [0] } });
        for (const early of await crowd(() => act({ table, key: 'crowd' }))) {
          expect(early).toMatchObject({ status: 409, code: 'idempotency.in-progress', retryAfter: 1 });
        }
        conflict.remove();
        held.letGo();
        const answer = await first;
        expect([answer.replayed, answer.status < 300]).toEqual([false, true]);
        const late = await crowd(() => act({ table, key: 'crowd' }));
        for (const one of late) expect(answerOf(one)).toEqual(answerOf(answer));
        expect(repeated(late)).toBe(CALLERS);
        expect(effectOf(before, await items())).toBe(EFFECTS[name]);
      });
    });
  },
);
