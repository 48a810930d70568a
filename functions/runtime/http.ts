import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { API_BASE } from '../../shared/api-base.ts';
import { forbidden, KartotekaError } from '../../shared/errors.ts';
import type { Route, RouteInput, RouteOutput, Routes } from '../../shared/route.ts';
import { parseBody, parseParameters, readJson } from './body.ts';
import type { Callers, Identity } from './caller.ts';
import { replayAfter } from './change.ts';
import { readIdempotency, readIfMatch } from './headers.ts';
import { toKartotekaError, toProblem } from './problem.ts';
import type { Answer, RequestContext } from './request.ts';
import type { Table } from './table/table.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;

/** Serves one route: parsed input and the request's context in, an answer out. */
export type RouteHandler<R extends Route> = (
  input: RouteInput<R>,
  context: RequestContext,
) => Promise<Answer<RouteOutput<R>>>;

/** A handler for every row, by the row's id: a row without a handler does not compile. */
export type RouteHandlers<R extends Routes> = { readonly [Id in keyof R]: RouteHandler<R[Id]> };

export interface HttpDependencies {
  readonly callers: Callers;
  readonly table: Table;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** Time kept back before the function's own limit, to answer that it ran out, in milliseconds. */
const EARLY_TIMEOUT_MS = 500;

/** The Lambda handler of one capability: the router over its rows. */
export function createHttpHandler<R extends Routes>(
  routes: R,
  handlers: RouteHandlers<R>,
  deps: HttpDependencies,
) {
  const rows = Object.entries(routes).map(([id, route]) => ({
    method: route.method,
    path: `${API_BASE}${route.path}`,
    handler: (event: Event) =>
      serve(route, handlers[id as keyof R] as unknown as RouteHandler<Route>, event, deps),
  }));
  return middy<Event, Result>({
    timeoutEarlyInMillis: EARLY_TIMEOUT_MS,
    timeoutEarlyResponse: () => timedOut(),
  })
    .use(problems(deps.logger))
    .handler(
      httpRouterHandler({
        routes: rows,
        notFoundResponse: ({ method, path }) => unrouted(rows, method, path),
      }) as never,
    );
}

/** Name, message and stack alone: the engine's errors carry the items that stood in the way, and those hold personal data. */
function bare(error: unknown): Error {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
}

/** Errors become problem details in one place; only faults of ours are logged with their stack. */
export function problems(logger: Logger): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> {
  return {
    before: ({ event, context }) => {
      logger.addContext(context as Context);
      logger.resetKeys();
      logger.appendKeys({ correlationId: event.requestContext.requestId, route: event.routeKey });
    },
    after: ({ event, response }) => {
      logger.info('answered', { status: response?.statusCode, method: event.requestContext.http.method });
    },
    onError: (request) => {
      const error = toKartotekaError(request.error);
      const { requestId } = request.event.requestContext;
      if (error.kind === 'internal' || error.kind === 'unavailable') {
        logger.error('request failed', { code: error.code, error: bare(error.cause ?? error) });
      } else {
        logger.info('refused', { code: error.code });
      }
      request.response = toProblem(error, requestId);
    },
  };
}

async function serve(
  route: Route,
  handler: RouteHandler<Route>,
  event: Event,
  deps: HttpDependencies,
): Promise<Result> {
  const caller = await deps.callers.resolve(identityOf(event), event.headers['kartoteka-tenant']);
  if (!route.roles.includes(caller.role)) {
    throw forbidden(`Your role (${caller.role}) may not do this: it takes ${route.roles.join(' or ')}.`);
  }
  // The gateway routes whole prefixes and adds what its own `{proxy+}` matched.
  const { proxy: _, ...placed } = event.pathParameters ?? {};
  const params = route.params ? parseParameters(route.params, placed) : undefined;
  const query = parseQuery(route, event);
  const input = route.body ? readJson(event) : undefined;
  const ifMatch = route.versioned ? readIfMatch(event.headers['if-match']) : undefined;
  const idempotency = readIdempotency(event.headers['idempotency-key'], {
    method: route.method,
    path: event.rawPath,
    body: input,
  });
  const context: RequestContext = {
    caller,
    now: deps.now(),
    correlationId: event.requestContext.requestId,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(idempotency === undefined ? {} : { idempotency }),
  };
  try {
    const body = route.body ? parseBody(route.body, input) : undefined;
    return toResult(await handler({ params, query, body } as RouteInput<Route>, context));
  } catch (error) {
    const replay = await replayAfter(error, deps.table, context);
    if (replay) return toResult(replay);
    throw error;
  }
}

function identityOf(event: Event): Identity {
  const { iss, sub, token_use: use } = event.requestContext.authorizer?.jwt?.claims ?? {};
  // The authorizer takes an ID token too, since its audience is the client; it is no key to an API.
  const isAccess = use === undefined || use === 'access';
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isAccess) {
    throw new KartotekaError(
      'unauthenticated',
      'token.missing',
      'Send an access token in the header "Authorization".',
    );
  }
  return { issuer: iss, subject: sub };
}

const parseQuery = (route: Route, event: Event): unknown => {
  const sent = event.queryStringParameters ?? {};
  if (route.query) return parseParameters(route.query, sent);
  const [unknown] = Object.keys(sent);
  if (unknown === undefined) return undefined;
  throw new KartotekaError('malformed', 'parameter.invalid', 'This route takes no query parameters.', {
    issues: [{ parameter: unknown, code: 'field.unknown', message: 'Leave this parameter out.' }],
  });
};

/** An answer as the gateway takes it. */
function toResult(answer: Answer): Result {
  return {
    statusCode: answer.status,
    headers: {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(answer.version === undefined ? {} : { etag: `"${answer.version}"` }),
      ...(answer.location === undefined ? {} : { location: `${API_BASE}${answer.location}` }),
      ...(answer.replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
    ...(answer.body === undefined ? {} : { body: JSON.stringify(answer.body) }),
  };
}

function unrouted(rows: readonly { method: string; path: string }[], method: string, path: string): never {
  const allowed = rows.filter((row) => matches(row.path, path)).map((row) => row.method);
  if (allowed.length > 0) {
    throw new KartotekaError(
      'method-not-allowed',
      'method.not-allowed',
      `${method} is not possible here: use ${allowed.join(', ')}.`,
      { allow: allowed },
    );
  }
  throw new KartotekaError(
    'not-found',
    'route.not-found',
    'There is no such address: see /api/v1/openapi.json.',
  );
}

const matches = (template: string, path: string): boolean => {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((part, index) => part.startsWith('{') || part === given[index])
  );
};

function timedOut(): never {
  throw new KartotekaError(
    'unavailable',
    'time.ran-out',
    'The work took too long. Repeat the request with the same Idempotency-Key.',
    {
      retryAfter: 2,
    },
  );
}
