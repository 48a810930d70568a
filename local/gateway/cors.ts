import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';

/** The `CorsConfiguration` of an HTTP API. */
export interface CorsDefinition {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
  readonly allowCredentials: boolean;
}

/** Whether a request is what a browser asks before a call. Source: Fetch standard, "CORS-preflight request". */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

/** The service's own answer to a preflight; without headers for an origin that may not call. */
export function preflightAnswer(cors: CorsDefinition, request: IncomingMessage): Answer {
  const origin = originHeaders(cors, request);
  const headers =
    origin === undefined
      ? {}
      : {
          ...origin,
          ...listed('access-control-allow-methods', cors.allowMethods),
          ...listed('access-control-allow-headers', cors.allowHeaders),
          ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': String(cors.maxAge) }),
        };
  return { statusCode: 204, headers, body: '' };
}

/**
 * A function's answer with the headers of the configuration; those that the function gives itself are ignored.
 * Source: API Gateway developer guide, "Configure CORS for HTTP APIs".
 */
export function withCors(cors: CorsDefinition, request: IncomingMessage, answer: Answer): Answer {
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const origin = originHeaders(cors, request);
  return {
    ...answer,
    headers: {
      ...Object.fromEntries(own),
      ...(origin && { ...origin, ...listed('access-control-expose-headers', cors.exposeHeaders) }),
    },
  };
}

/** Absent where the request names no origin, or one that may not call. */
function originHeaders(cors: CorsDefinition, request: IncomingMessage): Record<string, string> | undefined {
  const { origin } = request.headers;
  const pattern = cors.allowOrigins.find((allowed) => origin !== undefined && fits(allowed, origin));
  if (origin === undefined || pattern === undefined) return undefined;
  return {
    'access-control-allow-origin': pattern === '*' ? '*' : origin,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

/** The service takes an origin, all, and all of one scheme (`https://*`). */
function fits(allowed: string, origin: string): boolean {
  if (allowed === '*') return true;
  return allowed.endsWith('://*') ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin;
}

function listed(name: string, values: readonly string[]): Record<string, string> {
  return values.length === 0 ? {} : { [name]: values.join(',') };
}
