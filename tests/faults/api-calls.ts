import { Logger } from '@aws-lambda-powertools/logger';
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { createClientHandlers } from '../../functions/clients/handlers.ts';
import { createDocumentHandlers } from '../../functions/documents/handlers.ts';
import { createExportHandlers } from '../../functions/exports/handlers.ts';
import { createImportHandlers } from '../../functions/imports/handlers.ts';
import { createPlatformHandlers } from '../../functions/platform/handlers.ts';
import { createCallers } from '../../functions/runtime/caller.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import { createHttpHandler, type HttpDependencies } from '../../functions/runtime/http.ts';
import type { Table } from '../../functions/runtime/table/table.ts';
import { createTenantLimits } from '../../functions/runtime/tenant-limits.ts';
import { createNames } from '../../functions/search/names.ts';
import { createQuestions } from '../../functions/search/questions.ts';
import { createRegistering } from '../../functions/search/registering.ts';
import { createNamedSelections } from '../../functions/search/selection-naming.ts';
import { createSelectionHandlers } from '../../functions/search/selections.ts';
import { createWorkingTimeHandlers } from '../../functions/working-time/handlers.ts';
import { API_BASE } from '../../shared/api-base.ts';
import { clientRoutes } from '../../shared/clients/routes.ts';
import { documentRoutes } from '../../shared/documents/routes.ts';
import { MAX_ROWS_AT_ONCE } from '../../shared/exports/export.ts';
import { exportRoutes } from '../../shared/exports/routes.ts';
import { importRoutes } from '../../shared/imports/routes.ts';
import { platformRoutes } from '../../shared/platform/routes.ts';
import type { Route, Routes } from '../../shared/route.ts';
import { selectionRoutes } from '../../shared/search/selection-routes.ts';
import { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import { answeredQuery } from '../equipment/answered-query.ts';
import { createMemoryFiles } from '../equipment/memory-files.ts';
import { everybody } from '../equipment/tenant-bed.ts';
import { contentEverywhere, listEverywhere } from './content-everywhere.ts';
import { sameCards } from './same-cards.ts';

/** A request as data; it can be sent again, and to another table with the same items. */
export interface ApiCall {
  readonly route: Route;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Address of the user who calls. */
  readonly caller: string;
}

export interface CallOptions {
  readonly key?: string | undefined;
  readonly ifMatch?: string;
  readonly now: Date;
  /** What the function has left, in milliseconds; 20 s by default, as it is deployed. */
  readonly remaining?: number;
}

/** What came of a call, or of an invocation of another function. */
export interface Outcome {
  readonly status: number;
  /** Of problem details. */
  readonly code?: string;
  readonly body: unknown;
  readonly etag?: string;
  readonly location?: string;
  readonly replayed: boolean;
  /** Seconds. */
  readonly retryAfter?: number;
}

const logger = new Logger({ logLevel: 'SILENT' });

/** Serves a call as a fresh environment of its function does, with a table layer of the test's choice. */
export async function callApi(table: Table, call: ApiCall, options: CallOptions): Promise<Outcome> {
  const deps = {
    table,
    logger,
    now: () => options.now,
    callers: createCallers({ table, now: () => options.now }),
    limits: createTenantLimits({ table, logger, now: () => options.now, limit: 3_000 }),
  };
  const handler = handlerOf(call.route, table, deps);
  return outcomeOf(await handler(eventOf(call, options), contextOf(options.remaining ?? 20_000)));
}

function handlerOf(route: Route, table: Table, deps: HttpDependencies) {
  const isOf = (routes: Routes): boolean => Object.values<Route>(routes).includes(route);
  if (isOf(platformRoutes)) {
    return createHttpHandler(
      platformRoutes,
      createPlatformHandlers({ table, directory: everybody, signUp: 'open' }),
      deps,
    );
  }
  if (isOf(workingTimeRoutes))
    return createHttpHandler(workingTimeRoutes, createWorkingTimeHandlers(table), deps);
  const cursors = createCursors(table);
  if (isOf(documentRoutes)) {
    const downloads = { waitForScan: false };
    const handlers = createDocumentHandlers({ table, cursors, files: contentEverywhere, downloads });
    return createHttpHandler(documentRoutes, handlers, deps);
  }
  if (isOf(exportRoutes)) {
    const handlers = createExportHandlers({
      table,
      cursors,
      files: createMemoryFiles(),
      query: answeredQuery(MAX_ROWS_AT_ONCE + 1),
      names: createNames(table, () => new Date()),
      registering: { note: async () => undefined },
      selections: { named: async () => new Map() },
    });
    return createHttpHandler(exportRoutes, handlers, deps);
  }
  if (isOf(importRoutes)) {
    const handlers = createImportHandlers({ table, cursors, files: listEverywhere });
    return createHttpHandler(importRoutes, handlers, deps);
  }
  if (isOf(selectionRoutes)) {
    const selections = createNamedSelections(table);
    const names = createNames(table, () => new Date());
    const registering = createRegistering(table);
    const search = { table, cursors, selections, names, registering, query: sameCards };
    const handlers = createSelectionHandlers(search, createQuestions(search));
    return createHttpHandler(selectionRoutes, handlers, deps);
  }
  return createHttpHandler(clientRoutes, createClientHandlers({ table, cursors }), deps);
}

function eventOf(call: ApiCall, { key, ifMatch }: CallOptions): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { route, params = {}, query, body, caller } = call;
  const path = `${API_BASE}${route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}`;
  return {
    version: '2.0',
    routeKey: `ANY ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(query === undefined ? {} : { queryStringParameters: { ...query } }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      authorizer: {
        principalId: '',
        integrationLatency: 0,
        jwt: { claims: { iss: 'https://issuer.example', sub: caller }, scopes: [] },
      },
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: route.method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'test',
      routeKey: `ANY ${path}`,
      stage: '$default',
      time: '23/Nov/2026:09:30:00 +0000',
      timeEpoch: 0,
    },
  };
}

/** The context of an invocation that has so many milliseconds left. */
export function contextOf(remaining: number): Context {
  const deadline = performance.now() + remaining;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
    memoryLimitInMB: '512',
    awsRequestId: 'test',
    logGroupName: 'test',
    logStreamName: 'test',
    getRemainingTimeInMillis: () => deadline - performance.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** An answer of the gateway's form as what came of the call. */
export function outcomeOf(result: APIGatewayProxyStructuredResultV2): Outcome {
  const { statusCode = 200, headers = {}, body } = result;
  const parsed: unknown = body === undefined ? undefined : JSON.parse(body);
  const header = (name: string): string | undefined => headers[name]?.toString();
  const [etag, location, retryAfter] = [header('etag'), header('location'), header('retry-after')];
  return {
    status: statusCode,
    body: parsed,
    replayed: header('idempotency-replayed') === 'true',
    ...(etag === undefined ? {} : { etag }),
    ...(location === undefined ? {} : { location }),
    ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
    ...(statusCode >= 400 ? { code: codeOf(parsed) } : {}),
  };
}

const codeOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'none';
