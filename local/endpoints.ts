import type { Listening } from './gateway/listen.ts';
import type { ObjectStore } from './storage/object-store.ts';

/** Addresses of the AWS APIs of this machine, as SDK clients take them. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly s3: string;
  readonly sqs: string;
  readonly eventbridge: string;
  readonly lambda: string;
  readonly cognitoIdentityProvider: string;
}

/** Where each API is: the engine, S3, the emulator of SQS, and this process’s own server for the others. */
export function endpointsOf(dynamodb: string, storage: ObjectStore, aws: Listening): Endpoints {
  const own = `http://127.0.0.1:${aws.port}`;
  return {
    dynamodb,
    s3: storage.endpoint,
    sqs: storage.queueEndpoint,
    eventbridge: own,
    lambda: own,
    cognitoIdentityProvider: own,
  };
}

/**
 * The variables that point SDK clients to them.
 * Source: AWS SDKs and tools reference guide, "Service-specific endpoints".
 */
export function endpointVariables(endpoints: Endpoints): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventbridge,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoints.cognitoIdentityProvider,
  };
}
