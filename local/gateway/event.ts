import type { IncomingMessage } from 'node:http';
import type { Verified } from './authorizer.ts';

/** What the gateway knows of a request when it calls a function. */
export interface RequestFacts {
  readonly requestId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly routeKey: string;
  /** Decoded, as the service gives it. */
  readonly path: string;
  readonly query: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly authorized?: Verified;
}

/** They speak of one connection and go no further. Source: RFC 9110, section 7.6.1. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/**
 * Content types whose bodies reach the function as text; all others, and bodies without a type, come in Base64.
 * The service documents "binary" only; this is what a real HTTP API was seen to do (ministackorg/ministack#766).
 */
const TEXT_TYPE = /^(text\/[^;]*|application\/(json|javascript|xml))\s*(;|$)/i;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * The event of payload format 2.0.
 * Source: API Gateway developer guide, "AWS Lambda proxy integrations for HTTP APIs".
 */
export function buildEvent(request: IncomingMessage, facts: RequestFacts): Record<string, unknown> {
  const { headers, cookies } = readHeaders(request);
  const queryStringParameters = readQuery(facts.query);
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath: facts.path,
    rawQueryString: facts.query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: { ...headers, ...forwardedHeaders(request, facts) },
    ...(queryStringParameters === undefined ? {} : { queryStringParameters }),
    requestContext: requestContext(request, facts),
    ...(Object.keys(facts.pathParameters).length === 0 ? {} : { pathParameters: facts.pathParameters }),
    ...bodyFields(facts.body, headers),
  };
}

/** Decoded path of a request target, cut at a decoded question mark as the service cuts it; absent where malformed. */
export function decodePath(target: string): string | undefined {
  try {
    return decodeURIComponent(target).split('?')[0] ?? '';
  } catch {
    return undefined;
  }
}

function readHeaders({ rawHeaders }: IncomingMessage): {
  readonly headers: Record<string, string>;
  readonly cookies: string[];
} {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (name === 'cookie') cookies.push(...value.split(';').map((cookie) => cookie.trim()));
    else if (!HOP_BY_HOP.has(name)) {
      headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
    }
  }
  return { headers, cookies };
}

function readQuery(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = parameters[name] === undefined ? value : `${parameters[name]},${value}`;
  }
  return parameters;
}

function forwardedHeaders(request: IncomingMessage, facts: RequestFacts): Record<string, string> {
  const before = request.headers['x-forwarded-for'];
  const trace = Math.floor(facts.receivedAt / 1000).toString(16);
  return {
    'content-length': String(facts.body.length),
    'x-amzn-trace-id': `Root=1-${trace}-${Buffer.from(facts.requestId).toString('hex').slice(0, 24)}`,
    'x-forwarded-for': [before, sourceIp(request)].flat().filter(Boolean).join(', '),
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

function requestContext(request: IncomingMessage, facts: RequestFacts): Record<string, unknown> {
  return {
    accountId: '000000000000',
    apiId: facts.apiId,
    ...(facts.authorized === undefined ? {} : { authorizer: { jwt: facts.authorized } }),
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: {
      method: request.method ?? 'GET',
      path: facts.path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIp(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: facts.requestId,
    routeKey: facts.routeKey,
    stage: facts.stage,
    time: commonLogTime(new Date(facts.receivedAt)),
    timeEpoch: facts.receivedAt,
  };
}

function bodyFields(body: Buffer, headers: Readonly<Record<string, string>>): Record<string, unknown> {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function sourceIp({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace('::ffff:', '');
}

/** `12/Mar/2026:19:03:58 +0000`, in UTC. */
function commonLogTime(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000`;
}
