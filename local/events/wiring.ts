import type { DatabaseSync } from 'node:sqlite';
import type { Functions } from '../functions/functions.ts';

/** Writes one structured log line. */
export type Log = (line: { readonly message: string; readonly [field: string]: unknown }) => void;

/** The stack has no such bucket or queue. */
export class UnknownDestinationError extends Error {
  override readonly name = 'UnknownDestinationError';
}

/** Where the runtime itself puts what failed. The object store of `local/storage` is one. */
export interface Destinations {
  /** Puts one object; resolves once it is on disk. @throws {UnknownDestinationError} */
  putObject(bucket: string, key: string, body: string): Promise<void>;
  /** Sends one message with string attributes to a queue; resolves once it is on disk. @throws {UnknownDestinationError} */
  sendMessage(queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
}

/** One resource of the template: its ARN or physical name, and its properties with every intrinsic resolved. */
export interface ResolvedResource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Lambda's queue of asynchronous invocations: durable, retried by the function's AWS::Lambda::EventInvokeConfig. */
export interface AsyncInvocations {
  /**
   * Takes an event for a function, on disk before it returns, and lets it run at once.
   * Inside a caller's open transaction the row commits with it.
   * @returns the request id
   * @throws {UnknownFunctionError} where the stack has no such function
   */
  accept(functionArnOrName: string, event: unknown, tenantId?: string): string;
  /** Begins or resumes running what was accepted. */
  start(): void;
  /** Takes no more work and waits for invocations that are running; the rest stays on disk. */
  stop(): Promise<void>;
}

export interface AsyncInvocationsOptions {
  readonly state: DatabaseSync;
  readonly functions: Functions;
  readonly destinations: Destinations;
  /** AWS::Lambda::EventInvokeConfig resources. */
  readonly configs: readonly ResolvedResource[];
  /** Names of the stack's functions: an event for another one is refused at once. Left out: nothing is refused. */
  readonly functionNames?: readonly string[];
  /** DeadLetterConfig.TargetArn of the functions that have one, by name: ARNs of queues. */
  readonly deadLetterQueues?: ReadonlyMap<string, string>;
  readonly log?: Log;
  /** Pause before retry 1, 2, ... in milliseconds. Lambda waits one minute, then two. */
  readonly retryDelays?: readonly number[];
}

/** One entry of PutEvents. Source: EventBridge API reference, PutEventsRequestEntry. */
export interface PutEventsEntry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  /** Seconds since the epoch, as the SDK puts it on the wire, or an RFC 3339 text. */
  readonly Time?: number | string;
  readonly TraceHeader?: string;
}

export type PutEventsResultEntry =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

interface PutEventsResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly PutEventsResultEntry[];
}

/** The service refuses a whole request. */
export class EventsApiError extends Error {
  override readonly name = 'EventsApiError';
  /** The service's code of the error, e.g. `ValidationException`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The buses of the stack with their rules and archives. */
export interface EventBus {
  /**
   * Takes up to 10 entries: what is accepted is on disk, with one delivery per matching target, before it returns.
   * @throws {EventsApiError} where the service refuses the whole request (no entries, too many, too large)
   */
  putEvents(entries: readonly PutEventsEntry[]): PutEventsResult;
  /** Events of an archive, oldest first. */
  archived(archiveName: string): readonly unknown[];
  /** Begins or resumes delivering. */
  start(): void;
  /** Waits for deliveries that are under way; the rest stays on disk. */
  stop(): Promise<void>;
}

export interface EventBusOptions {
  readonly state: DatabaseSync;
  readonly invocations: AsyncInvocations;
  readonly destinations: Destinations;
  readonly account: string;
  readonly region: string;
  /** Names of the AWS::Events::EventBus resources; `default` is always there. */
  readonly buses: readonly string[];
  /** AWS::Events::Rule resources; `id` is the rule's ARN. */
  readonly rules: readonly ResolvedResource[];
  /** AWS::Events::Archive resources; `id` is the archive's name. */
  readonly archives: readonly ResolvedResource[];
  readonly log?: Log;
  /** Pause before retry number `attempt` (from 1) in milliseconds; exponential with full jitter by default. */
  readonly backoff?: (attempt: number) => number;
}

/** One record of a DynamoDB stream as Lambda gives it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}

/** One AWS::Lambda::EventSourceMapping over a DynamoDB stream. */
export interface StreamMapping {
  /** Begins or resumes reading after the stored checkpoints. */
  start(): void;
  /** Reads at once instead of at the next poll: call it after a write. */
  wake(): void;
  /** Waits for the batch that is being worked on; the checkpoint stands, the rest is read after the next start. */
  stop(): Promise<void>;
}

export interface StreamMappingOptions {
  /** The mapping's logical id: names its checkpoints, so it must be the same after a restart. */
  readonly logicalId: string;
  /** Properties of AWS::Lambda::EventSourceMapping with every intrinsic resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The engine's own ARN of the stream (LatestStreamArn of DescribeTable); functions see EventSourceArn instead. */
  readonly streamArn: string;
  readonly dynamodbEndpoint: string;
  readonly region: string;
  readonly functions: Functions;
  readonly state: DatabaseSync;
  readonly destinations: Destinations;
  /** Whether a REMOVE was made by time-to-live: such records carry DynamoDB's own identity. */
  readonly isExpired?: (record: StreamRecord) => boolean;
  readonly log?: Log;
  /** Pause before retry number `attempt` (from 1) of a failed batch in milliseconds. */
  readonly backoff?: (attempt: number) => number;
}
