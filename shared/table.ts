/**
 * The one table as data: its keys, its indexes and the two key spaces. The CDK app, the local runtime,
 * the data-model document and every entity derive from this file, so that none of them can disagree.
 */

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

/**
 * A tenant proved by a verified caller, a verified token, or the system's own stored record.
 * Only `mintVerifiedTenant` makes one, and an import rule names the few files that may call it:
 * so no code path can build a tenant key from something a client merely sent.
 */
export class VerifiedTenant {
  readonly id: string;
  /** How many shards this tenant's `feed` is spread over; stored with the tenant. */
  readonly feedShards: number;
  readonly #proof: 'minted';

  private constructor(id: string, feedShards: number) {
    this.id = id;
    this.feedShards = feedShards;
    this.#proof = 'minted';
  }

  /** @internal Reached through `mintVerifiedTenant` only. */
  static [Symbol.for('kartoteka.mint')](id: string, feedShards: number): VerifiedTenant {
    return new VerifiedTenant(id, feedShards);
  }

  /** Whether a value really was minted: a structural look-alike has no private proof. */
  static isMinted(value: unknown): value is VerifiedTenant {
    return value instanceof VerifiedTenant && value.#proof === 'minted';
  }
}

/** Partition key inside a tenant's space: `T#<tenant>#<part>#<part>...`. */
export function tenantPartition(tenant: VerifiedTenant, ...parts: readonly string[]): string {
  if (!VerifiedTenant.isMinted(tenant)) throw new TypeError('A tenant key needs a verified tenant.');
  return ['T', tenant.id, ...parts].join('#');
}

/** The listed global partitions: nothing else may live outside a tenant's space. */
export const globalPartition = {
  /** Memberships of one identity; `identityHash` is the SHA-256 of issuer and subject. */
  identity: (identityHash: string): string => `G#identity#${identityHash}`,
  /** Signing keys of cursors and tokens. */
  signingKeys: (): string => 'G#signing-keys',
  /** What is due, by shard: the partition key of the `due` index. */
  due: (shard: number): string => `G#due#${shard}`,
} as const;

/** Number of shards of the `due` index: 1,000 writes a second each, by AWS's limit per partition. */
export const DUE_SHARDS = 4;

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
