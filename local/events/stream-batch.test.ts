import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InvocationResult } from '../functions/functions.ts';
import { type GivenUp, processBatch } from './stream-batch.ts';
import { readMapping } from './stream-config.ts';
import type { StreamRecord } from './wiring.ts';

const record = (number: number): StreamRecord => ({
  eventID: `event-${number}`,
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-central-1',
  eventSourceARN: 'arn:aws:dynamodb:eu-central-1:111122223333:table/t/stream/s',
  dynamodb: {
    ApproximateCreationDateTime: 0,
    Keys: { n: { N: String(number) } },
    SequenceNumber: String(number),
    SizeBytes: 1,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});
const batchOf = (length: number): StreamRecord[] => Array.from({ length }, (_, index) => record(index));
const numberOf = ({ dynamodb }: StreamRecord): number => Number(dynamodb.SequenceNumber);

interface Course {
  readonly finished: boolean;
  /** Records of each invocation. */
  readonly calls: readonly (readonly number[])[];
  readonly done: readonly number[];
  readonly givenUp: readonly GivenUp[];
  readonly pauses: readonly number[];
}

type Answer = (numbers: readonly number[], call: number) => InvocationResult | Error;

async function run(
  batch: readonly StreamRecord[],
  properties: Record<string, unknown>,
  answer: Answer,
  {
    ageOf = () => 0,
    pause = () => true,
  }: { ageOf?: (record: StreamRecord) => number; pause?: () => boolean } = {},
): Promise<Course> {
  const course = {
    calls: [] as number[][],
    done: [] as number[],
    givenUp: [] as GivenUp[],
    pauses: [] as number[],
  };
  const finished = await processBatch(batch, {
    config: readMapping('Mapping', {
      FunctionName: 'f',
      EventSourceArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/t/stream/s',
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    }),
    functions: {
      async invoke(_name, event) {
        const numbers = (event as { Records: StreamRecord[] }).Records.map(numberOf);
        course.calls.push(numbers);
        const result = answer(numbers, course.calls.length);
        if (result instanceof Error) throw result;
        return result;
      },
    },
    log: () => undefined,
    done: (last) => void course.done.push(numberOf(last)),
    giveUp: async (lost) => void course.givenUp.push(lost),
    pause: async (attempt) => {
      course.pauses.push(attempt);
      return pause();
    },
    ageOf,
  });
  return { ...course, finished };
}

const ok = (payload: unknown = null): InvocationResult => ({ ok: true, payload });
const failed: InvocationResult = { ok: false, error: { errorType: 'Error', errorMessage: 'no' } };
const reporting = (...identifiers: unknown[]): InvocationResult =>
  ok({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

describe('a whole batch', () => {
  test('that succeeds is done with', async () => {
    expect(await run(batchOf(3), {}, () => ok())).toMatchObject({
      finished: true,
      calls: [[0, 1, 2]],
      done: [2],
      givenUp: [],
      pauses: [],
    });
  });

  test('that fails is retried whole, then given up with its last answer', async () => {
    const course = await run(batchOf(2), { MaximumRetryAttempts: 2 }, () => failed);
    expect(course).toMatchObject({
      finished: true,
      calls: [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
      done: [1],
      pauses: [1, 2],
    });
    expect(course.givenUp).toEqual([
      {
        records: batchOf(2),
        reason: 'RetryAttemptsExhausted',
        requestId: expect.any(String),
        invokeCount: 3,
        result: failed,
      },
    ]);
  });

  test('that fails for ever without a limit goes on until the mapping is stopped, and is not done with', async () => {
    let left = 50;
    const course = await run(batchOf(1), {}, () => failed, {
      pause: () => {
        left -= 1;
        return left > 0;
      },
    });
    expect(course).toMatchObject({ finished: false, done: [], givenUp: [] });
    expect(course.calls).toHaveLength(50);
  });

  test('whose function cannot be called takes nothing from the retries', async () => {
    const course = await run(batchOf(1), { MaximumRetryAttempts: 0 }, (_numbers, call) =>
      call < 4 ? new Error('no worker') : ok(),
    );
    expect(course).toMatchObject({ finished: true, done: [0], givenUp: [] });
  });
});

describe('partial failures', () => {
  test('are retried from the lowest reported record', async () => {
    const course = await run(batchOf(5), REPORTS, (_numbers, call) =>
      call === 1 ? reporting('3', '2') : ok(),
    );
    expect(course).toMatchObject({
      calls: [
        [0, 1, 2, 3, 4],
        [2, 3, 4],
      ],
      done: [1, 4],
    });
  });

  test.each<[string, unknown]>([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty answer', {}],
    ['a null answer', null],
    ['no answer', undefined],
  ])('%s is a success', async (_what, payload) => {
    expect(await run(batchOf(2), REPORTS, () => ok(payload))).toMatchObject({ calls: [[0, 1]], done: [1] });
  });

  test.each<[string, unknown]>([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['another key', { batchItemFailures: [{ id: '1' }] }],
    ['an unknown record', { batchItemFailures: [{ itemIdentifier: '77' }] }],
    ['no list', { batchItemFailures: 'all' }],
  ])('%s is a failure of the whole batch', async (_what, payload) => {
    const course = await run(batchOf(2), { ...REPORTS, MaximumRetryAttempts: 0 }, () => ok(payload));
    expect(course.givenUp[0]?.records).toHaveLength(2);
  });

  test('are not looked for where the mapping does not ask for them', async () => {
    expect(await run(batchOf(2), {}, () => reporting('0'))).toMatchObject({ calls: [[0, 1]], done: [1] });
  });
});

describe('bisecting', () => {
  test('isolates the bad record; the others are done with', async () => {
    const course = await run(
      batchOf(8),
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2 },
      (numbers) => (numbers.includes(5) ? failed : ok()),
    );
    expect(course.givenUp.map(({ records }) => records.map(numberOf))).toEqual([[5]]);
    expect(course.done).toEqual([3, 4, 5, 7]);
    expect(course.calls.filter((call) => call.length === 1 && call[0] === 5)).toHaveLength(3);
  });

  test('with reported failures cuts at the reported record', async () => {
    const course = await run(
      batchOf(8),
      { ...REPORTS, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 },
      (numbers) => (numbers.includes(5) ? reporting('5') : ok()),
    );
    expect(course.givenUp.map(({ records }) => records.map(numberOf))).toEqual([[5]]);
    expect(course.calls.slice(0, 3)).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [5, 6, 7],
      [5, 6],
    ]);
  });
});

describe('age', () => {
  test('records that are too old are given up without a call, the rest goes on', async () => {
    const course = await run(batchOf(3), { MaximumRecordAgeInSeconds: 60 }, () => ok(), {
      ageOf: (one) => (numberOf(one) < 2 ? 61_000 : 1_000),
    });
    expect(course.givenUp).toEqual([
      { records: batchOf(2), reason: 'RecordAgeExceeded', requestId: expect.any(String), invokeCount: 0 },
    ]);
    expect(course).toMatchObject({ calls: [[2]], done: [1, 2], finished: true });
  });
});

test('property: each record ends exactly once, in order, done or given up, and only bad ones are given up by bisecting', async () => {
  const scenario = fc.record({
    length: fc.integer({ min: 1, max: 40 }),
    bad: fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 5 }),
    reports: fc.boolean(),
    retries: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ length, bad, reports, retries }) => {
      const present = bad.filter((number) => number < length);
      const course = await run(
        batchOf(length),
        { ...(reports ? REPORTS : {}), BisectBatchOnFunctionError: true, MaximumRetryAttempts: retries },
        (numbers) => {
          const first = numbers.filter((number) => present.includes(number)).sort((a, b) => a - b)[0];
          if (first === undefined) return ok();
          return reports ? reporting(String(first)) : failed;
        },
      );
      const lost = course.givenUp.flatMap(({ records }) => records.map(numberOf));
      expect(lost).toEqual(present.toSorted((a, b) => a - b));
      expect(course.done).toEqual(course.done.toSorted((a, b) => a - b));
      expect(course.done.at(-1)).toBe(length - 1);
      expect(new Set(course.calls.flat()).size).toBe(length);
    }),
  );
});
