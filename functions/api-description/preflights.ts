import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * Answers what browsers ask before a call, whatever address it is for. The gateway adds which origins may call, or answers by
 * itself; all that is wanted of us is that it is no error.
 */
export const preflights = (): middy.MiddlewareObj<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2
> => ({
  before: ({ event }) => (event.requestContext.http.method === 'OPTIONS' ? { statusCode: 204 } : undefined),
});
