/** What the fault proxy can do to a call. Plain data; see `FaultProxy.rule`. */
export type Fault =
  /** Another transaction holds an item. `at`: which of the transaction's items, the first by default. */
  | { readonly kind: 'conflict'; readonly at?: readonly number[] }
  /**
   * Too much for the table; by default what an on-demand table answers. With `at`, the transaction is cancelled
   * because these of its items met the limit: unlike the whole request's refusal, the SDK does not try that again.
   */
  | { readonly kind: 'throttle'; readonly code?: ThrottleCode; readonly at?: readonly number[] }
  /** An earlier attempt with the same client request token still runs. */
  | { readonly kind: 'inProgress' }
  /** The service fails. AWS promises nothing about what it had done: `committed` tells which case this is. */
  | { readonly kind: 'error500'; readonly committed?: boolean }
  /** The engine carries the call out, then the connection breaks before the answer. */
  | { readonly kind: 'lostReply' }
  /** The connection breaks before the engine sees the call. */
  | { readonly kind: 'refuse' }
  /** Waits before the engine sees the call (`request`, the default) or before the caller gets the answer (`reply`). */
  | { readonly kind: 'delay'; readonly until: Promise<unknown>; readonly hold?: 'request' | 'reply' };

export type ThrottleCode =
  | 'ThrottlingException'
  | 'ProvisionedThroughputExceededException'
  | 'RequestLimitExceeded';

/** Body of a DynamoDB request or answer. */
export type Body = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

const MODEL = 'com.amazonaws.dynamodb.v20120810#';
const SINGLE_WRITES: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const TRANSACTIONS: ReadonlySet<string> = new Set(['TransactWriteItems', 'TransactGetItems']);

/** Faults that are an answer of the service, without the engine having seen the call. */
export type Refusal = Extract<Fault, { readonly kind: 'conflict' | 'throttle' | 'inProgress' }>;

/**
 * The answers that the local engine never gives, in the service's own form.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 * and https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function refusalOf(fault: Refusal, operation: string, body: Body): Answer {
  switch (fault.kind) {
    case 'conflict':
      if (SINGLE_WRITES.has(operation)) return refusal(`${MODEL}TransactionConflictException`, ONGOING);
      return cancellation(operation, body, fault.at ?? [0], {
        Code: 'TransactionConflict',
        Message: ONGOING,
      });
    case 'throttle': {
      const code = fault.code ?? 'ThrottlingException';
      const { type, message, reason } = THROTTLES[code];
      if (fault.at === undefined) return refusal(type, message);
      return cancellation(operation, body, fault.at, { Code: reason, Message: message });
    }
    case 'inProgress':
      if (operation !== 'TransactWriteItems') return misuse(`${operation} takes no client request token.`);
      return refusal(
        `${MODEL}TransactionInProgressException`,
        'The transaction with the given request token is already in progress.',
      );
  }
}

export function internalErrorAnswer(): Answer {
  return { status: 500, body: { __type: `${MODEL}InternalServerError`, message: 'Internal server error' } };
}

const ONGOING = 'Transaction is ongoing for the item';
const BEYOND_TABLE = 'The level of configured provisioned throughput for the table was exceeded.';

const THROTTLES = {
  ThrottlingException: {
    type: 'com.amazon.coral.availability#ThrottlingException',
    message: 'Throughput exceeds the current capacity of your table or index.',
    reason: 'ThrottlingError',
  },
  ProvisionedThroughputExceededException: {
    type: `${MODEL}ProvisionedThroughputExceededException`,
    message: BEYOND_TABLE,
    reason: 'ProvisionedThroughputExceeded',
  },
  RequestLimitExceeded: {
    type: `${MODEL}RequestLimitExceeded`,
    message: 'Throughput exceeds the current throughput limit for your account.',
    reason: 'ThrottlingError',
  },
} as const;

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
}

/** One reason per item of the transaction, in its order: `None` for those that were not the cause. */
function cancellation(
  operation: string,
  body: Body,
  at: readonly number[],
  reason: CancellationReason,
): Answer {
  const items = body['TransactItems'];
  if (!TRANSACTIONS.has(operation) || !Array.isArray(items)) {
    return misuse(`${operation} is no transaction: it never answers ${reason.Code}.`);
  }
  if (at.length === 0 || at.some((index) => index < 0 || index >= items.length)) {
    return misuse(`[${at.join(', ')}] does not fit a transaction of ${items.length} items.`);
  }
  const reasons = items.map((_, index) => (at.includes(index) ? reason : { Code: 'None' }));
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return {
    status: 400,
    body: {
      __type: `${MODEL}TransactionCanceledException`,
      // Written with a capital here and in lower case elsewhere, as the service does.
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      CancellationReasons: reasons,
    },
  };
}

function refusal(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

/** A rule that makes no sense must fail the test that made it, not pass as some fault. */
function misuse(message: string): Answer {
  return { status: 400, body: { __type: 'kartoteka.tests#FaultProxyMisuse', message } };
}
