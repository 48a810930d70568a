import type { DatabaseSync } from 'node:sqlite';
import { createAsyncInvocations } from './events/async-invocations.ts';
import { createEventBus } from './events/bus.ts';
import { createSchedules, isSchedule } from './events/schedules.ts';
import { createStreamMapping } from './events/stream-mapping.ts';
import type {
  AsyncInvocations,
  Destinations,
  EventBus,
  Log as EventLog,
  ResolvedResource,
  StreamMapping,
  StreamRecord,
} from './events/wiring.ts';
import type { Functions } from './functions/functions.ts';
import type { LocalTable } from './table/tables.ts';
import type { LocalEnvironment } from './template/known-types.ts';
import type { Plan, Resource } from './template/plan.ts';

export interface EventFlowOptions {
  readonly plan: Plan;
  readonly environment: LocalEnvironment;
  readonly state: DatabaseSync;
  readonly functions: Functions;
  readonly destinations: Destinations;
  readonly dynamodbEndpoint: string;
  /** Tables by the ARN of their stream in the template. */
  readonly streams: ReadonlyMap<string, LocalTable>;
  readonly isExpired: (record: StreamRecord) => boolean;
  readonly log: (line: string) => void;
}

/** Everything between a write and its subscribers: streams, bus, asynchronous invocations. */
export interface EventFlow {
  readonly bus: EventBus;
  readonly invocations: AsyncInvocations;
  start(): void;
  /** Finishes what is under way; the rest is on disk for the next start. */
  stop(): Promise<void>;
}

/** Builds the event flow of the template. */
export function createEventFlow(options: EventFlowOptions): EventFlow {
  const { plan, environment, state, functions, destinations } = options;
  const log: EventLog = ({ message, ...fields }) => options.log(`${message} ${JSON.stringify(fields)}`);
  const invocations = createAsyncInvocations({
    state,
    functions,
    destinations,
    configs: plan
      .ofType('AWS::Lambda::EventInvokeConfig')
      .map((config) => resolved(config, config.logicalId)),
    functionNames: plan.ofType('AWS::Lambda::Function').map(({ name }) => name),
    deadLetterQueues: deadLetterQueues(plan),
    log,
  });
  const rules = plan.ofType('AWS::Events::Rule').map((rule) => resolved(rule, rule.arn));
  const schedules = createSchedules({
    rules: rules.filter(isSchedule),
    invocations,
    account: environment.account,
    region: environment.region,
    log,
  });
  const bus = createEventBus({
    state,
    invocations,
    destinations,
    account: environment.account,
    region: environment.region,
    buses: plan.ofType('AWS::Events::EventBus').map(({ name }) => name),
    rules: rules.filter((rule) => !isSchedule(rule)),
    archives: plan.ofType('AWS::Events::Archive').map((archive) => resolved(archive, archive.name)),
    log,
  });
  const mappings = plan
    .ofType('AWS::Lambda::EventSourceMapping')
    .map((mapping) => createMapping(mapping, options, log));
  return {
    bus,
    invocations,
    start() {
      for (const part of [invocations, bus, ...mappings, schedules]) part.start();
    },
    async stop() {
      schedules.stop();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      await bus.stop();
      await invocations.stop();
    },
  };
}

function deadLetterQueues(plan: Plan): ReadonlyMap<string, string> {
  return new Map(
    plan.ofType('AWS::Lambda::Function').flatMap(({ name, properties }) => {
      const config = properties['DeadLetterConfig'] as { readonly TargetArn?: string } | undefined;
      return config?.TargetArn === undefined ? [] : [[name, config.TargetArn] as const];
    }),
  );
}

function createMapping(mapping: Resource, options: EventFlowOptions, log: EventLog): StreamMapping {
  const { state, functions, destinations, dynamodbEndpoint, environment, streams, isExpired } = options;
  const table = streams.get(String(mapping.properties['EventSourceArn']));
  if (table?.streamArn === undefined) {
    throw new Error(`${mapping.logicalId}: its event source is no stream of a table of the template`);
  }
  return createStreamMapping({
    logicalId: mapping.logicalId,
    properties: mapping.properties,
    streamArn: table.streamArn,
    dynamodbEndpoint,
    region: environment.region,
    functions,
    state,
    destinations,
    isExpired,
    log,
  });
}

function resolved({ properties }: Resource, id: string): ResolvedResource {
  return { id, properties };
}
