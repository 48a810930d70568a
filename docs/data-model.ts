import { ACCESS_PATTERNS } from '../functions/access-patterns.ts';
import { TOMBSTONE_SECONDS } from '../functions/clients/company-store.ts';
import { ITEM_KINDS } from '../functions/item-kinds.ts';
import type { AccessPattern } from '../functions/runtime/access-pattern.ts';
import { MAX_BODY_BYTES } from '../functions/runtime/body.ts';
import { EVENT_SECONDS, EVENT_SHARDS, IDEMPOTENCY_SECONDS } from '../functions/runtime/change.ts';
import { MAX_TRANSACTION_ITEMS } from '../functions/runtime/table/table.ts';
import { tableOf } from '../infra/documents/markdown.ts';
import { MAX_CHANNELS } from '../shared/clients/company.ts';
import { MAX_LINKS } from '../shared/clients/contact.ts';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENTS, UPLOAD_SECONDS } from '../shared/documents/document.ts';
import { INVITATION_DAYS } from '../shared/platform/invitation.ts';
import { MAX_TEAMS_OF_USER } from '../shared/platform/people.ts';
import { MAX_FOUNDED } from '../shared/platform/tenant.ts';
import { DUE_SHARDS, TABLE } from '../shared/table.ts';

/** On-demand prices in eu-central-1, USD for a million request units, as remembered: not compared with AWS's price page yet. */
const USD_PER_MILLION = { reads: 0.1525, writes: 0.7625 };

/** What a million uses of so many capacity units cost, in US dollars. */
export const usdPerMillion = ({ reads, writes }: Pick<AccessPattern, 'reads' | 'writes'>): number =>
  reads * USD_PER_MILLION.reads + writes * USD_PER_MILLION.writes;

const requestsOf = ({ requests }: AccessPattern): string =>
  requests.map((request) => `\`${request}\``).join('<br>');

const DAY_SECONDS = 86_400;

/** Bounds that shape the data, each from the code that keeps it. */
const limits = (): string[][] => [
  ['items of a transaction', String(MAX_TRANSACTION_ITEMS), "AWS's limit"],
  ['size of an item', '400 KB', "AWS's limit"],
  ['body of a request', `${MAX_BODY_BYTES / 1_048_576} MB`, '413 beyond it'],
  ['phones, and e-mails, of a record', String(MAX_CHANNELS), 'each is a lookup in the transaction'],
  ['places of a person', String(MAX_LINKS), 'a change of the person refreshes each in one transaction'],
  ['documents of a card', String(MAX_DOCUMENTS), 'one client must not take the whole store'],
  [
    'size of a document',
    `${MAX_DOCUMENT_BYTES / 1_048_576} MB`,
    'the address to send it to takes nothing else',
  ],
  ['an announced document is kept', `${UPLOAD_SECONDS / 3600} hours`, 'unless it is completed'],
  ['teams of a user', String(MAX_TEAMS_OF_USER), 'read with each caller'],
  ['organisations that one identity founds', String(MAX_FOUNDED), 'by signing up, where it is open'],
  ['an invitation can be accepted', `${INVITATION_DAYS} days`, 'as long as the temporary password lasts'],
  [
    'a deleted record can be restored',
    `${TOMBSTONE_SECONDS / DAY_SECONDS} days`,
    'then its partition is purged',
  ],
  ['an event item is kept', `${EVENT_SECONDS / DAY_SECONDS} days`, 'for `replay`'],
  ['partitions of the events of a day', String(EVENT_SHARDS), "one tenant's import meets no hot key"],
  ['an answer is repeated', `${IDEMPOTENCY_SECONDS / 3600} hours`, 'to the same Idempotency-Key'],
];

/** `docs/data-model.md`: the key spaces, the kinds of items, the indexes and what each use costs. */
export function dataModelDocument(): string {
  return [
    '# The data model\n\nGenerated from the code by `npm run docs`; do not edit.',
    'One table, on demand, with a stream and point-in-time recovery. `T` stands for `T#<tenant>`: every such key is built from a ' +
      'verified tenant only. `G#...` is the listed global space. A card is an item collection: what is read together lies ' +
      'together. Every write is one transaction: the record under its version, its lookups, the timeline entry, the ' +
      'event from which the stream publishes, and the idempotency record where the caller sent a key.',
    '## Key spaces',
    tableOf(
      ['space', 'keys', 'who can build them'],
      [
        [
          'of a tenant',
          '`T#<tenant>#<part>#...`',
          'only code that has a tenant proved by a verified caller or by a stored record',
        ],
        [
          'global',
          '`G#identity#...`, `G#invitation#...`, `G#founding#...`, `G#idempotency#...`, `G#rate-limit#...`, `G#signing-keys`, `G#due#<shard>`',
          'the listed functions of `shared/table.ts`',
        ],
      ],
    ),
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
    '## Limits',
    tableOf(['what', 'at most', 'why'], limits()),
    '## What each use costs',
    'Exact requests and capacity units, held by a test on the engine (`functions/access-patterns.test.ts`); a unit more fails it. ' +
      'Reads are eventually consistent unless they say otherwise. USD are for a million uses in eu-central-1, at prices that nobody has compared with AWS’s price page yet.',
    ...Object.entries(ACCESS_PATTERNS).map(([capability, patterns]) => costs(capability, patterns)),
  ].join('\n\n');
}

function costs(capability: string, patterns: readonly AccessPattern[]): string {
  const rows = patterns.map((pattern) => [
    pattern.use,
    pattern.routes.map((route) => `\`${route}\``).join(', '),
    requestsOf(pattern),
    String(pattern.reads),
    String(pattern.writes),
    usdPerMillion(pattern).toFixed(2),
  ]);
  const head = ['use', 'route', 'requests', 'read units', 'write units', 'USD a million'];
  return `### ${capability}\n\n${tableOf(head, rows)}`;
}
