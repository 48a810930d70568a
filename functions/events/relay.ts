import { Logger } from '@aws-lambda-powertools/logger';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { environments, readEnvironment } from '../runtime/env.ts';
import { createPublisher } from './publishing.ts';
import { createRelay } from './relaying.ts';

const env = readEnvironment(environments['event-relay']);
const publish = createPublisher({
  client: new EventBridgeClient({ maxAttempts: 3 }),
  busName: env.EVENT_BUS_NAME,
});

export const handler = createRelay({ publish, logger: new Logger() });
