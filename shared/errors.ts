/** What went wrong, from the caller's point of view; one place turns it into an HTTP status. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'precondition-failed'
  | 'too-large'
  | 'unsupported-media'
  | 'invalid'
  | 'too-many'
  | 'unavailable'
  | 'internal';

/** One fault of the input: where (RFC 6901 pointer into the body, or a parameter's name), which, and what to do. */
export interface FieldIssue {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly message: string;
}

export interface ErrorDetails {
  readonly issues?: readonly FieldIssue[];
  /** Facts a program can act on, such as `currentVersion`; never personal data. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Seconds after which a repeat makes sense. */
  readonly retryAfter?: number;
  /** The methods that are possible where the one asked for is not. */
  readonly allow?: readonly string[];
  /** The codings in which a body is taken, where the one that was sent is not. */
  readonly codings?: readonly string[];
  readonly cause?: unknown;
}

/**
 * The one error type of the product: a kind, a stable code for programs and a message for a person that says what to do.
 */
export class KartotekaError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly issues: readonly FieldIssue[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryAfter: number | undefined;
  readonly allow: readonly string[] | undefined;
  readonly codings: readonly string[] | undefined;

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'KartotekaError';
    this.kind = kind;
    this.code = code;
    this.issues = details.issues ?? [];
    this.facts = details.facts ?? {};
    this.retryAfter = details.retryAfter;
    this.allow = details.allow;
    this.codings = details.codings;
  }
}

/** Not there, or not visible to this caller: the two must look the same. */
export const notFound = (what: string): KartotekaError =>
  new KartotekaError('not-found', `${what}.not-found`, `There is no such ${what}, or you may not see it.`);

/** Visible, but not to be changed by this caller. */
export const forbidden = (message: string): KartotekaError =>
  new KartotekaError('forbidden', 'access.forbidden', message);

/** The body is well-formed but breaks a rule of one or more fields. */
export const invalid = (issues: readonly FieldIssue[]): KartotekaError =>
  new KartotekaError('invalid', 'body.invalid', 'Some fields are not right: see "errors".', { issues });

/** A question that breaks a rule: nothing was looked for. */
export const invalidQuestion = (issues: readonly FieldIssue[]): KartotekaError =>
  new KartotekaError('malformed', 'question.invalid', 'The question is not right: see "errors".', {
    issues: issues.slice(0, MAX_ISSUES),
  });

/** Faults told of one question. */
const MAX_ISSUES = 50;
