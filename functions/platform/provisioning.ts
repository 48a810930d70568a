import * as z from 'zod';
import { dictionaryEntryCreatedV1 } from '../../events/dictionary-entry-created.v1.ts';
import { tenantCreatedV1 } from '../../events/tenant-created.v1.ts';
import { userCreatedV1 } from '../../events/user-created.v1.ts';
import { normaliseEmail } from '../../shared/email.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { dictionaryNameSchema } from '../../shared/platform/dictionary.ts';
import { identitySchema, type User, userInputSchema } from '../../shared/platform/people.ts';
import { type Tenant, tenantSchema } from '../../shared/platform/tenant.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { tenantItem, tenantKey } from '../runtime/caller.ts';
import { Change, newId } from '../runtime/change.ts';
import { dictionaryEntryKey, userKey } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, stale } from '../runtime/versions.ts';
import { DEFAULT_ENTRIES } from './default-dictionaries.ts';
import { newEntry } from './dictionaries.ts';
import { dictionaryEntryItem } from './dictionary-item.ts';
import type { Directory } from './directory.ts';
import { adminCountItem, adminCountKey, userItem } from './people-item.ts';
import { newUserWrites } from './user-writes.ts';

const settings = tenantSchema.shape;

/** What whoever runs the deployment hands over to make an organisation with its first administrator. */
export const provisionSchema = z.strictObject({
  /** Choose it to make a repeat harmless: the same id is the same organisation. */
  tenantId: ulidSchema.optional(),
  tenant: z.strictObject({
    name: settings.name,
    country: settings.country.default('RU'),
    currency: settings.currency.default('RUB'),
    zone: settings.zone.default('Europe/Moscow'),
    language: settings.language.default('ru'),
    visibility: settings.visibility.default('all'),
    /** One for up to about 200,000 cards; four for the largest. Fixed for good. */
    feedShards: settings.feedShards.default(1),
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
 * @throws KartotekaError `email.*` for an address that is none; `tenant.exists` for an id that another administrator has
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
  const identity = request.admin.identity ?? (await directory.identityOf(email, request.admin.name));
  const userId = newId(at);
  const stamp = {
    createdAt: at.toISOString(),
    createdBy: userId,
    updatedAt: at.toISOString(),
    updatedBy: userId,
  };
  const tenant: Tenant = { ...request.tenant, id: tenantId, ...stamp };
  const { language } = request.admin;
  const user: User = {
    name: request.admin.name,
    email,
    identity,
    role: 'admin',
    teamIds: [],
    active: true,
    ...(language === undefined ? {} : { language }),
    id: userId,
    ...stamp,
  };
  await write(table, contextOf(tenant, userId, at, correlationId), tenant, user);
  return { tenantId, userId };
}

const refuseTaken = (): never => {
  throw new KartotekaError(
    'conflict',
    'tenant.exists',
    'There is an organisation of this id with another administrator.',
  );
};

const contextOf = (tenant: Tenant, userId: string, now: Date, correlationId: string): RequestContext => ({
  caller: {
    tenant: new VerifiedTenant(tenant.id, tenant.feedShards),
    settings: tenant,
    userId,
    role: 'admin',
    teamIds: [],
    visibility: tenant.visibility,
  },
  now,
  correlationId,
});

async function write(table: Table, context: RequestContext, tenant: Tenant, admin: User): Promise<void> {
  const { caller, now } = context;
  const change = new Change(context)
    .add({
      op: 'put',
      item: writeItem(tenantItem, tenantKey(caller.tenant), tenant, { version: 1 }),
      condition: { absent: true },
      // Somebody else made it meanwhile: what they made is looked at anew.
      refused: stale,
    })
    .add({ op: 'put', item: writeItem(adminCountItem, adminCountKey(caller.tenant), { count: 1 }) })
    .add(...newUserWrites(caller.tenant, admin))
    .event(tenantCreatedV1, { version: 1 })
    .event(userCreatedV1, { userId: admin.id, version: 1 });
  for (const dictionary of dictionaryNameSchema.options) {
    for (const [order, [id, ru, en]] of DEFAULT_ENTRIES[dictionary].entries()) {
      const entry = newEntry(
        dictionary,
        { id, labels: { ru, en }, order, active: true },
        { userId: admin.id, now },
      );
      const key = dictionaryEntryKey(caller.tenant, dictionary, id);
      change
        .add({ op: 'put', item: writeItem(dictionaryEntryItem, key, entry, { version: 1 }) })
        .event(dictionaryEntryCreatedV1, { dictionary, entryId: id, version: 1 });
    }
  }
  await change.commit(table, { status: 201 });
}

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
