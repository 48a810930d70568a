import { dictionaryEntryCreatedV1 } from '../../events/dictionary-entry-created.v1.ts';
import { tenantCreatedV1 } from '../../events/tenant-created.v1.ts';
import { userCreatedV1 } from '../../events/user-created.v1.ts';
import { dictionaryNameSchema } from '../../shared/platform/dictionary.ts';
import type { Identity, User } from '../../shared/platform/people.ts';
import type { Tenant } from '../../shared/platform/tenant.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { tenantItem, tenantKey } from '../runtime/caller.ts';
import { type Change, newId } from '../runtime/change.ts';
import { dictionaryEntryKey } from '../runtime/references.ts';
import { writeItem } from '../runtime/table/item.ts';
import { stale } from '../runtime/versions.ts';
import { DEFAULT_ENTRIES } from './default-dictionaries.ts';
import { newEntry } from './dictionaries.ts';
import { dictionaryEntryItem } from './dictionary-item.ts';
import { adminCountItem, adminCountKey } from './people-item.ts';
import { type Member, newMembershipWrite, newUserWrites } from './user-writes.ts';

export interface Founding {
  readonly tenantId: string;
  readonly settings: Omit<Tenant, 'id' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt'>;
  readonly founder: Pick<User, 'email' | 'name' | 'language'> & { readonly identity: Identity };
  readonly now: Date;
}

export interface Founded {
  readonly tenant: VerifiedTenant;
  readonly userId: string;
  /** Adds all that an organisation begins with: settings, first administrator, dictionaries, with their events. */
  writes(change: Change): void;
}

/** A new organisation whose founder is its first administrator. The id is one of ours, or the operator's: of no client. */
export function founded({ tenantId, settings, founder, now }: Founding): Founded {
  const userId = newId(now);
  const at = now.toISOString();
  const stamp = { createdAt: at, createdBy: userId, updatedAt: at, updatedBy: userId };
  const tenant = new VerifiedTenant(tenantId, settings.feedShards);
  const admin: Member = {
    ...founder,
    role: 'admin',
    teamIds: [],
    active: true,
    joinedAt: at,
    id: userId,
    ...stamp,
  };
  return {
    tenant,
    userId,
    writes: (change) => {
      addOrganisation(change, tenant, { ...settings, id: tenantId, ...stamp });
      addAdmin(change, tenant, admin);
      addDictionaries(change, tenant, { userId, now });
    },
  };
}

function addOrganisation(change: Change, tenant: VerifiedTenant, data: Tenant): void {
  change
    .add({
      op: 'put',
      item: writeItem(tenantItem, tenantKey(tenant), data, { version: 1 }),
      condition: { absent: true },
      // Somebody else made it meanwhile: what they made is looked at anew.
      refused: stale,
    })
    .event(tenantCreatedV1, { version: 1 });
}

function addAdmin(change: Change, tenant: VerifiedTenant, admin: Member): void {
  change
    .add({ op: 'put', item: writeItem(adminCountItem, adminCountKey(tenant), { count: 1 }) })
    .add(...newUserWrites(tenant, admin), newMembershipWrite(tenant, admin, 1))
    .event(userCreatedV1, { userId: admin.id, version: 1 });
}

function addDictionaries(
  change: Change,
  tenant: VerifiedTenant,
  by: { readonly userId: string; readonly now: Date },
): void {
  for (const dictionary of dictionaryNameSchema.options) {
    for (const [order, [id, ru, en]] of DEFAULT_ENTRIES[dictionary].entries()) {
      const entry = newEntry(dictionary, { id, labels: { ru, en }, order, active: true }, by);
      const key = dictionaryEntryKey(tenant, dictionary, id);
      change
        .add({ op: 'put', item: writeItem(dictionaryEntryItem, key, entry, { version: 1 }) })
        .event(dictionaryEntryCreatedV1, { dictionary, entryId: id, version: 1 });
    }
  }
}
