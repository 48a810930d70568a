import type { App } from 'aws-cdk-lib';
import type { FunctionName } from '../functions/runtime/env.ts';
import type { Config } from './config.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { EventsStack } from './stacks/events.ts';

/** What every stack is built with. */
export interface Installation {
  readonly config: Config;
  /** Folder that holds `index.mjs` of a function. */
  readonly bundleOf: (name: FunctionName) => string;
}

export interface Stacks {
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly events: EventsStack;
}

/** All stacks of one installation: what holds data apart from what can be made anew. */
export function createStacks(app: App, installation: Installation): Stacks {
  const { config } = installation;
  const data = new DataStack(app, installation);
  const { userPool, webClient, machineClient } = data.signIn;
  const ownClients = [webClient, machineClient].filter((client) => client !== undefined);
  const api = new ApiStack(app, {
    installation,
    data,
    issuer: config['oidc-issuer'] ?? userPool.userPoolProviderUrl,
    audience: config['oidc-audience'] ?? ownClients.map((client) => client.userPoolClientId),
  });
  const events = new EventsStack(app, { installation, data, names: api.names });
  return { data, api, events };
}
