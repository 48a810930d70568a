import type { RequestListener } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { createAwsApi } from './aws-api.ts';
import { createEventFlow } from './event-flow.ts';
import { createEventsApi } from './events/events-api.ts';
import type { RunningFunctions } from './functions/create-functions.ts';
import { readGateway } from './gateway/definition.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { Listening } from './gateway/listen.ts';
import { answerCognito } from './identity/cognito-wire.ts';
import type { Identity } from './identity/contract.ts';
import type { Log } from './log.ts';
import type { ObjectStore } from './storage/object-store.ts';
import type { Tables } from './table/start-tables.ts';
import type { Teardown } from './teardown.ts';
import type { LocalEnvironment } from './template/known-types.ts';
import type { Plan } from './template/plan.ts';

/** Everything that is up once the stack serves. */
export interface Parts {
  readonly plan: Plan;
  readonly environment: LocalEnvironment;
  readonly log: Log;
  readonly teardown: Teardown;
  readonly api: Listening;
  readonly aws: Listening;
  readonly state: DatabaseSync;
  readonly tables: Tables;
  readonly storage: ObjectStore;
  readonly functions: RunningFunctions;
  readonly identity: Identity;
  readonly dynamodb: string;
}

/** Connects what is up: from here on requests, streams and events flow. */
export function serve(parts: Parts): void {
  const { plan, log, teardown, api, aws, tables, storage, functions, identity } = parts;
  const events = createEventFlow({
    ...parts,
    destinations: storage,
    dynamodbEndpoint: parts.dynamodb,
    streams: tables.streams,
    isExpired: tables.isExpired,
    log: log.line,
  });
  teardown.add(events.stop);
  aws.serve(
    createAwsApi({
      functions,
      accept: events.invocations.accept,
      apis: {
        AWSEvents: createEventsApi(events.bus),
        AWSCognitoIdentityProviderService: (request, response) =>
          void answerCognito(identity, request, response),
      },
    }),
  );
  api.serve(withSignIn(createGateway(readGateway(plan), functions, log.line), identity));
  // Stopped first: what is already answered may flow on, nothing new comes in.
  teardown.add(api.stop);
  events.start();
}

function withSignIn(gateway: Gateway, identity: Identity): RequestListener {
  return (request, response) => {
    if (/^\/oidc(\/|\?|$)/.test(request.url ?? '')) identity.handle(request, response);
    else gateway(request, response);
  };
}
