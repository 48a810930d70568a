import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { API } from '../shared/api.ts';
import { allRuns } from '../tests/capacity/all-runs.ts';
import { createFixture, type Fixture } from '../tests/capacity/fixture.ts';
import type { Runs } from '../tests/capacity/runs.ts';
import { connect } from '../tests/equipment/table.ts';
import { ACCESS_PATTERNS, type AccessPatternId } from './access-patterns.ts';
import { ITEM_KINDS } from './item-kinds.ts';
import { type AccessPattern, operationsOf } from './runtime/access-pattern.ts';

const patterns: readonly (AccessPattern & { readonly id: AccessPatternId })[] =
  Object.values(ACCESS_PATTERNS).flat();

let fixture: Fixture;
let runs: Runs<AccessPatternId>;

beforeAll(async () => {
  fixture = await createFixture(inject('dynamodbEndpoint'));
  runs = allRuns(fixture);
});

describe('each access pattern keeps its budget', () => {
  it.each(patterns.map((pattern) => [pattern.id, pattern] as const))('%s', async (id, pattern) => {
    const work = await runs[id]();
    const { reads, writes } = pattern;
    expect(await fixture.metered.measure(work)).toEqual({ requests: operationsOf(pattern), reads, writes });
  });
});

describe('the access patterns', () => {
  it('are one by one', () => {
    expect(new Set(patterns.map(({ id }) => id)).size).toBe(patterns.length);
    expect(Object.keys(runs).toSorted()).toEqual(patterns.map(({ id }) => id).toSorted());
  });

  it.each(Object.entries(API))('of %s cover each of its routes', (capability, routes) => {
    const covered = ACCESS_PATTERNS[capability as keyof typeof API].flatMap(({ routes: ids }) => [...ids]);
    expect([...new Set<string>(covered)].toSorted()).toEqual(Object.keys(routes).toSorted());
  });
});

/** What a key may be that is documented as `T#company#<id>, T#contact#<id>`. */
function keyPattern(documented: string): RegExp {
  const ways = documented
    .split(/, (?:or )?/)
    .map((way) => way.replace(/^T#(?!<tenant>)/, 'T#<tenant>#').replaceAll(/<[^>]+>/g, '[^#]+(#[^#]+)*?'));
  return new RegExp(`^(${ways.join('|')})$`);
}

describe('what the patterns leave in the table', () => {
  it('lies where the data model says, and is of every kind', async () => {
    const { bed } = fixture;
    const { Items: items = [] } = await connect(bed.endpoint).document.send(
      new ScanCommand({ TableName: bed.tableName, ProjectionExpression: 'pk, sk, kind' }),
    );
    for (const { item, partition, sort } of ITEM_KINDS) {
      const found = items.filter(({ kind }) => kind === item.kind);
      expect(found.length, item.kind).toBeGreaterThan(0);
      for (const { pk, sk } of found) {
        expect(pk, item.kind).toMatch(keyPattern(partition));
        expect(sk, item.kind).toMatch(keyPattern(sort));
      }
    }
    const listed = new Set(ITEM_KINDS.map(({ item }) => item.kind));
    expect(items.filter(({ kind }) => !listed.has(kind))).toEqual([]);
  });
});
