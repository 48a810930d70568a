import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../tests/equipment/eventually.ts';
import { createAsyncInvocations } from './async-invocations.ts';
import { createEventBus } from './bus.ts';
import { createEventsApi } from './events-api.ts';
import {
  functionArn,
  functionsOf,
  queueArn,
  stateIn,
  storeWith,
  type TestFunctions,
  temporaryFolder,
} from './testing.ts';
import type { Destinations, EventBus, EventBusOptions, PutEventsEntry, ResolvedResource } from './wiring.ts';

const BUS_ARN = 'arn:aws:events:eu-central-1:111122223333:event-bus/main';
const RULE_ARN = 'arn:aws:events:eu-central-1:111122223333:rule/main/created';

interface Stage {
  readonly bus: EventBus;
  readonly functions: TestFunctions;
}

function open(options: Partial<EventBusOptions> & { readonly functions?: TestFunctions }): Stage {
  const state = options.state ?? stateIn(temporaryFolder());
  const functions = options.functions ?? functionsOf({ subscriber: () => null });
  const destinations: Destinations = options.destinations ?? {
    putObject: () => Promise.reject(new Error('unexpected')),
    sendMessage: () => Promise.reject(new Error('unexpected')),
  };
  const invocations = createAsyncInvocations({
    state,
    functions,
    destinations,
    configs: [],
    functionNames: Object.keys(functions.calls),
  });
  const bus = createEventBus({
    state,
    invocations,
    destinations,
    account: '111122223333',
    region: 'eu-central-1',
    buses: ['main'],
    rules: [],
    archives: [],
    backoff: () => 5,
    ...options,
  });
  onTestFinished(async () => {
    await bus.stop();
    await invocations.stop();
  });
  bus.start();
  invocations.start();
  return { bus, functions };
}

function rule(target: Record<string, unknown>, properties: Record<string, unknown> = {}): ResolvedResource {
  return {
    id: RULE_ARN,
    properties: {
      EventBusName: 'main',
      EventPattern: { source: ['kartoteka'], 'detail-type': ['client.created.v1'] },
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', ...target }],
      ...properties,
    },
  };
}

const entry = (detail: unknown = { n: 1 }, more: Partial<PutEventsEntry> = {}): PutEventsEntry => ({
  EventBusName: 'main',
  Source: 'kartoteka',
  DetailType: 'client.created.v1',
  Detail: JSON.stringify(detail),
  ...more,
});

describe('PutEvents', () => {
  test('each entry gets its answer, in order', () => {
    const { bus } = open({});
    const result = bus.putEvents([
      entry(),
      entry({}, { Detail: 'no json' }),
      entry({}, { Source: '' }),
      { EventBusName: 'main' },
      entry({}, { Source: 'aws.s3' }),
      entry({}, { EventBusName: 'other' }),
      entry({}, { EventBusName: BUS_ARN }),
      entry([1]),
      entry({}, { Time: 'yesterday' }),
    ]);
    expect(result.FailedEntryCount).toBe(7);
    const accepted = { EventId: expect.stringMatching(/^[\da-f-]{36}$/) };
    const refused = (code: string, message: RegExp) => ({
      ErrorCode: code,
      ErrorMessage: expect.stringMatching(message),
    });
    expect(result.Entries).toEqual([
      accepted,
      refused('MalformedDetail', /malformed/),
      refused('InvalidArgument', /Source is a required/),
      refused('InvalidArgument', /Source is a required/),
      refused('NotAuthorizedForSourceException', /source/),
      refused('InvalidArgument', /other does not exist/),
      accepted,
      refused('MalformedDetail', /malformed/),
      refused('InvalidArgument', /Time/),
    ]);
  });

  test.each<[string, unknown, RegExp]>([
    ['no entries', [], /between 1 and 10/],
    ['11 entries', Array.from({ length: 11 }, () => entry()), /between 1 and 10/],
    ['no list', undefined, /between 1 and 10/],
    ['1 MB', [entry('x'.repeat(600_000)), entry('x'.repeat(600_000))], /over the limit/],
  ])('a request of %s is refused as a whole', (_what, entries, message) => {
    const { bus } = open({});
    expect(() => bus.putEvents(entries as PutEventsEntry[])).toThrow(message);
  });

  test('just below 1 MB is taken', () => {
    const { bus } = open({});
    expect(bus.putEvents([entry('x'), entry({ text: 'x'.repeat(1_000_000) })]).Entries[1]).toHaveProperty(
      'EventId',
    );
  });
});

describe('delivery', () => {
  test('a matching event reaches the function as EventBridge shapes it, another one does not', async () => {
    const { bus, functions } = open({ rules: [rule({ Arn: functionArn('subscriber') })] });
    const result = bus.putEvents([
      entry({ id: 'E1' }, { Time: 1_700_000_000.5, Resources: ['arn:x'] }),
      entry({}, { DetailType: 'client.changed.v1' }),
      entry({}, { EventBusName: 'default' }),
    ]);
    await eventually(() => expect(functions.calls['subscriber']).toHaveLength(1));
    expect(functions.calls['subscriber']).toEqual([
      {
        version: '0',
        id: (result.Entries[0] as { EventId: string }).EventId,
        'detail-type': 'client.created.v1',
        source: 'kartoteka',
        account: '111122223333',
        time: '2023-11-14T22:13:20Z',
        region: 'eu-central-1',
        resources: ['arn:x'],
        detail: { id: 'E1' },
      },
    ]);
  });

  test('Input and InputPath say what the target gets', async () => {
    const functions = functionsOf({ constant: () => null, part: () => null });
    const { bus } = open({
      functions,
      rules: [
        rule({ Arn: functionArn('constant'), Input: '{"fixed":true}' }),
        rule({ Arn: functionArn('part'), InputPath: '$.detail.data' }),
      ],
    });
    bus.putEvents([entry({ data: [1, 2] })]);
    await eventually(() => expect(functions.calls).toEqual({ constant: [{ fixed: true }], part: [[1, 2]] }));
  });

  test('a disabled rule delivers nothing', async () => {
    const functions = functionsOf({ subscriber: () => null, off: () => null });
    const { bus } = open({
      functions,
      rules: [
        rule({ Arn: functionArn('off') }, { State: 'DISABLED' }),
        rule({ Arn: functionArn('subscriber') }),
      ],
    });
    bus.putEvents([entry()]);
    await eventually(() => expect(functions.calls).toEqual({ off: [], subscriber: [expect.anything()] }));
  });

  test('a target that fails is retried until it works', async () => {
    const sent: string[] = [];
    let refusals = 3;
    const { bus } = open({
      rules: [rule({ Arn: queueArn('inbox') })],
      destinations: {
        putObject: () => Promise.reject(new Error('unexpected')),
        sendMessage: async (_arn, body) => {
          refusals -= 1;
          if (refusals >= 0) throw new Error('not now');
          sent.push(body);
        },
      },
    });
    bus.putEvents([entry({ n: 7 })]);
    await eventually(() => expect(sent.map((body) => JSON.parse(body).detail)).toEqual([{ n: 7 }]));
  });

  test.each([
    ['MaximumRetryAttempts', { MaximumRetryAttempts: 2 }, '2'],
    ['MaximumEventAgeInSeconds', { MaximumEventAgeInSeconds: 0 }, '0'],
  ])(
    'after %s the event lies in the dead-letter queue with its attributes',
    async (exhausted, policy, attempts) => {
      const store = await storeWith({ buckets: [], queues: [{ name: 'dead' }] });
      const { bus } = open({
        rules: [
          rule({ Arn: queueArn('inbox'), RetryPolicy: policy, DeadLetterConfig: { Arn: queueArn('dead') } }),
        ],
        destinations: {
          putObject: store.putObject,
          sendMessage: async (arn, body, attributes) => {
            if (arn === queueArn('inbox')) throw new Error('always closed');
            await store.sendMessage(arn, body, attributes);
          },
        },
      });
      bus.putEvents([entry({ n: 7 })]);
      const [message] = await eventually(() => {
        expect(store.messages('dead')).toHaveLength(1);
        return store.messages('dead');
      });
      expect(message?.attributes).toEqual({
        RULE_ARN: RULE_ARN,
        TARGET_ARN: queueArn('inbox'),
        ERROR_CODE: 'ERROR_FROM_TARGET',
        ERROR_MESSAGE: 'always closed',
        RETRY_ATTEMPTS: attempts,
        EXHAUSTED_RETRY_CONDITION: exhausted,
      });
      expect(JSON.parse(message?.body ?? '')).toMatchObject({ source: 'kartoteka', detail: { n: 7 } });
    },
  );

  test.each([functionArn('gone'), queueArn('gone')])(
    '%s that does not exist is not tried again',
    async (arn) => {
      const store = await storeWith({ buckets: [], queues: [{ name: 'dead' }] });
      const { bus } = open({
        rules: [rule({ Arn: arn, DeadLetterConfig: { Arn: queueArn('dead') } })],
        destinations: store,
      });
      bus.putEvents([entry()]);
      await eventually(() => expect(store.messages('dead')).toHaveLength(1));
      expect(store.messages('dead')[0]?.attributes).toMatchObject({
        ERROR_CODE: 'NO_RESOURCE',
        RETRY_ATTEMPTS: '0',
      });
      expect(store.messages('dead')[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
    },
  );
});

describe('archives', () => {
  const archive = (properties: Record<string, unknown> = {}): ResolvedResource => ({
    id: 'all-events',
    properties: { ArchiveName: 'all-events', SourceArn: BUS_ARN, RetentionDays: 30, ...properties },
  });

  test('an archive keeps what its pattern wants of its bus, rule or no rule', () => {
    const { bus } = open({ archives: [archive({ EventPattern: { detail: { keep: [true] } } })] });
    bus.putEvents([
      entry({ keep: true, n: 1 }),
      entry({ keep: false }),
      entry({ keep: true }, { EventBusName: 'default' }),
    ]);
    expect(bus.archived('all-events')).toEqual([expect.objectContaining({ detail: { keep: true, n: 1 } })]);
  });

  test('events go when their retention is over', async () => {
    const state = stateIn(temporaryFolder());
    const { bus } = open({ state, archives: [archive()] });
    bus.putEvents([entry({ n: 'old' })]);
    state.exec(`UPDATE bus_archive SET kept_at = kept_at - ${31 * 86_400_000}`);
    bus.putEvents([entry({ n: 'new' })]);
    bus.start();
    expect(bus.archived('all-events')).toEqual([expect.objectContaining({ detail: { n: 'new' } })]);
  });
});

describe('refused at the start, by name', () => {
  const target = { Arn: functionArn('subscriber') };
  test.each<[string, ResolvedResource, RegExp]>([
    ['an input transformer', rule({ ...target, InputTransformer: {} }), /InputTransformer/],
    ['an odd input path', rule({ ...target, InputPath: '$.detail[0]' }), /InputPath \$\.detail\[0\]/],
    [
      'another target',
      rule({ Arn: 'arn:aws:states:eu-central-1:1:stateMachine:x' }),
      /no target such as arn:aws:states/,
    ],
    ['an unknown bus', rule(target, { EventBusName: 'other' }), /No event bus other/],
    ['an unknown operator', rule(target, { EventPattern: { source: [{ fuzzy: 'x' }] } }), /fuzzy/],
    [
      'an unknown state',
      rule(target, { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }),
      /State ENABLED_WITH/,
    ],
    ['a rule with a role', rule(target, { RoleArn: 'arn:x' }), /RoleArn/],
  ])('%s', (_what, refused, message) => {
    expect(() => open({ rules: [refused] })).toThrow(message);
  });
});

describe('durability', () => {
  test('every event that a process acknowledged before its kill -9 is delivered after it', async () => {
    const folder = temporaryFolder();
    const source = `
      import { createAsyncInvocations } from ${JSON.stringify(new URL('./async-invocations.ts', import.meta.url).href)};
      import { createEventBus } from ${JSON.stringify(new URL('./bus.ts', import.meta.url).href)};
      import { openState } from ${JSON.stringify(new URL('../state.ts', import.meta.url).href)};
      const state = openState(${JSON.stringify(folder)});
      const functions = { invoke: () => new Promise(() => {}) };
      const invocations = createAsyncInvocations({ state, functions, configs: [] });
      const bus = createEventBus({ state, invocations, account: '1', region: 'r', buses: ['main'],
        rules: [${JSON.stringify(rule({ Arn: functionArn('subscriber') }))}], archives: [] });
      bus.start();
      invocations.start();
      for (let n = 0; ; n += 1) {
        const result = bus.putEvents([{ EventBusName: 'main', Source: 'kartoteka', DetailType: 'client.created.v1',
          Detail: JSON.stringify({ n }) }]);
        console.log(result.Entries[0].EventId);
        await new Promise(setImmediate);
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === 300) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');

    const { functions } = open({ state: stateIn(folder) });
    await eventually(() => {
      const delivered = new Set(functions.calls['subscriber']?.map((event) => (event as { id: string }).id));
      expect(acknowledged.filter((id) => !delivered.has(id))).toEqual([]);
    });
  });
});

describe('the API over HTTP', () => {
  async function connect(bus: EventBus): Promise<EventBridgeClient> {
    const server = createServer(createEventsApi(bus)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new EventBridgeClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    return client;
  }

  test('an SDK client puts events and reads the answers', async () => {
    const { bus, functions } = open({ rules: [rule({ Arn: functionArn('subscriber') })] });
    const client = await connect(bus);
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: 'main',
            Source: 'kartoteka',
            DetailType: 'client.created.v1',
            Detail: '{"имя":"Иван"}',
            Time: new Date('2026-11-23T10:00:00Z'),
          },
          { EventBusName: 'main', Source: 'kartoteka', DetailType: 'x', Detail: '{' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[1]).toMatchObject({ ErrorCode: 'MalformedDetail' });
    await eventually(() =>
      expect(functions.calls['subscriber']).toMatchObject([
        { id: answer.Entries?.[0]?.EventId, time: '2026-11-23T10:00:00Z', detail: { имя: 'Иван' } },
      ]),
    );
  });

  test('a refusal is an exception with the service’s name, an unknown operation is named', async () => {
    const client = await connect(open({}).bus);
    await expect(client.send(new PutEventsCommand({ Entries: [] }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(client.send(new ListRulesCommand({}))).rejects.toThrow(/AWSEvents\.ListRules/);
  });
});
