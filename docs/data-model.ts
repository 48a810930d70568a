import { ACCESS_PATTERNS, type AccessPattern } from '../functions/access-patterns.ts';
import { ITEM_KINDS } from '../functions/item-kinds.ts';
import { tableOf } from '../infra/documents/markdown.ts';
import { DUE_SHARDS, TABLE } from '../shared/table.ts';

/** On-demand prices in eu-central-1, USD for a million request units (aws.amazon.com/dynamodb/pricing/on-demand, November 2026). */
const USD_PER_MILLION = { reads: 0.1525, writes: 0.7625 };

const usd = ({ reads, writes }: AccessPattern): string =>
  (reads * USD_PER_MILLION.reads + writes * USD_PER_MILLION.writes).toFixed(2);

const requestsOf = ({ requests }: AccessPattern): string =>
  Object.entries(requests)
    .map(([operation, count]) => (count === 1 ? operation : `${count} ${operation}`))
    .join(', ');

/** `docs/data-model.md`: the key spaces, the kinds of items, the indexes and what each use costs. */
export function dataModelDocument(): string {
  return [
    '# The data model\n\nGenerated from the code by `npm run docs`; do not edit.',
    'One table, on demand, with a stream and point-in-time recovery. `T` stands for `T#<tenant>`: every such key is built from a ' +
      'verified tenant only. `G#...` is the listed global space. A card is an item collection: what is read together lies ' +
      'together. Every write is one transaction: the record under its version, its lookups, the timeline entry, the ' +
      'event from which the stream publishes, and the idempotency record where the caller sent a key.',
    '## Kinds of items',
    tableOf(
      ['kind', 'schema', 'partition key', 'sort key', 'what it is'],
      ITEM_KINDS.map(({ item, partition, sort, note }) => [
        `\`${item.kind}\``,
        String(item.schema),
        `\`${partition}\``,
        `\`${sort}\``,
        note,
      ]),
    ),
    'Stored shapes are in `docs/stored-shapes/`. A change of one takes a new schema version and an upgrade function.',
    '## Indexes',
    tableOf(
      ['index', 'partition key', 'sort key', 'why'],
      Object.entries(TABLE.indexes).map(([name, { partitionKey, sortKey, reason }]) => [
        `\`${name}\``,
        `\`${partitionKey}\``,
        `\`${sortKey}\``,
        reason,
      ]),
    ),
    `\`due\` has ${DUE_SHARDS} shards; \`feed\` as many as the tenant was made with.`,
    '## What each use costs',
    'Exact requests and capacity units, held by a test on the engine (`functions/access-patterns.test.ts`); a unit more fails it. ' +
      'Reads are eventually consistent unless a change starts from them. USD are for a million uses at list prices of eu-central-1.',
    tableOf(
      ['use', 'capability', 'requests', 'read units', 'write units', 'USD a million', 'keys'],
      ACCESS_PATTERNS.map((pattern: AccessPattern) => [
        pattern.use,
        pattern.capability,
        requestsOf(pattern),
        String(pattern.reads),
        String(pattern.writes),
        usd(pattern),
        pattern.keys,
      ]),
    ),
  ].join('\n\n');
}
