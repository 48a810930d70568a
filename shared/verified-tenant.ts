/**
 * A tenant proved by a verified caller, a verified token, or the system's own stored record.
 *
 * An import rule (see `.dependency-cruiser.mjs`) names the few files that may import this module; all others
 * know the type only. So no code path can build a tenant key from something a client merely sent.
 */
export class VerifiedTenant {
  readonly id: string;
  /** How many shards this tenant's `feed` index is spread over; stored with the tenant. */
  readonly feedShards: number;
  /** Makes a structural look-alike fail both the type checker and `isVerifiedTenant`. */
  readonly #minted = true;

  constructor(id: string, feedShards: number) {
    if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) throw new TypeError('A tenant id is a ULID.');
    if (!Number.isInteger(feedShards) || feedShards < 1)
      throw new TypeError('A tenant has one feed shard or more.');
    this.id = id;
    this.feedShards = feedShards;
  }

  /** Whether a value was made by this class and by nothing that looks like it. */
  static is(value: unknown): value is VerifiedTenant {
    return typeof value === 'object' && value !== null && #minted in value;
  }
}
