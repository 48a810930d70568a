import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

/**
 * The sample event of payload format 2.0, whole, as AWS publishes it.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
const published = JSON.parse(
  readFileSync(new URL('fixtures/http-api-event.json', import.meta.url), 'utf8'),
) as APIGatewayProxyEventV2WithJWTAuthorizer;

export interface HttpRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case, as the gateway gives them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; anything but a text as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
  /** What the gateway's own route matched beyond ours. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** Of the verified token; none for a request that no authorizer saw. */
  readonly claims?: Readonly<Record<string, string>> | undefined;
}

/** The event with which the gateway hands a request to a function. */
export function httpApiEvent(request: HttpRequest = {}): APIGatewayProxyEventV2WithJWTAuthorizer {
  const { method = 'GET', path = '/', query, headers, body, base64 = false, pathParameters } = request;
  const { body: _, queryStringParameters: __, pathParameters: ___, ...rest } = structuredClone(published);
  const { authorizer, ...context } = rest.requestContext;
  const jwt = { claims: { ...request.claims }, scopes: authorizer.jwt.scopes };
  const event = {
    ...rest,
    rawPath: path,
    rawQueryString: new URLSearchParams({ ...query }).toString(),
    headers: {
      ...rest.headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(query ? { queryStringParameters: { ...query } } : {}),
    ...(pathParameters ? { pathParameters: { ...pathParameters } } : {}),
    requestContext: {
      ...context,
      ...(request.claims ? { authorizer: { ...authorizer, jwt } } : {}),
      http: { ...context.http, method, path },
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: base64,
  };
  // Without an authorizer the gateway leaves the field out, which the published type does not know.
  return event as APIGatewayProxyEventV2WithJWTAuthorizer;
}
