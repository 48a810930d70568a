import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DUE_SHARDS,
  FEED_SHARDS,
  feedKey,
  globalPartition,
  shardOf,
  TABLE,
  tenantPartition,
} from './table.ts';
import { createUlidFactory, ulidRange } from './ulid.ts';
import { VerifiedTenant } from './verified-tenant.ts';

const ulids = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).chain((date) =>
  fc
    .array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 16, maxLength: 16 })
    .map((chances) => {
      let drawn = 0;
      return createUlidFactory({
        now: () => date.getTime(),
        random: () => chances[drawn++ % chances.length] ?? 0,
      })();
    }),
);

describe('VerifiedTenant', () => {
  const id = '01KAT0PK00TENANT0000000000';

  it('is told from what only looks like it', () => {
    const tenant = new VerifiedTenant(id, 1);
    expect(VerifiedTenant.is(tenant)).toBe(true);
    const alike = { id, feedShards: 1 };
    for (const other of [
      alike,
      { ...tenant },
      Object.assign(Object.create(VerifiedTenant.prototype), alike),
      JSON.parse(JSON.stringify(tenant)),
      structuredClone(tenant),
      id,
      null,
      undefined,
    ]) {
      expect(VerifiedTenant.is(other)).toBe(false);
      expect(() => tenantPartition(other as VerifiedTenant, 'company', 'x')).toThrow(TypeError);
    }
  });

  it.each([
    '',
    'x',
    `${id}0`,
    id.toLowerCase(),
    `${id.slice(0, 25)}#`,
    `${id.slice(0, 25)}U`,
    ` ${id}`,
    `${id}\n`,
  ])('is not made of %j', (wrong) => {
    expect(() => new VerifiedTenant(wrong, 1)).toThrow(TypeError);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no %s shards', (shards) => {
    expect(() => new VerifiedTenant(id, shards)).toThrow(TypeError);
  });
});

describe('tenantPartition', () => {
  it('never gives one key to two tenants, whatever the parts', () => {
    const parts = fc.array(fc.oneof(fc.string(), fc.constantFrom('#', 'T', 'company'), ulids));
    fc.assert(
      fc.property(ulids, ulids, parts, parts, (one, other, mine, theirs) => {
        fc.pre(one !== other);
        const key = tenantPartition(new VerifiedTenant(one, 1), ...mine);
        const foreign = tenantPartition(new VerifiedTenant(other, 1), ...theirs);
        expect(key).not.toBe(foreign);
        expect(key.startsWith(`T#${one}`)).toBe(true);
        expect(foreign.startsWith(`T#${one}`)).toBe(false);
      }),
    );
  });

  it('never meets the global space', () => {
    fc.assert(
      fc.property(ulids, fc.string(), (id, text) => {
        const key = tenantPartition(new VerifiedTenant(id, 1), text);
        const globals = [
          globalPartition.identity(text),
          globalPartition.rateLimit(text),
          globalPartition.signingKeys(),
          globalPartition.due(1),
        ];
        expect(globals).not.toContain(key);
        for (const global of globals) expect(global.startsWith('G#')).toBe(true);
      }),
    );
  });
});

describe('shardOf', () => {
  it('gives an id the same shard for ever', () => {
    // FNV-1a, 32 bit, of these texts: 0x811c9dc5, 0xe40c292c and 0xbf9cf968, by the authors' own tables.
    expect([shardOf('', 1_000), shardOf('a', 1_000), shardOf('foobar', 1_000)]).toEqual([
      0x811c9dc5 % 1_000,
      0xe40c292c % 1_000,
      0xbf9cf968 % 1_000,
    ]);
  });

  it('is a whole number from 0 to below the count', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (id, shards) => {
        const shard = shardOf(id, shards);
        expect(Number.isInteger(shard) && shard >= 0 && shard < shards).toBe(true);
        expect(shardOf(id, shards)).toBe(shard);
      }),
    );
  });

  it.each([2, 4, 8, 64])('spreads ids made one after another evenly over %i shards', (shards) => {
    const next = createUlidFactory({ now: () => 1_700_000_000_000, random: () => 0.5 });
    const drawn = shards * 500;
    const sizes = new Array<number>(shards).fill(0);
    for (let made = 0; made < drawn; made += 1) {
      const shard = shardOf(next(), shards);
      sizes[shard] = (sizes[shard] ?? 0) + 1;
    }
    expect(Math.min(...sizes)).toBeGreaterThan(500 * 0.7);
    expect(Math.max(...sizes)).toBeLessThan(500 * 1.3);
  });
});

describe('the feed', () => {
  it('keeps a record on one shard of its tenant, sorted by time of change', () => {
    const tenant = new VerifiedTenant('01KAT0PK00TENANT0000000000', 4);
    const id = '01KAT0PK00C0MPANY000000000';
    const first = feedKey(tenant, { at: '2026-11-23T09:30:00.000Z', kind: 'company', id });
    const second = feedKey(tenant, { at: '2026-11-23T09:30:00.001Z', kind: 'company', id });
    expect(first).toEqual({
      feedPk: `T#01KAT0PK00TENANT0000000000#feed#${shardOf(id, 4)}`,
      feedSk: `2026-11-23T09:30:00.000Z#company#${id}`,
    });
    expect(second.feedPk).toBe(first.feedPk);
    expect(second.feedSk > first.feedSk).toBe(true);
  });
});

describe('the table', () => {
  it('has at most three indexes, each with keys of its own and a reason', () => {
    const indexes = Object.values(TABLE.indexes);
    expect(indexes.length).toBeLessThanOrEqual(3);
    const names = [TABLE, ...indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
    expect(new Set(names).size).toBe(names.length);
    for (const { reason } of indexes) expect(reason).not.toBe('');
    expect(DUE_SHARDS).toBeGreaterThan(0);
  });

  it('finds all ids of a period between its bounds', () => {
    const at = new Date('2026-11-23T09:30:00.000Z');
    const { min, max } = ulidRange(at, at);
    const id = createUlidFactory({ now: () => at.getTime() })();
    expect(min <= id && id <= max).toBe(true);
  });
});

describe('the shards of a feed', () => {
  const even = (ids: readonly string[], shards: number): number => {
    const counts = Array.from({ length: shards }, () => 0);
    for (const id of ids) counts[shardOf(id, shards)] = (counts[shardOf(id, shards)] ?? 0) + 1;
    const expected = ids.length / shards;
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  };
  /** Chi-square that one in a thousand even spreads exceeds, by degrees of freedom. */
  const BOUNDS: Readonly<Record<number, number>> = { 2: 10.83, 4: 16.27, 8: 24.32, 64: 103.44 };

  it.each([2, 4, 8, 64])(
    'of %i take even parts of ids that are made in a row, as an import makes them',
    (shards) => {
      let seed = 7;
      const random = (): number => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return seed / 2 ** 32;
      };
      const next = createUlidFactory({ now: () => 1_790_000_000_000, random });
      const ids = Array.from({ length: 20_000 }, () => next());
      expect(even(ids, shards)).toBeLessThan(BOUNDS[shards] ?? 0);
    },
  );

  it('keep a record on one of them', () => {
    const tenant = new VerifiedTenant('01KAT0PK00TENANT0000000000', FEED_SHARDS);
    const at = (instant: string) =>
      feedKey(tenant, { at: instant, kind: 'company', id: '01KA8H1MKC98D6SFHVKP0HEGN9' });
    expect(at('2026-01-01T00:00:00.000Z').feedPk).toBe(at('2026-06-01T00:00:00.000Z').feedPk);
  });
});
