import { type ErrorKind, KartotekaError } from '../../shared/errors.ts';

/** HTTP status and title of each kind of error: the one place where errors become HTTP. */
const STATUS: Readonly<Record<ErrorKind, readonly [number, string]>> = {
  malformed: [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  'method-not-allowed': [405, 'Method Not Allowed'],
  conflict: [409, 'Conflict'],
  'precondition-failed': [412, 'Precondition Failed'],
  'too-large': [413, 'Content Too Large'],
  'unsupported-media': [415, 'Unsupported Media Type'],
  invalid: [422, 'Unprocessable Content'],
  'too-many': [429, 'Too Many Requests'],
  internal: [500, 'Internal Server Error'],
  unavailable: [503, 'Service Unavailable'],
};

export interface ProblemResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Engine and network faults that pass: the work was not acknowledged and may be repeated. */
const PASSING_ERRORS: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TransactionInProgressException',
  'TimeoutError',
  // The user pool's names for the same.
  'TooManyRequestsException',
  'InternalErrorException',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
]);

/** What an error means to a caller: ours as it is, a passing fault as 503, all else as 500 without a detail. */
export function toKartotekaError(error: unknown): KartotekaError {
  if (error instanceof KartotekaError) return error;
  if (isPassing(error)) {
    return new KartotekaError(
      'unavailable',
      'engine.unavailable',
      'The store does not answer right now. It is not known whether the work was done: repeat the request with the same Idempotency-Key.',
      { retryAfter: 2, cause: error },
    );
  }
  return new KartotekaError(
    'internal',
    'internal',
    'Something went wrong on our side. It was recorded: name the requestId when you report it.',
    { cause: error },
  );
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return PASSING_ERRORS.has(error.name) || (code !== undefined && PASSING_ERRORS.has(code));
}

/** An error as problem details (RFC 9457); it never holds a stack trace or the cause. */
export function toProblem(error: KartotekaError, requestId: string): ProblemResponse {
  const [statusCode, title] = STATUS[error.kind];
  const problem = {
    ...error.facts,
    type: `urn:kartoteka:problem:${error.code}`,
    title,
    status: statusCode,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.issues.length > 0 ? { errors: error.issues } : {}),
  };
  return {
    statusCode,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
      // RFC 9110, 15.5.6: the answer to a method that is not possible names those that are.
      ...(error.allow === undefined ? {} : { allow: error.allow.join(', ') }),
      // The same, 15.5.16: what would be taken in place of a coding that is not.
      ...(error.codings === undefined ? {} : { 'accept-encoding': error.codings.join(', ') }),
    },
    body: JSON.stringify(problem),
  };
}
