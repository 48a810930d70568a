import type { EventEmitter } from 'node:events';
import { createAccounts } from './accounts.ts';
import { createCognito } from './cognito.ts';
import type { Identity, IdentityOptions } from './contract.ts';
import { createInteraction } from './interaction.ts';
import { createInvitations } from './invitations.ts';
import { createLockout } from './lockout.ts';
import { DEFAULT_POLICY } from './password.ts';
import { createProvider } from './provider.ts';
import { browserOrigins, formTargets, startAddress } from './provider-settings.ts';
import { createRecords } from './records.ts';
import { createRegistration } from './registration.ts';
import { createRouter } from './router.ts';
import { loadSecrets } from './secrets.ts';
import { createSignInCheck } from './sign-in-check.ts';

const SWEEP_MS = 10 * 60 * 1000;

/**
 * The identity provider of one machine: OpenID Connect below `/oidc` and the admin calls of its user pool.
 * Everything it must remember is in the state, so sessions and refresh tokens live over a restart.
 */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { state, clients, now = Date.now } = options;
  const issuer = new URL(options.issuer);
  const policy = options.passwordPolicy ?? DEFAULT_POLICY;
  const secrets = await loadSecrets(state, clients);
  const accounts = createAccounts({ state, now });
  const records = createRecords(state);
  const invitations = createInvitations({ ...options, signInUrl: `${options.issuer}/start` });
  const check = createSignInCheck({ accounts, invitations, policy, now, lockout: createLockout({ now }) });
  const provider = createProvider({ options, accounts, records, secrets });
  const registration = options.selfRegistration
    ? createRegistration({ accounts, invitations, policy, now })
    : undefined;
  const interaction = createInteraction({
    provider,
    accounts,
    check,
    registration,
    policy,
    now,
    formTargets: formTargets(clients),
    origin: issuer.origin,
  });
  const { clientSecrets } = secrets;
  const cognito = createCognito({ options, accounts, invitations, records, policy, clientSecrets });

  const logFailure = (error: unknown): void => options.log(describeFailure(error));
  provider.on('server_error', (_ctx, error) => logFailure(error));
  // Without a listener the web framework below prints to the console; the provider's types know its own events only.
  const emitter: EventEmitter = provider;
  emitter.on('error', logFailure);
  records.sweep();
  const sweeping = setInterval(records.sweep, SWEEP_MS).unref();

  const router = createRouter({
    issuer,
    interaction,
    provide: provider.callback(),
    origins: browserOrigins(clients),
    demoEmails: accounts.demoEmails,
    start: () => startAddress(options.issuer, clients),
  });
  return {
    issuer: options.issuer,
    jwks: secrets.publicKeys,
    handle: (request, response) => {
      router(request, response).catch((error: unknown) => {
        logFailure(error);
        if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
        response.end('The sign-in service failed; the log says why.\n');
      });
    },
    cognito,
    clientSecret: (clientId) => clientSecrets.get(clientId),
    stop: () => clearInterval(sweeping),
  };
}

function describeFailure(error: unknown): string {
  return `Sign-in failed inside: ${error instanceof Error ? error.stack : String(error)}`;
}
