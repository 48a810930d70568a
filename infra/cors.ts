import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { API } from '../shared/api.ts';
import type { Route } from '../shared/route.ts';
import type { Config } from './config.ts';

/** Headers of requests that the API reads, in lower case. */
const REQUEST_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'kartoteka-tenant'];

/** Headers of answers that a page may read; browsers show a page few by themselves. */
const ANSWER_HEADERS = [
  'apigw-requestid',
  'deprecation',
  'etag',
  'idempotency-replayed',
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
 * Which pages may call the API from a browser: those of the public address and of the origins in the settings; none where
 * there are neither. Without credentials: who calls is told by the token alone, and there are no cookies.
 */
export function corsOf(config: Config): CorsPreflightOptions | undefined {
  const own = config['public-base-url'];
  const origins = new Set([...(own === undefined ? [] : [new URL(own).origin]), ...config['web-origins']]);
  if (origins.size === 0) return undefined;
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
