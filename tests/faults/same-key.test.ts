import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { refusalOf } from '../../functions/runtime/table/refusal.ts';
import type { Write } from '../../functions/runtime/table/write.ts';
import type { Prepared } from './background-paths.ts';
import { canonical } from './canonical.ts';
import { holdNext } from './hold.ts';
import { once } from './once.ts';
import { byKey, createStages } from './stage.ts';
import { answerOf, runUndisturbed, type Undisturbed } from './undisturbed.ts';
import { writePaths } from './write-paths.ts';

const endpoint = inject('dynamodbEndpoint');
const stages = createStages(endpoint);
afterAll(stages.stop);

const key = 'key';
const TRANSACTION = 'TransactWriteItems';

const keyedPaths = writePaths.filter(({ repeat }) => repeat === 'replayed');

describe.concurrent.each(keyedPaths.map((path) => [path.name, path] as const))('%s', (_, path) => {
  const prepared = once<Prepared>(() => path.prepare(endpoint));
  const course = once<Undisturbed>(async () => runUndisturbed(path, await prepared(), stages, key));

  test('asked again while the first still runs is told to wait, then gets the first answer', async () => {
    const { act, before, ending } = await course();
    await stages.with(before, async ({ proxy, table, items }) => {
      const held = holdNext(proxy, 'request');
      const first = act({ table, key });
      await held.arrived;
      // The engine on one machine has no such answer: the record is in the first one's transaction.
      const conflict = proxy.rule({ on: TRANSACTION, fault: { kind: 'conflict', at: [0] } });
      expect(await act({ table, key })).toMatchObject({
        status: 409,
        code: 'idempotency.in-progress',
        retryAfter: 1,
      });
      expect((await items()).toSorted(byKey)).toEqual(before.toSorted(byKey));
      conflict.remove();
      held.letGo();
      const answer = await first;
      const again = await act({ table, key });
      expect(again.replayed).toBe(true);
      expect(answerOf(again)).toEqual(answerOf(answer));
      expect(canonical(before, [...(await items()), answerOf(answer)])).toEqual(ending);
    });
  });

  test.each(['request', 'reply'] as const)(
    'asked twice at once is done once, and both get the same answer (the first held on its %s)',
    async (hold) => {
      const { act, before, ending } = await course();
      await stages.with(before, async ({ proxy, table, items }) => {
        const held = holdNext(proxy, hold);
        const slow = act({ table, key });
        await held.arrived;
        const quick = await act({ table, key });
        held.letGo();
        const answer = await slow;
        expect(answerOf(answer)).toEqual(answerOf(quick));
        expect([answer.replayed, quick.replayed]).toEqual(hold === 'request' ? [true, false] : [false, true]);
        expect(canonical(before, [...(await items()), answerOf(quick)])).toEqual(ending);
      });
    },
  );
});

test('a repeat that meets its first run half visible waits for it, and speaks of no condition', () => {
  const inTheWay = new Error('still running');
  const condition = { absent: true } as const;
  const item = { pk: 'p', sk: 's', kind: 'k', schema: 1, data: {} };
  const writes: Write[] = [
    { op: 'put', item, condition, contended: () => inTheWay },
    { op: 'put', item, condition, refused: () => new Error('exists') },
  ];
  const cancelled = new TransactionCanceledException({
    $metadata: {},
    message: 'cancelled',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'ConditionalCheckFailed' }],
  });
  expect(refusalOf(cancelled, writes)).toEqual({ final: false, error: inTheWay });
});
