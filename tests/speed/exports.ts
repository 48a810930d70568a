/**
 * How long the worker of an export takes to read all entries of a made base and to write them as CSV, with what of it the query function
 * takes. Both run in this process; what Lambda and the bucket take on the way comes on top.
 *
 * `node tests/speed/exports.ts FOLDER [ENTRIES] [SEARCH]`: the base is made in the folder, and used again when it is there.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readList } from '../../functions/exports/reading-list.ts';
import { answer } from '../../functions/query/answering.ts';
import { openCopy } from '../../functions/query/copy.ts';
import { openTenant, type QueryDependencies } from '../../functions/query/opening.ts';
import { type Question, questionSchema } from '../../functions/query/question.ts';
import type { QueryClient } from '../../functions/query/service.ts';
import { saveSnapshot } from '../../functions/query/snapshot.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Column } from '../../shared/exports/column.ts';
import { exportInputSchema } from '../../shared/exports/export.ts';
import { writeCsv } from '../../shared/exports/writing-csv.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import { fillCopy } from '../bench/search/filling.ts';
import { createFolderFiles } from '../bench/search/folder-files.ts';
import { BASE_END, idOf, madeItems, SHARDS } from '../bench/search/made-items.ts';

const [folder = 'speed', entries = '1000000', search = '{}'] = process.argv.slice(2);
const tenant = new VerifiedTenant('01K0000000TENANT0000000000', SHARDS);
const files = createFolderFiles(folder);
const scratch = join(folder, 'scratch');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** What a search of entries shows, and their texts. */
const FIELDS = 'kind,occurredAt,actor,company,contact,channel,direction,topic,outcome,text'.split(',');

async function makeBase(): Promise<void> {
  const copy = await openCopy({ folder: scratch, memory: '12GB', threads: 2 });
  const size = Number(entries);
  await fillCopy(copy, madeItems({ companies: size / 10, contacts: size / 5, entries: size }));
  const watermarks = Array.from({ length: SHARDS }, () => `${new Date(BASE_END).toISOString()}#`);
  const place = { files, tenantId: tenant.id, folder: scratch };
  await saveSnapshot(copy, place, { watermarks, at: new Date(BASE_END) });
  copy.close();
}

mkdirSync(scratch, { recursive: true });
if (!existsSync(join(folder, 'snapshots'))) await makeBase();
const deps: QueryDependencies = {
  // Nothing has changed since.
  table: { query: async () => ({ items: [] }) } as unknown as QueryDependencies['table'],
  files,
  environmentsPerTenant: 1,
  logger: quiet,
  // As the query function has them.
  limits: { folder: scratch, memory: '2500MB', threads: 2 },
};
const opened = await openTenant(deps, tenant);
const asked = new Map<string, { questions: number; seconds: number }>();

const query = {
  tell: async () => undefined,
  ask: async (_: VerifiedTenant, question: Question) => {
    const began = performance.now();
    const parsed = questionSchema.parse(JSON.parse(JSON.stringify(question)));
    if (parsed.kind === 'snapshot' || parsed.kind === 'thaw') throw new Error('No question.');
    const told: unknown = JSON.parse(JSON.stringify(await answer(opened, parsed, tenant)));
    const { questions, seconds } = asked.get(parsed.kind) ?? { questions: 0, seconds: 0 };
    const took = (performance.now() - began) / 1000;
    asked.set(parsed.kind, { questions: questions + 1, seconds: seconds + took });
    return told;
  },
} as unknown as QueryClient;

const caller = {
  tenant,
  userId: idOf('user', 0),
  role: 'admin',
  teamIds: [],
  visibility: 'all',
  settings: { zone: 'Europe/Moscow', language: 'ru', currency: 'RUB' },
} as unknown as Caller;
const reading = {
  query,
  names: { people: async () => ({ users: new Map(), teams: new Map() }), entries: async () => new Map() },
  selections: { named: async () => new Map() },
};
const input = exportInputSchema.parse({ object: 'timeline', format: 'csv', search: JSON.parse(search) });
const wanted = { ...input, fields: FIELDS, language: 'ru', createdAt: '2026-11-01T00:00:00Z' } as const;

let rows = 0;
const batches = readList(
  reading,
  { ...wanted, written: [] },
  {
    caller: async () => caller,
    withinMs: () => 60_000,
    asking: (ask) => ask(),
    read: async (count) => {
      rows = count;
    },
  },
);
const columns = FIELDS.map((key): Column => ({ key, heading: key, type: 'text' }));
const began = performance.now();
let bytes = 0;
for await (const piece of writeCsv(columns, batches, { language: 'ru', zone: 'Europe/Moscow' }))
  bytes += piece.byteLength;
const seconds = (performance.now() - began) / 1000;
console.log({ rows, bytes, seconds, asked, resident: process.memoryUsage.rss() });
opened.following.copy.close();
