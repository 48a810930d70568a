import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type Headers = Readonly<Record<string, string>>;

/** Headers that the answer to a request carries whatever comes of it, a problem too. */
export interface StandingHeaders {
  add(event: Event, headers: Headers): void;
  readonly middleware: middy.MiddlewareObj<Event, Result>;
}

/** Put before what turns errors into answers, so that it comes after. */
export function createStandingHeaders(): StandingHeaders {
  const standing = new WeakMap<Event, Headers>();
  const finish: middy.MiddlewareFn<Event, Result> = (request) => {
    const { event, response } = request;
    if (response)
      request.response = { ...response, headers: { ...response.headers, ...standing.get(event) } };
  };
  return {
    add: (event, headers) => standing.set(event, { ...standing.get(event), ...headers }),
    middleware: { after: finish, onError: finish },
  };
}
