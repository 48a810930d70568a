/**
 * The one table as data: its keys, its indexes and the two key spaces. The CDK app, the local runtime,
 * the data-model document and every entity derive from this file, so that none of them can disagree.
 */

import { VerifiedTenant } from './verified-tenant.ts';

export type { VerifiedTenant };

/** Attribute names and indexes of the table. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'ttl',
  indexes: {
    due: {
      partitionKey: 'duePk',
      sortKey: 'dueSk',
      reason: 'sparse: what is due up to now, by shard, for the sweep that fires everything timed',
    },
    feed: {
      partitionKey: 'feedPk',
      sortKey: 'feedSk',
      reason: 'what changed since a watermark, by tenant and shard, for the columnar copy and the exchange',
    },
  },
} as const;

export type IndexName = keyof typeof TABLE.indexes;

/** Primary key of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Partition key inside a tenant's space: `T#<tenant>#<part>#<part>...`. */
export function tenantPartition(tenant: VerifiedTenant, ...parts: readonly string[]): string {
  if (!VerifiedTenant.is(tenant)) throw new TypeError('A tenant key needs a verified tenant.');
  return ['T', tenant.id, ...parts].join('#');
}

/** The listed global partitions: nothing else may live outside a tenant's space. */
export const globalPartition = {
  /** Memberships of one identity; `identityHash` is the SHA-256 of issuer and subject. */
  identity: (identityHash: string): string => `G#identity#${identityHash}`,
  /** Open invitations to one address or one identity; `inviteeHash` is the SHA-256 of either. */
  invitations: (inviteeHash: string): string => `G#invitation#${inviteeHash}`,
  /** Organisations that one identity has founded. */
  foundings: (identityHash: string): string => `G#founding#${identityHash}`,
  /** Stored answers to one identity, for requests that no organisation stands behind. */
  idempotency: (identityHash: string): string => `G#idempotency#${identityHash}`,
  /** How many requests one identity has made in a minute where no organisation stands behind them. */
  rateLimit: (identityHash: string): string => `G#rate-limit#${identityHash}`,
  /** Signing keys of cursors and tokens. */
  signingKeys: (): string => 'G#signing-keys',
  /** Organisations that ask questions. */
  searchTenants: (): string => 'G#search-tenants',
  /** What is due, by shard: the partition key of the `due` index. */
  due: (shard: number): string => `G#due#${shard}`,
} as const;

/** Number of shards of the `due` index: 1,000 writes a second each, by AWS's limit per partition. */
export const DUE_SHARDS = 4;

/** Shards of the feed of a new tenant: docs/adr/0023. The number of each tenant is its own record's. */
export const FEED_SHARDS = 4;

/** Partition and sort key of an item in the `feed` index. */
export function feedKey(
  tenant: VerifiedTenant,
  change: { readonly at: string; readonly kind: string; readonly id: string },
): { feedPk: string; feedSk: string } {
  return {
    feedPk: tenantPartition(tenant, 'feed', String(shardOf(change.id, tenant.feedShards))),
    feedSk: `${change.at}#${change.kind}#${change.id}`,
  };
}

/** Even, stable shard of an id (FNV-1a, 32 bit): the same id always lands on the same shard. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
