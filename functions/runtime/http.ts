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
import { deprecationHeaders } from '../../shared/deprecation.ts';
import { invalid, invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import { project } from '../../shared/field-mask.ts';
import {
  asksCopy,
  type IdentityRoute,
  type Route,
  type RouteInput,
  type RouteOutput,
  type Routes,
} from '../../shared/route.ts';
import { admit } from './admission.ts';
import { parseBody, parseParameters, readJson } from './body.ts';
import type { Callers } from './caller.ts';
import { replayAfter } from './change.ts';
import { readChosenFields } from './chosen-fields.ts';
import { compressing } from './compressing.ts';
import { readIdempotency, readIfMatch } from './headers.ts';
import { withoutItems } from './log.ts';
import { toKartotekaError, toProblem } from './problem.ts';
import type { Answer, IdentityContext, RequestContext } from './request.ts';
import { createStandingHeaders, type StandingHeaders } from './standing-headers.ts';
import type { Table } from './table/table.ts';
import type { Admission, TenantLimits } from './tenant-limits.ts';
import { unrouted } from './unrouted.ts';
import { AFTER_HEADER, readAfter, WRITTEN_HEADER } from './written.ts';

type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
type Result = APIGatewayProxyStructuredResultV2;

/** For whom a route is served: a row that asks for an identity only gives its handler no tenant. */
export type RouteContext<R extends Route> = R extends IdentityRoute ? IdentityContext : RequestContext;

/** Serves one route: parsed input and the request's context in, an answer out. */
export type RouteHandler<R extends Route> = (
  input: RouteInput<R>,
  context: RouteContext<R>,
) => Promise<Answer<RouteOutput<R>>>;

/** A handler for every row, by the row's id: a row without a handler does not compile. */
export type RouteHandlers<R extends Routes> = { readonly [Id in keyof R]: RouteHandler<R[Id]> };

export interface HttpDependencies {
  readonly callers: Callers;
  readonly limits: TenantLimits;
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
  const standing = createStandingHeaders();
  const rows = Object.entries(routes).map(([id, route]) => ({
    method: route.method,
    path: `${API_BASE}${route.path}`,
    handler: (event: Event) =>
      serve(route, handlers[id as keyof R] as unknown as RouteHandler<Route>, event, { ...deps, standing }),
  }));
  return middy<Event, Result>({
    timeoutEarlyInMillis: EARLY_TIMEOUT_MS,
    timeoutEarlyResponse: () => timedOut(),
  })
    .use(compressing())
    .use(standing.middleware)
    .use(problems(deps.logger))
    .handler(
      httpRouterHandler({
        routes: rows,
        notFoundResponse: ({ method, path }) => unrouted(rows, method, path),
      }) as never,
    );
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
        logger.error('request failed', { code: error.code, error: withoutItems(error.cause ?? error) });
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
  deps: HttpDependencies & { readonly standing: StandingHeaders },
): Promise<Result> {
  const { deprecated } = route;
  if (deprecated)
    deps.standing.add(event, deprecationHeaders(deprecated, API_BASE, event.pathParameters ?? {}));
  // Before anything else is read: a request too many has to be cheap.
  const limit = async (counted: Promise<Admission>): Promise<void> => {
    const { headers, refused } = await counted;
    deps.standing.add(event, headers);
    if (refused) throw refused;
  };
  const admitted = await admit(route, event, deps.callers, {
    ofTenant: ({ tenant }) => limit(deps.limits.admit(tenant)),
    ofIdentity: (identity) => limit(deps.limits.admitIdentity(identity)),
  });
  // The gateway routes whole prefixes and adds what its own `{proxy+}` matched.
  const { proxy: _, ...placed } = event.pathParameters ?? {};
  const params = route.params ? parseParameters(route.params, placed) : undefined;
  const { mask, query: sent } = readChosenFields(route, event.queryStringParameters ?? {});
  const query = parseQuery(route, sent);
  const input = route.body ? readJson(event) : undefined;
  const ifMatch = route.versioned ? readIfMatch(event.headers['if-match']) : undefined;
  const idempotency = readIdempotency(event.headers['idempotency-key'], {
    method: route.method,
    path: event.rawPath,
    body: input,
  });
  const after = asksCopy(route) ? readAfter(event.headers[AFTER_HEADER]) : undefined;
  const context = {
    ...admitted,
    now: deps.now(),
    correlationId: event.requestContext.requestId,
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(after === undefined ? {} : { after }),
  };
  try {
    const body = route.body
      ? parseBody(route.body, input, route.asks ? invalidQuestion : invalid)
      : undefined;
    const answer = await handler({ params, query, body } as RouteInput<Route>, context);
    return toResult(mask ? { ...answer, body: project(answer.body, mask) } : answer);
  } catch (error) {
    const replay = await replayAfter(error, deps.table, context);
    if (replay) return toResult(replay);
    throw error;
  }
}

const parseQuery = (route: Route, sent: Readonly<Record<string, string | undefined>>): unknown => {
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
      ...(answer.written === undefined ? {} : { [WRITTEN_HEADER]: answer.written }),
      ...(answer.replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
    ...(answer.body === undefined ? {} : { body: JSON.stringify(answer.body) }),
  };
}

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
