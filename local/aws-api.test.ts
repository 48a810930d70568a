import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LOCAL_CLIENT } from '../tests/equipment/table.ts';
import { createAwsApi } from './aws-api.ts';
import { functionNameOf, UnknownFunctionError } from './functions/functions.ts';
import { type Listening, listenOnLoopback } from './gateway/listen.ts';

let listening: Listening;
let client: LambdaClient;
let accepted: unknown[];

beforeEach(async () => {
  accepted = [];
  const known = (name: string): string => {
    if (functionNameOf(name) !== 'echo') throw new UnknownFunctionError(name);
    return 'request-id';
  };
  const api = createAwsApi({
    functions: {
      invoke: async (name, event) => {
        known(name);
        if (event === 'fail')
          return { ok: false, error: { errorType: 'RangeError', errorMessage: 'no', trace: [] } };
        return { ok: true, payload: { event } };
      },
    },
    accept: (name, event) => {
      accepted.push(event);
      return known(name);
    },
    apis: { AWSEvents: (_request, response) => void response.end('{"by":"events"}') },
  });
  listening = await listenOnLoopback(0, api);
  client = new LambdaClient({
    ...LOCAL_CLIENT,
    endpoint: `http://127.0.0.1:${listening.port}`,
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await listening.stop();
});

const invoke = (
  FunctionName: string,
  event: unknown,
  InvocationType: 'Event' | 'RequestResponse' = 'RequestResponse',
) =>
  client.send(
    new InvokeCommand({ FunctionName, InvocationType, Payload: Buffer.from(JSON.stringify(event)) }),
  );

it('invokes a function by name or ARN and gives its answer', async () => {
  for (const name of ['echo', 'arn:aws:lambda:eu-central-1:000000000000:function:echo']) {
    const answer = await invoke(name, { n: 1 });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({ event: { n: 1 } });
  }
});

it('says that a function failed, and how', async () => {
  const answer = await invoke('echo', 'fail');
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'RangeError' });
});

it('accepts an asynchronous invocation', async () => {
  expect(await invoke('echo', { n: 2 }, 'Event')).toMatchObject({ StatusCode: 202 });
  expect(accepted).toEqual([{ n: 2 }]);
});

it('refuses a function it does not have, either way', async () => {
  await expect(invoke('nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(invoke('nobody', {}, 'Event')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('refuses a payload that is no JSON', async () => {
  const command = new InvokeCommand({ FunctionName: 'echo', Payload: Buffer.from('{') });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
});

it('hands other APIs to whoever has them, and names those that nobody has', async () => {
  const call = async (target: string) => {
    const response = await fetch(`http://127.0.0.1:${listening.port}`, {
      method: 'POST',
      headers: { 'x-amz-target': target },
    });
    return (await response.json()) as unknown;
  };
  expect(await call('AWSEvents.PutEvents')).toEqual({ by: 'events' });
  expect(await call('AWSStepFunctions.StartExecution')).toMatchObject({
    __type: 'UnknownOperationException',
    message: expect.stringContaining('AWSStepFunctions'),
  });
});
