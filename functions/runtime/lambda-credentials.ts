import { type FromEnvInit, fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of the SDK's `@aws-sdk/credential-provider-node` in the bundles (see `infra/bundle.ts`): Lambda gives a
 * function its role's credentials in the environment and nowhere else, so the chain's other sources (profiles, single
 * sign-on, instance metadata ...) would be 95 KB that never run.
 * Source: Lambda developer guide, "Defined runtime environment variables".
 */
export const defaultProvider = (init?: FromEnvInit) => fromEnv(init);
