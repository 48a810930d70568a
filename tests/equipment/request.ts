import type { RequestContext } from '../../functions/runtime/request.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { createUlidFactory } from '../../shared/ulid.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';

const next = createUlidFactory();

/** A new tenant that nothing is stored about, for tests below the services. */
export const someTenant = (feedShards = 1): VerifiedTenant => new VerifiedTenant(next(), feedShards);

/** A request of somebody who is an admin of a tenant. */
export function someRequest(
  tenant: VerifiedTenant = someTenant(),
  changes: Partial<Omit<RequestContext, 'caller'>> & { readonly userId?: string } = {},
): RequestContext {
  const { userId = next(), ...request } = changes;
  return {
    caller: {
      tenant,
      settings: {
        name: 'Ромашка',
        country: 'RU',
        currency: 'RUB',
        zone: 'Europe/Moscow',
        language: 'ru',
      },
      userId,
      role: 'admin',
      teamIds: [],
      visibility: 'all',
    },
    now: new Date(),
    correlationId: 'test',
    ...request,
  };
}

/** The coded error that some work ends in; other errors come through as they are. */
export const refusalOf = (work: Promise<unknown>): Promise<KartotekaError> =>
  work.then(
    () => Promise.reject(new Error('It went through.')),
    (error: unknown) => (error instanceof KartotekaError ? error : Promise.reject(error)),
  );
