import type { FieldIssue } from '../errors.ts';

export interface ApiErrorDetails {
  readonly status?: number | undefined;
  /** The body of the answer, where it is problem details. */
  readonly problem?: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfter?: number | undefined;
  readonly uncertain?: boolean;
  readonly cause?: unknown;
}

/**
 * A call that did not succeed. `code` is the stable code of the API's problem details, or one of the client's own:
 * `network.failed` (no answer came), `deadline.passed`, `answer.unreadable`, and `gateway.<status>` for the short answers of the gateway.
 */
export class ApiError extends Error {
  /** HTTP status; absent where no answer came. */
  readonly status: number | undefined;
  readonly code: string;
  /** What is wrong with single fields, each with a pointer into the body or the name of a parameter. */
  readonly errors: readonly FieldIssue[];
  /** Name it when a fault is reported. */
  readonly requestId: string | undefined;
  /** All fields of the problem: facts such as `currentVersion` are here. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** Seconds after which the API says that a repeat makes sense. */
  readonly retryAfter: number | undefined;
  /**
   * This try or an earlier one may have done the work although no answer says so. After a lost answer a 404 of a removal, or a 409 or 412
   * of a change, may speak of what the call itself did.
   */
  readonly uncertain: boolean;

  constructor(code: string, message: string, details: ApiErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ApiError';
    this.code = code;
    this.status = details.status;
    this.problem = details.problem ?? {};
    const { errors, requestId } = this.problem;
    this.errors = Array.isArray(errors) ? (errors as FieldIssue[]) : [];
    this.requestId = typeof requestId === 'string' ? requestId : undefined;
    this.retryAfter = details.retryAfter;
    this.uncertain = details.uncertain ?? false;
  }
}

/** The error of an answer that is no success: problem details, or whatever else stands between client and API. */
export function refusalOf(response: Response, text: string): ApiError {
  const body = jsonObject(text);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const details = {
    status: response.status,
    problem: body,
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
  };
  if (typeof body?.['code'] === 'string') {
    return new ApiError(body['code'], String(body['detail'] ?? body['title'] ?? body['code']), details);
  }
  const said = typeof body?.['message'] === 'string' ? body['message'] : response.statusText;
  return new ApiError(`gateway.${response.status}`, said || `HTTP ${response.status}`, details);
}

/** The same error, of a call whose earlier try may have done the work. */
export const madeUncertain = ({ code, message, status, problem, retryAfter, cause }: ApiError): ApiError =>
  new ApiError(code, message, { status, problem, retryAfter, cause, uncertain: true });

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
