/** One HTTP request, ready to be sent. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What one use of the product asks for: of the product itself one call, of the engine as many as the product makes of it.
 * The calls of a step are under way together, a step begins when the one before is answered.
 */
export interface Use {
  readonly steps: readonly (readonly Call[])[];
  /** Uses, by their place in the list, that have to be over before this one begins. */
  readonly after?: readonly number[];
}

/** How a list of uses went. */
export interface Played {
  /** Milliseconds of each use, in the order of the list. */
  readonly latencies: Float64Array;
  /** From the first call to the last answer, in milliseconds. */
  readonly elapsed: number;
}

/** The engine's answer to what it does not do is of use to people only in part. */
const SHOWN_OF_ANSWER = 400;

/** An answer that was not one of success: what is measured has to work. */
export const failed = (call: Call, status: number, answer: string): Error =>
  new Error(
    `${call.method} ${call.path} ${call.headers?.['x-amz-target'] ?? ''} was answered with ${status}: ${answer.slice(0, SHOWN_OF_ANSWER)}`,
  );

const TARGET = 'DynamoDB_20120810.';

/** A request to the engine as an HTTP call. */
export const engineCall = (operation: string, body: string): Call => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': `${TARGET}${operation}` },
  body,
});

/** The operation that an HTTP call asks the engine for. */
export const operationOf = ({ headers }: Call): string =>
  headers?.['x-amz-target']?.slice(TARGET.length) ?? '';

/** What every request to the engine carries: it checks the form of a signature and no more of it. */
export const ENGINE_HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
} as const;
