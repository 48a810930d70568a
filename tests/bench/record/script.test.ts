import { describe, expect, test } from 'vitest';
import { engineCall, type Use } from '../load/use.ts';
import { inOrder } from './order.ts';
import type { Recorded } from './recording-proxy.ts';
import { eventsOf, reactionsTo, type Script, sliceOf, stepsOf } from './script.ts';

const EVENT = '01HZZZZZZZZZZZZZZZZZZZZZZ1';
const OTHER = '01HZZZZZZZZZZZZZZZZZZZZZZ2';

const recorded = (
  operation: string,
  body: object,
  [began, ended]: readonly [number, number] = [0, 1],
  invocation = 'one',
): Recorded => ({
  caller: 'kartoteka-main-client-stats',
  invocation,
  operation,
  body: JSON.stringify(body),
  began,
  ended,
});

const key = (pk: string, sk = 'card') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (pk: string, sk = 'card', kind = 'company') => ({
  Put: { Item: { ...key(pk, sk), kind: { S: kind } } },
});
const check = (pk: string) => ({ ConditionCheck: { Key: key(pk) } });
const write = (...TransactItems: object[]): Use => ({
  steps: [[engineCall('TransactWriteItems', JSON.stringify({ TransactItems }))]],
});

describe('the steps of a use', () => {
  const bodies = (requests: readonly Recorded[]) =>
    stepsOf(requests).map((step) => step.map(({ body }) => body));

  test('hold together what was under way at the same time', () => {
    expect(
      bodies([
        recorded('GetItem', { n: 1 }, [0, 5]),
        recorded('Query', { n: 2 }, [6, 20]),
        recorded('Query', { n: 3 }, [7, 12]),
        recorded('BatchGetItem', { n: 4 }, [15, 18]),
        recorded('TransactWriteItems', { n: 5 }, [21, 30]),
      ]),
    ).toEqual([['{"n":1}'], ['{"n":2}', '{"n":3}', '{"n":4}'], ['{"n":5}']]);
  });

  test('ask the engine for the operation that was recorded', () => {
    expect(stepsOf([recorded('GetItem', {})])).toEqual([
      [{ method: 'POST', path: '/', headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: '{}' }],
    ]);
  });
});

describe('events', () => {
  test('are the items of that kind that a use puts', () => {
    expect(eventsOf(write(put('T#1#company#a'), put('T#1#event#day#3', EVENT, 'event')))).toEqual([EVENT]);
    expect(eventsOf({ steps: [[engineCall('GetItem', '{}')]] })).toEqual([]);
  });

  test('lead to what each invocation asked for that speaks of them', () => {
    const reactions = reactionsTo(new Set([EVENT, OTHER]), [
      recorded('BatchGetItem', { n: 1 }, [0, 1], 'first'),
      recorded('BatchGetItem', { n: 2 }, [1, 2], 'second'),
      recorded('TransactWriteItems', { counted: EVENT }, [3, 4], 'first'),
      recorded('TransactWriteItems', { counted: `x#${OTHER}` }, [3, 4], 'second'),
      recorded('BatchGetItem', { n: 3 }, [5, 6], 'a repeat that found nothing to do'),
    ]);
    expect(reactions.map(({ event, use }) => [event, use.steps.flat().map(({ body }) => body)])).toEqual([
      [EVENT, ['{"n":1}', JSON.stringify({ counted: EVENT })]],
      [OTHER, ['{"n":2}', JSON.stringify({ counted: `x#${OTHER}` })]],
    ]);
  });

  test('that are unknown are no reason to leave a write out', () => {
    const unknown = recorded('TransactWriteItems', { counted: OTHER });
    expect(() => reactionsTo(new Set([EVENT]), [unknown])).toThrow('belongs to no event');
  });

  test('go with their uses when a script is cut', () => {
    const uses = [EVENT, OTHER].map((event) => write(put('T#1#event#day#3', event, 'event')));
    const reactions = [EVENT, OTHER].map((event) => ({ event, use: { steps: [] } }));
    const script: Script = { uses, reactions };
    expect(sliceOf(script, 1, 2)).toEqual({ uses: uses.slice(1), reactions: reactions.slice(1) });
    expect(sliceOf(script, 0, 2)).toEqual(script);
  });
});

test('what a use waits for is counted from the beginning of the part', () => {
  const after = (...indexes: number[]): Use => ({ steps: [], after: indexes });
  const uses = [after(), after(0), after(0), after(0, 2), after(3)];
  expect(sliceOf({ uses, reactions: [] }, 2, 5).uses).toEqual([{ steps: [] }, after(0), after(1)]);
});

describe('the order of uses', () => {
  const afters = (uses: readonly Use[]) => inOrder(uses).map(({ after = [] }) => after);

  test('keeps those apart that write one item, and those that check what another writes', () => {
    expect(
      afters([
        write(put('a')),
        write(put('b')),
        write(put('a'), put('c')),
        write(check('a'), put('d')),
        write(check('b'), check('c'), put('e')),
      ]),
    ).toEqual([[], [], [0], [2], [1, 2]]);
  });

  test('lets those go together that check one item, and single writes count as well', () => {
    const single = (pk: string): Use => ({
      steps: [[engineCall('UpdateItem', JSON.stringify({ TableName: 't', Key: key(pk) }))]],
    });
    expect(afters([write(check('a'), put('b')), write(check('a'), put('c'))])).toEqual([[], []]);
    expect(afters([single('a'), single('a'), write(check('a'))])).toEqual([[], [0], [1]]);
    expect(afters([{ steps: [[engineCall('GetItem', JSON.stringify({ Key: key('a') }))]] }])).toEqual([[]]);
  });
});
