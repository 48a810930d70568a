import * as z from 'zod';
import { normaliseEmail } from '../../shared/email.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { identitySchema, userInputSchema } from '../../shared/platform/people.ts';
import { newTenantFields, tenantSchema } from '../../shared/platform/tenant.ts';
import { FEED_SHARDS } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { tenantItem, tenantKey } from '../runtime/caller.ts';
import { Change, newId } from '../runtime/change.ts';
import { userKey } from '../runtime/references.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent } from '../runtime/versions.ts';
import type { Directory } from './directory.ts';
import { founded } from './founding.ts';
import { userItem } from './people-item.ts';

/** What whoever runs the deployment hands over to make an organisation with its first administrator. */
export const provisionSchema = z.strictObject({
  /** Choose it to make a repeat harmless: the same id is the same organisation. */
  tenantId: ulidSchema.optional(),
  tenant: z.strictObject({
    ...newTenantFields,
    /** One for up to about 200,000 cards; four for the largest. Fixed for good. */
    feedShards: tenantSchema.shape.feedShards.default(FEED_SHARDS),
  }),
  admin: z.strictObject({
    email: userInputSchema.shape.email,
    name: userInputSchema.shape.name,
    language: userInputSchema.shape.language,
    identity: identitySchema.optional(),
  }),
});

export interface Provisioned {
  readonly tenantId: string;
  readonly userId: string;
}

export interface ProvisionDependencies {
  readonly table: Table;
  readonly directory: Directory;
  readonly now: () => Date;
}

/**
 * Makes an organisation: settings, first administrator, dictionaries, with their events, in one transaction.
 *
 * @throws KartotekaError `email.*` for an address that is none; `tenant.exists` for an id that another administrator has;
 * `email.unverified` where the address has a login whose owner is not proved; `identity.required` where logins are another
 * provider's and no identity is named
 */
export function createProvision(deps: ProvisionDependencies) {
  return async (input: unknown, correlationId: string): Promise<Provisioned> => {
    const request = provisionSchema.parse(input);
    const email = normaliseEmail(request.admin.email);
    if ('error' in email) throw new KartotekaError('invalid', email.error, email.message);
    const at = deps.now();
    const tenantId = request.tenantId ?? newId(at);
    return onCurrent(() => provision(deps, request, { tenantId, email: email.email, at, correlationId }));
  };
}

interface Wanted {
  readonly tenantId: string;
  readonly email: string;
  readonly at: Date;
  readonly correlationId: string;
}

async function provision(
  { table, directory }: ProvisionDependencies,
  request: z.output<typeof provisionSchema>,
  { tenantId, email, at, correlationId }: Wanted,
): Promise<Provisioned> {
  const known = await findProvisioned(table, tenantId);
  if (known) return known.email === email ? known.made : refuseTaken();
  const { name, language } = request.admin;
  const identity = request.admin.identity ?? (await directory.identityOf(email, name)) ?? refuseUnnamed();
  const { tenant, userId, writes } = founded({
    tenantId,
    settings: request.tenant,
    founder: { email, name, identity, ...(language === undefined ? {} : { language }) },
    now: at,
  });
  const change = new Change({ caller: { tenant, userId }, now: at, correlationId });
  writes(change);
  await change.commit(table, { status: 201 });
  return { tenantId, userId };
}

const refuseTaken = (): never => {
  throw new KartotekaError(
    'conflict',
    'tenant.exists',
    'There is an organisation of this id with another administrator.',
  );
};

const refuseUnnamed = (): never => {
  throw new KartotekaError(
    'invalid',
    'identity.required',
    'Logins are made by another provider here: name the identity ("issuer" and "subject") of the administrator.',
  );
};

/** The organisation of this id, with its first administrator, if it was made before. */
async function findProvisioned(
  table: Table,
  tenantId: string,
): Promise<{ made: Provisioned; email: string } | undefined> {
  const tenant = new VerifiedTenant(tenantId, 1);
  const item = await table.get(tenantKey(tenant), { consistent: true });
  if (!item) return undefined;
  const userId = readItem(tenantItem, item).data.createdBy;
  const admin = await table.get(userKey(tenant, userId), { consistent: true });
  if (!admin) throw new Error(`Tenant ${tenantId} has lost its first administrator.`);
  return { made: { tenantId, userId }, email: readItem(userItem, admin).data.email };
}
