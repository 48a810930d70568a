import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import type { Functions } from '../functions/functions.ts';
import { createAsyncInvocations } from './async-invocations.ts';
import { functionArn, functionsOf, queueArn, stateIn, storeWith, temporaryFolder } from './testing.ts';
import type { AsyncInvocations, AsyncInvocationsOptions, Destinations } from './wiring.ts';

const NOWHERE: Destinations = {
  putObject: () => Promise.reject(new Error('no object was expected')),
  sendMessage: () => Promise.reject(new Error('no message was expected')),
};

function open(
  options: Partial<AsyncInvocationsOptions> & { readonly functions: Functions },
): AsyncInvocations {
  const invocations = createAsyncInvocations({
    state: options.state ?? stateIn(temporaryFolder()),
    destinations: NOWHERE,
    configs: [],
    retryDelays: [5, 10],
    ...options,
  });
  onTestFinished(() => invocations.stop());
  return invocations;
}

const failing =
  (message = 'no') =>
  () => {
    throw new RangeError(message);
  };

describe('retries', () => {
  test('an event is run at once and leaves nothing behind', async () => {
    const state = stateIn(temporaryFolder());
    const functions = functionsOf({ greet: () => 'hello' });
    const invocations = open({ state, functions });
    invocations.start();
    invocations.accept(functionArn('greet'), { n: 1 });
    await eventually(() => expect(functions.calls['greet']).toEqual([{ n: 1 }]));
    await eventually(() =>
      expect(state.prepare('SELECT count(*) AS n FROM async_invocations').get()).toEqual({ n: 0 }),
    );
  });

  test('a failing function is tried twice more by default, then the event is dropped with a log line', async () => {
    const lines: unknown[] = [];
    const functions = functionsOf({ poor: failing() });
    const invocations = open({ functions, log: (line) => void lines.push(line) });
    invocations.start();
    invocations.accept('poor', {});
    await eventually(() => expect(lines).toHaveLength(1));
    expect(functions.calls['poor']).toHaveLength(3);
    expect(lines[0]).toMatchObject({ function: 'poor', condition: 'RetriesExhausted' });
  });

  test('a function that recovers sees the event again with the same request id', async () => {
    const ids: unknown[] = [];
    const functions: Functions = {
      invoke: async (_name, _event, options) => {
        ids.push(options?.requestId);
        return ids.length < 3
          ? { ok: false, error: { errorType: 'E', errorMessage: 'm' } }
          : { ok: true, payload: null };
      },
    };
    const invocations = open({ functions });
    invocations.start();
    const requestId = invocations.accept('f', {});
    await eventually(() => expect(ids).toEqual([requestId, requestId, requestId]));
  });

  test('what failed for good goes to the dead-letter queue of the function as it was', async () => {
    const sent: unknown[] = [];
    const invocations = open({
      functions: functionsOf({ poor: failing('no table') }),
      deadLetterQueues: new Map([['poor', queueArn('dead')]]),
      destinations: { ...NOWHERE, sendMessage: async (...message) => void sent.push(message) },
    });
    invocations.start();
    const RequestID = invocations.accept('poor', { n: 1 });
    await eventually(() =>
      expect(sent).toEqual([
        [queueArn('dead'), '{"n":1}', { RequestID, ErrorCode: '200', ErrorMessage: 'no table' }],
      ]),
    );
  });

  test('a slow function does not hold up another one', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const functions = functionsOf({ slow: () => gate, quick: () => null });
    const invocations = open({ functions });
    invocations.start();
    for (let n = 0; n < 100; n += 1) invocations.accept('slow', { n });
    invocations.accept('quick', {});
    await eventually(() => expect(functions.calls['quick']).toHaveLength(1));
    expect(functions.calls['slow']?.length).toBeLessThan(100);
    release();
    await eventually(() => expect(functions.calls['slow']).toHaveLength(100));
  });

  test('an unknown function is refused at once where the functions are named', () => {
    const invocations = open({ functions: functionsOf({}), functionNames: ['known'] });
    expect(() => invocations.accept('unknown', {})).toThrow('Function not found: unknown');
  });
});

describe('destinations', () => {
  test('the last failure goes to the on-failure queue with the request and the response', async () => {
    const store = await storeWith({ buckets: [], queues: [{ name: 'failed' }] });
    const functions = functionsOf({ poor: failing('broken') });
    const invocations = open({
      functions,
      destinations: store,
      configs: [
        {
          id: 'Config',
          properties: {
            FunctionName: 'poor',
            Qualifier: '$LATEST',
            MaximumRetryAttempts: 1,
            DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
          },
        },
      ],
    });
    invocations.start();
    const requestId = invocations.accept(functionArn('poor'), { n: 1 });
    const record = await eventually(() => JSON.parse(store.messages('failed')[0]?.body ?? ''));
    expect(record).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestContext: {
        requestId,
        functionArn: `${functionArn('poor')}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { n: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'broken' },
    });
    expect(functions.calls['poor']).toHaveLength(2);
  });

  test('a success goes to the on-success queue', async () => {
    const store = await storeWith({ buckets: [], queues: [{ name: 'done' }] });
    const config = { FunctionName: 'f', DestinationConfig: { OnSuccess: { Destination: queueArn('done') } } };
    const invocations = open({
      functions: functionsOf({ f: () => ({ answer: 42 }) }),
      destinations: store,
      configs: [{ id: 'Config', properties: config }],
    });
    invocations.start();
    invocations.accept('f', {});
    const record = await eventually(() => JSON.parse(store.messages('done')[0]?.body ?? ''));
    expect(record).toMatchObject({
      requestContext: { condition: 'Success' },
      responsePayload: { answer: 42 },
    });
  });

  test('an event that is too old is not run again', async () => {
    const state = stateIn(temporaryFolder());
    const store = await storeWith({ buckets: [], queues: [{ name: 'failed' }] });
    const functions = functionsOf({ f: () => null });
    const config = {
      FunctionName: 'f',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
    };
    const invocations = open({
      state,
      functions,
      destinations: store,
      configs: [{ id: 'Config', properties: config }],
    });
    invocations.accept('f', {});
    state.exec('UPDATE async_invocations SET accepted_at = accepted_at - 61000');
    invocations.start();
    const record = await eventually(() => JSON.parse(store.messages('failed')[0]?.body ?? ''));
    expect(record.requestContext.condition).toBe('EventAgeExceeded');
    expect(functions.calls['f']).toEqual([]);
  });

  test('a destination that fails is asked again without running the function again', async () => {
    const functions = functionsOf({ poor: failing() });
    let refusals = 0;
    const sent: string[] = [];
    const invocations = open({
      functions,
      destinations: {
        ...NOWHERE,
        sendMessage: async (_arn, body) => {
          refusals += 1;
          if (refusals === 1) throw new Error('not now');
          sent.push(body);
        },
      },
      configs: [
        {
          id: 'Config',
          properties: {
            FunctionName: 'poor',
            MaximumRetryAttempts: 0,
            DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
          },
        },
      ],
    });
    invocations.start();
    invocations.accept('poor', {});
    await eventually(() => expect(sent).toHaveLength(1));
    expect(functions.calls['poor']).toHaveLength(1);
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ FunctionName: 'f', Surprise: 1 }, /Config: the local runtime does not model the property Surprise/],
    [
      {
        FunctionName: 'f',
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:eu-central-1:1:topic' } },
      },
      /no destination such as arn:aws:sns/,
    ],
    [
      { FunctionName: 'f', DestinationConfig: { OnSuccess: { Destination: 'arn:aws:s3:::bucket' } } },
      /failures only/,
    ],
    [{}, /FunctionName is missing/],
    [{ FunctionName: 'f', MaximumRetryAttempts: 'many' }, /must be a number/],
  ])('%j is refused', (properties, message) => {
    expect(() => open({ functions: functionsOf({}), configs: [{ id: 'Config', properties }] })).toThrow(
      message,
    );
  });
});

describe('durability', () => {
  test('what was accepted or running when the process ended is run after the next start', async () => {
    const folder = temporaryFolder();
    const before = createAsyncInvocations({
      state: stateIn(folder),
      functions: { invoke: () => new Promise(() => {}) },
      destinations: NOWHERE,
      configs: [],
    });
    before.start();
    for (let n = 0; n < 20; n += 1) before.accept('f', { n });

    const functions = functionsOf({ f: () => null });
    const after = open({ state: stateIn(folder), functions });
    after.start();
    await eventually(() => expect(functions.calls['f']).toHaveLength(20));
  });

  test('an event accepted in a transaction that is rolled back is not run', async () => {
    const state = stateIn(temporaryFolder());
    const functions = functionsOf({ f: () => null });
    const invocations = open({ state, functions });
    invocations.start();
    state.exec('BEGIN');
    invocations.accept('f', { n: 'rolled back' });
    state.exec('ROLLBACK');
    invocations.accept('f', { n: 'kept' });
    await eventually(() => expect(functions.calls['f']).toEqual([{ n: 'kept' }]));
  });
});
