import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Functions, TenantMismatchError, UnknownFunctionError } from './functions/functions.ts';
import { PAYLOAD_LIMIT_BYTES } from './functions/protocol.ts';
import { readBody } from './gateway/body.ts';

export interface AwsApiOptions {
  readonly functions: Functions;
  /** Takes asynchronous invocations (InvocationType `Event`); returns the request id. */
  readonly accept: (functionArnOrName: string, event: unknown, tenantId?: string) => string;
  /** Other APIs by the part of `X-Amz-Target` before the dot, e.g. `AWSEvents`. */
  readonly apis: Readonly<Record<string, RequestListener>>;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Answers the AWS APIs that the product calls and that have no server of their own: Lambda's Invoke and `apis`. */
export function createAwsApi(options: AwsApiOptions): RequestListener {
  return (request, response) => {
    const invoked = INVOKE.exec((request.url ?? '').split('?')[0] ?? '')?.[1];
    if (invoked !== undefined) {
      invoke(request, response, decodeURIComponent(invoked), options).catch((error: unknown) => {
        if (response.destroyed || response.headersSent) return;
        const Message = error instanceof Error ? error.message : String(error);
        writeJson(response, 500, { Type: 'Service', Message }, { 'x-amzn-errortype': 'ServiceException' });
      });
      return;
    }
    const service = String(request.headers['x-amz-target'] ?? '').split('.')[0] ?? '';
    const api = options.apis[service];
    if (api !== undefined) return api(request, response);
    const message = `The local runtime has no ${request.method} ${request.url} ${service}`.trim();
    request.resume();
    writeJson(response, 400, { __type: 'UnknownOperationException', message });
  };
}

/** Source: Lambda API reference, Invoke. */
async function invoke(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  { functions, accept }: AwsApiOptions,
): Promise<void> {
  const body = await readBody(request, PAYLOAD_LIMIT_BYTES);
  if (body === undefined)
    return refuse(response, 413, 'RequestTooLargeException', 'The request is over 6 MB');
  const event = parse(body);
  if (event === MALFORMED) {
    return refuse(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json');
  }
  const tenant = request.headers['x-amz-tenant-id'];
  const tenantId = typeof tenant === 'string' ? tenant : undefined;
  try {
    if (request.headers['x-amz-invocation-type'] === 'Event') {
      const requestId = accept(name, event, tenantId);
      response.writeHead(202, { 'x-amzn-requestid': requestId }).end();
      return;
    }
    const result = await functions.invoke(name, event, tenantId === undefined ? {} : { tenantId });
    const executed = { 'x-amz-executed-version': '$LATEST' };
    if (result.ok) writeJson(response, 200, result.payload, executed);
    else writeJson(response, 200, result.error, { ...executed, 'x-amz-function-error': 'Unhandled' });
  } catch (error) {
    if (error instanceof TenantMismatchError)
      return refuse(response, 400, 'InvalidParameterValueException', error.message);
    if (!(error instanceof UnknownFunctionError)) throw error;
    refuse(response, 404, 'ResourceNotFoundException', error.message);
  }
}

const MALFORMED = Symbol('malformed');

function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return MALFORMED;
  }
}

function refuse(response: ServerResponse, status: number, type: string, Message: string): void {
  writeJson(response, status, { Type: 'User', Message }, { 'x-amzn-errortype': type });
}

function writeJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers })
    .end(JSON.stringify(body) ?? 'null');
}
