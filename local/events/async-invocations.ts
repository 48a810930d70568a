import { randomUUID } from 'node:crypto';
import {
  functionNameOf,
  type InvocationResult,
  TenantMismatchError,
  UnknownFunctionError,
} from '../functions/functions.ts';
import { type Again, createDurableQueue, type Job } from './durable-queue.ts';
import { type DestinationTarget, destinationOf, sendRecord } from './failure-destination.ts';
import { readProperties } from './properties.ts';
import type { AsyncInvocations, AsyncInvocationsOptions, ResolvedResource } from './wiring.ts';

/** What is on disk of an accepted event. */
interface Invocation {
  readonly requestId: string;
  readonly function: string;
  readonly event: unknown;
  readonly tenantId?: string;
  /** Set once the last attempt is over: only the destination is left to do. */
  readonly outcome?: Outcome;
}

interface Outcome {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly invokeCount: number;
  readonly result?: InvocationResult;
}

interface InvokeConfig {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAge: number;
  readonly onFailure?: DestinationTarget;
  readonly onSuccess?: DestinationTarget;
}

/** Lambda's defaults: two retries, six hours. Source: Lambda developer guide, asynchronous invocation. */
const DEFAULTS: InvokeConfig = { maximumRetryAttempts: 2, maximumEventAge: 6 * 3_600_000 };
/** One minute before the first retry, two before the second. Source: Lambda developer guide, error handling. */
const RETRY_DELAYS = [60_000, 120_000];

/**
 * Lambda's queue of asynchronous invocations with its retries, its age limit and its destinations.
 * An event that failed its last attempt and has no destination is dropped with a log line, as Lambda drops it.
 * @throws {Error} where an AWS::Lambda::EventInvokeConfig has a property or a destination that is not modelled
 */
export function createAsyncInvocations(options: AsyncInvocationsOptions): AsyncInvocations {
  const log = options.log ?? (() => undefined);
  const configs = new Map(options.configs.map(readConfig));
  const delays = options.retryDelays ?? RETRY_DELAYS;
  const known = options.functionNames && new Set(options.functionNames);

  async function work(job: Job<Invocation>): Promise<Again<Invocation> | undefined> {
    const { payload } = job;
    const config = configs.get(functionNameOf(payload.function)) ?? DEFAULTS;
    if (payload.outcome !== undefined) return deliver(payload, payload.outcome, config);
    const conclude = (outcome: Outcome): Again<Invocation> => ({
      after: 0,
      payload: { ...payload, outcome },
    });
    if (Date.now() - job.acceptedAt > config.maximumEventAge) {
      return conclude({ condition: 'EventAgeExceeded', invokeCount: job.attempts });
    }
    const result = await invoke(options.functions, payload);
    const invokeCount = job.attempts + 1;
    if (result.ok) {
      return config.onSuccess && conclude({ condition: 'Success', invokeCount, result });
    }
    if (job.attempts >= config.maximumRetryAttempts) {
      return conclude({ condition: 'RetriesExhausted', invokeCount, result });
    }
    return { after: delays[Math.min(job.attempts, delays.length - 1)] ?? 0 };
  }

  async function deliver(payload: Invocation, outcome: Outcome, config: InvokeConfig): Promise<undefined> {
    const target = outcome.condition === 'Success' ? config.onSuccess : config.onFailure;
    if (outcome.condition !== 'Success') {
      log({
        message: 'Asynchronous invocation failed for good',
        function: payload.function,
        requestId: payload.requestId,
        condition: outcome.condition,
        error: outcome.result?.ok === false ? outcome.result.error : undefined,
        destination: target,
      });
    }
    const deadLetters = options.deadLetterQueues?.get(functionNameOf(payload.function));
    if (outcome.condition !== 'Success' && deadLetters !== undefined) {
      const message = JSON.stringify(payload.event);
      await options.destinations.sendMessage(deadLetters, message, deadLetterAttributes(payload, outcome));
    }
    if (target === undefined) return;
    const prefix = `aws/lambda/async/${functionNameOf(payload.function)}`;
    await sendRecord(options.destinations, target, {
      metadata: invocationRecord(payload, outcome),
      prefix,
    });
  }

  const queue = createDurableQueue<Invocation>({
    state: options.state,
    name: 'async_invocations',
    work,
    log,
  });
  return {
    accept(functionArnOrName, event, tenantId) {
      const name = functionNameOf(functionArnOrName);
      if (known?.has(name) === false) throw new UnknownFunctionError(name);
      const requestId = randomUUID();
      const forWhom = tenantId === undefined ? {} : { tenantId };
      queue.add(name, { requestId, function: functionArnOrName, event, ...forWhom });
      return requestId;
    },
    start: queue.start,
    stop: queue.stop,
  };
}

/** One attempt; what can never be invoked has failed as an attempt does. */
async function invoke(
  functions: AsyncInvocationsOptions['functions'],
  { function: name, event, requestId, tenantId }: Invocation,
): Promise<InvocationResult> {
  try {
    return await functions.invoke(name, event, {
      requestId,
      ...(tenantId === undefined ? {} : { tenantId }),
    });
  } catch (error) {
    const known = error instanceof UnknownFunctionError || error instanceof TenantMismatchError;
    if (!known) throw error;
    return { ok: false, error: { errorType: error.name, errorMessage: error.message } };
  }
}

function readConfig({ id, properties }: ResolvedResource): [string, InvokeConfig] {
  const where = `AWS::Lambda::EventInvokeConfig ${id}`;
  const known = [
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig',
  ];
  const config = readProperties(where, properties, known);
  const destinations = config.nested('DestinationConfig', ['OnFailure', 'OnSuccess']);
  const [onFailure, onSuccess] = ['OnFailure', 'OnSuccess'].map((name) => {
    const arn = destinations.nested(name, ['Destination']).optionalText('Destination');
    return arn === undefined ? undefined : destinationOf(arn, where);
  });
  if (onSuccess?.kind === 'bucket') throw config.refuse('a bucket can be a destination of failures only');
  const age = config.optionalNumber('MaximumEventAgeInSeconds');
  return [
    functionNameOf(config.text('FunctionName')),
    {
      maximumRetryAttempts: config.optionalNumber('MaximumRetryAttempts') ?? DEFAULTS.maximumRetryAttempts,
      maximumEventAge: age === undefined ? DEFAULTS.maximumEventAge : age * 1_000,
      ...(onFailure && { onFailure }),
      ...(onSuccess && { onSuccess }),
    },
  ];
}

/** Source: Lambda developer guide, "Dead-letter queues": the event as it was, and these attributes of the message. */
function deadLetterAttributes({ requestId }: Invocation, { result }: Outcome): Record<string, string> {
  const reason = result?.ok === false ? result.error.errorMessage : 'The event is too old';
  return { RequestID: requestId, ErrorCode: '200', ErrorMessage: reason.slice(0, 1024) };
}

/** Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations". */
function invocationRecord(
  payload: Invocation,
  { condition, invokeCount, result }: Outcome,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: payload.requestId,
      functionArn: `${payload.function}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: payload.event,
    ...(result && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(result.ok ? {} : { functionError: 'Unhandled' }),
      },
      responsePayload: result.ok ? result.payload : result.error,
    }),
  };
}
