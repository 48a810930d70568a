import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions, InvocationResult } from '../functions/functions.ts';
import {
  type Answer,
  answerOf,
  BAD_REQUEST,
  FAILED,
  gatewayAnswer,
  NOT_FOUND,
  TOO_LARGE,
  UNAVAILABLE,
} from './answer.ts';
import { type Authorizer, createAuthorizer, type Refusal, type Verified } from './authorizer.ts';
import { readBody } from './body.ts';
import { isPreflight, preflightAnswer, withCors } from './cors.ts';
import type { AuthorizerDefinition, GatewayDefinition, Route } from './definition.ts';
import { buildEvent, decodePath } from './event.ts';
import { type Selection, selectRoute } from './route-selection.ts';

/** Largest body of a request. Source: API Gateway developer guide, quotas of HTTP APIs. */
const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/** Answers the requests of the HTTP API. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => void;

/** Builds the gateway over the functions of the stack. `log` takes one line for each failure behind it. */
export function createGateway(
  definition: GatewayDefinition,
  functions: Functions,
  log: (line: string) => void,
): Gateway {
  const authorizerOf = authorizers(definition.routes);
  const { cors } = definition;

  async function answer(request: IncomingMessage, requestId: string): Promise<Answer> {
    const receivedAt = Date.now();
    const [target = '', ...rest] = (request.url ?? '').split('?');
    const path = decodePath(target);
    if (path === undefined) return BAD_REQUEST;
    const selection = selectRoute(definition.routes, request.method ?? 'GET', path);
    if (cors && isPreflight(request) && answersItself(selection)) return preflightAnswer(cors, request);
    if (selection === undefined) return NOT_FOUND;
    const { route, pathParameters } = selection;
    const authorized = await authorize(request, selection);
    if (authorized !== undefined && 'status' in authorized) {
      const message = authorized.status === 401 ? 'Unauthorized' : 'Forbidden';
      return gatewayAnswer(authorized.status, message, authorized.challenge);
    }
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (body === undefined) return TOO_LARGE;
    const event = buildEvent(request, {
      requestId,
      apiId: definition.apiId,
      stage: definition.stage,
      routeKey: route.key,
      path,
      query: rest.join('?'),
      pathParameters,
      body,
      receivedAt,
      ...(authorized === undefined ? {} : { authorized }),
    });
    return await integrate(route, event, requestId, (found) =>
      cors ? withCors(cors, request, found) : found,
    );
  }

  async function authorize(
    { headers }: IncomingMessage,
    { route }: Selection<Route>,
  ): Promise<Verified | Refusal | undefined> {
    if (route.authorizer === undefined) return undefined;
    return await authorizerOf(route.authorizer).check(headers.authorization, route.scopes);
  }

  async function integrate(
    route: Route,
    event: unknown,
    requestId: string,
    finish: (answer: Answer) => Answer,
  ): Promise<Answer> {
    const result = await withinTime(functions.invoke(route.functionArn, event), route.timeoutMs);
    if (result === undefined) {
      log(`${route.key}: no answer within ${route.timeoutMs} ms (request ${requestId})`);
      return UNAVAILABLE;
    }
    if (result.ok) return finish(answerOf(result.payload));
    log(`${route.key}: ${result.error.errorType}: ${result.error.errorMessage} (request ${requestId})`);
    return result.error.errorType === 'RequestEntityTooLargeException' ? TOO_LARGE : FAILED;
  }

  return (request, response) => {
    const requestId = randomBytes(11).toString('base64url').padEnd(16, '=');
    answer(request, requestId).then(
      (found) => send(response, found, requestId),
      (error: unknown) => {
        // A client that left needs no answer.
        if (request.errored ?? request.destroyed) return;
        log(`${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`);
        send(response, FAILED, requestId);
      },
    );
  };
}

/**
 * A preflight that falls to a route with an authorizer, as to `ANY` or `$default` with one, is refused by that: a browser sends
 * no token with it. Sources as in `infra/constructs/preflight-routes.ts`.
 */
function answersItself(selection: Selection<Route> | undefined): boolean {
  return selection?.route.authorizer === undefined;
}

function authorizers(routes: readonly Route[]): (definition: AuthorizerDefinition) => Authorizer {
  const byIssuer = new Map<string, Authorizer>();
  const keyOf = ({ issuer, audience }: AuthorizerDefinition): string => [issuer, ...audience].join(' ');
  for (const { authorizer } of routes) {
    if (authorizer !== undefined && !byIssuer.has(keyOf(authorizer))) {
      byIssuer.set(keyOf(authorizer), createAuthorizer(authorizer));
    }
  }
  return (definition) => byIssuer.get(keyOf(definition)) ?? createAuthorizer(definition);
}

/** The service answers after 30 s at the latest; the function goes on and its answer is lost. */
function withinTime(
  invocation: Promise<InvocationResult>,
  limitMs: number,
): Promise<InvocationResult | undefined> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => resolve(undefined), limitMs);
    invocation.then(resolve, reject).finally(() => clearTimeout(limit));
  });
}

function send(response: ServerResponse, { statusCode, headers, body }: Answer, requestId: string): void {
  if (response.destroyed) return;
  // The rest of a body that is far too large is never read, so the connection cannot be used again.
  if (statusCode === 413) response.shouldKeepAlive = false;
  const withoutLength = Object.entries(headers).filter(
    ([name]) => name !== 'content-length' && name !== 'transfer-encoding',
  );
  for (const [name, value] of withoutLength) response.setHeader(name, value);
  response.setHeader('apigw-requestid', requestId);
  response.statusCode = statusCode;
  response.end(body);
}
