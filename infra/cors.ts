import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { API } from '../shared/api.ts';
import type { Route } from '../shared/route.ts';
import { type Config, webOriginsOf } from './config.ts';

/** Headers of requests that the API reads, in lower case. */
const REQUEST_HEADERS = [
  'authorization',
  'content-type',
  'idempotency-key',
  'if-match',
  'kartoteka-after',
  'kartoteka-tenant',
];

/** Headers of answers that a page may read; browsers show a page few by themselves. */
const ANSWER_HEADERS = [
  'apigw-requestid',
  'deprecation',
  'etag',
  'idempotency-replayed',
  'kartoteka-written',
  'link',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'sunset',
];

/** How long a browser may go without asking again: no browser takes more than two hours as a rule. */
const REMEMBERED = Duration.hours(2);

/**
 * Lets the pages of this installation call the API from a browser; none where there are none. Without credentials: who calls is told by the token alone, and there are no cookies.
 */
export function corsOf(config: Config): CorsPreflightOptions | undefined {
  const origins = webOriginsOf(config);
  if (origins.length === 0) return undefined;
  return {
    allowOrigins: [...origins],
    allowMethods: methods(),
    allowHeaders: REQUEST_HEADERS,
    exposeHeaders: ANSWER_HEADERS,
    maxAge: REMEMBERED,
  };
}

/** The methods of all routes. */
function methods(): CorsHttpMethod[] {
  const used = Object.values(API).flatMap((routes) =>
    Object.values<Route>(routes).map(({ method }) => method),
  );
  return [...new Set(used)].sort().map((method) => CorsHttpMethod[method]);
}
