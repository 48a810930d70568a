import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from './s3-error.ts';

/** A rule as `CorsConfiguration` of AWS::S3::Bucket gives it. */
export interface CorsRule {
  readonly AllowedMethods: readonly string[];
  readonly AllowedOrigins: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/**
 * Headers that let a page read the answer; none where no rule lets it.
 * Source: Amazon S3 user guide, "Using cross-origin resource sharing (CORS)".
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  { origin }: IncomingHttpHeaders,
): Record<string, string> {
  const rule = origin === undefined ? undefined : rules.find((one) => allows(one, origin, method));
  return rule === undefined || origin === undefined ? {} : headersOf(rule, origin);
}

/**
 * Answers the browser's question before a request.
 * @throws {S3Error} where it is no such question, or no rule allows what it asks for
 */
export function preflight(
  rules: readonly CorsRule[],
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> {
  const { origin } = headers;
  const method = headers['access-control-request-method'];
  if (origin === undefined || method === undefined) {
    throw new S3Error(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  }
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find((one) => allows(one, origin, method) && asked.every((name) => takes(one, name)));
  if (rule === undefined) {
    const message = 'CORSResponse: This CORS request is not allowed.';
    throw new S3Error(403, 'AccessForbidden', message, { Method: method, ResourceType: 'OBJECT' });
  }
  return {
    ...headersOf(rule, origin),
    ...(asked.length === 0 ? {} : { 'access-control-allow-headers': asked.join(', ') }),
  };
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const everybody = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': everybody ? '*' : origin,
    ...(everybody ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(rule.ExposedHeaders === undefined
      ? {}
      : { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') }),
    ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

const allows = (rule: CorsRule, origin: string, method: string): boolean =>
  rule.AllowedMethods.includes(method) && rule.AllowedOrigins.some((pattern) => fits(pattern, origin));

const takes = (rule: CorsRule, name: string): boolean =>
  (rule.AllowedHeaders ?? []).some((pattern) => fits(pattern.toLowerCase(), name));

/** A pattern may hold one `*`. */
function fits(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
