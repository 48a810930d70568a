import type { Subject } from '../../shared/clients/timeline.ts';
import type { DictionaryName } from '../../shared/platform/dictionary.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';

/** Sort keys that begin with it are read when a card opens; other parts of the partition are read by themselves. */
export const CARD = 'card';

/** The partition of a card: everything about one client lies together, of whatever capability it is. */
export const cardPartition = (tenant: VerifiedTenant, { type, id }: Subject): string =>
  tenantPartition(tenant, type, id);

/**
 * Keys of what records of every capability refer to: users, teams and dictionary entries. They lie in small
 * partitions of their own, so that each list is one query.
 */
export const peoplePartition = (tenant: VerifiedTenant): string => tenantPartition(tenant, 'people');

/** A key as `RequestContext.inUse` holds it. */
export const inUseName = ({ pk, sk }: Key): string => `${pk} ${sk}`;

export const USERS = 'user#';
export const TEAMS = 'team#';

export const userKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: peoplePartition(tenant),
  sk: `${USERS}${id}`,
});

export const teamKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: peoplePartition(tenant),
  sk: `${TEAMS}${id}`,
});

export const dictionaryPartition = (tenant: VerifiedTenant, dictionary: DictionaryName): string =>
  tenantPartition(tenant, 'dictionary', dictionary);

export const dictionaryEntryKey = (tenant: VerifiedTenant, dictionary: DictionaryName, id: string): Key => ({
  pk: dictionaryPartition(tenant, dictionary),
  sk: id,
});
