import { isDeepStrictEqual } from 'node:util';
import { usdPerMillion } from '../../../docs/data-model.ts';
import { ACCESS_PATTERNS, type AccessPatternId } from '../../../functions/access-patterns.ts';
import { type AccessPattern, operationsOf } from '../../../functions/runtime/access-pattern.ts';
import { startEngine } from '../../../local/dynamodb/engine.ts';
import { allRuns } from '../../capacity/all-runs.ts';
import { createFixture } from '../../capacity/fixture.ts';
import type { Bill } from '../../equipment/metered-table.ts';
import { atLeast, type Findings, type Section } from '../section.ts';
import type { Cell, Table } from '../table.ts';

type Pattern = AccessPattern & { readonly id: AccessPatternId };

interface Used {
  readonly capability: string;
  readonly pattern: Pattern;
  readonly bill: Bill;
}

/** Plays every access pattern once on an engine of its own and meters it. */
async function measureAll(): Promise<Used[]> {
  const engine = await startEngine();
  try {
    const fixture = await createFixture(engine.endpoint);
    const runs = allRuns(fixture);
    const used: Used[] = [];
    for (const [capability, patterns] of Object.entries(ACCESS_PATTERNS)) {
      for (const pattern of patterns as readonly Pattern[]) {
        const work = await runs[pattern.id]();
        used.push({ capability, pattern, bill: await fixture.metered.measure(work) });
      }
    }
    return used;
  } finally {
    await engine.stop();
  }
}

const requestsOf = ({ requests }: Pick<Bill, 'requests'>): string =>
  Object.entries(requests)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');

const countOf = ({ requests }: Pick<Bill, 'requests'>): number =>
  Object.values(requests).reduce((sum, count) => sum + count, 0);

function rowOf(used: Used): Record<string, Cell> {
  const { capability, pattern, bill } = used;
  return {
    capability,
    use: pattern.id,
    routes: pattern.routes.join(', '),
    requests: countOf(bill),
    operations: requestsOf(bill),
    readUnits: bill.reads,
    writeUnits: bill.writes,
    usd: usdPerMillion(bill) / 1_000_000,
    usdPerMillion: usdPerMillion(bill),
    asClaimed: isAsClaimed(used),
  };
}

const tableOf = (used: readonly Used[]): Table => ({
  title: 'What each use costs',
  columns: [
    { key: 'capability', head: 'capability' },
    { key: 'use', head: 'use' },
    { key: 'requests', head: 'requests' },
    { key: 'operations', head: 'operations' },
    { key: 'readUnits', head: 'read units', digits: 1 },
    { key: 'writeUnits', head: 'write units' },
    { key: 'usd', head: 'USD', digits: 9 },
    { key: 'usdPerMillion', head: 'USD a million', digits: 2 },
    { key: 'asClaimed', head: 'as documented' },
  ],
  rows: used.map(rowOf),
});

/** Whether a use costs exactly what the data model says of it. */
const isAsClaimed = ({ pattern, bill }: Used): boolean =>
  isDeepStrictEqual(bill, {
    requests: operationsOf(pattern),
    reads: pattern.reads,
    writes: pattern.writes,
  });

async function run(): Promise<Findings> {
  const used = await measureAll();
  return {
    tables: [tableOf(used)],
    aims: [
      atLeast(
        'each use costs exactly what docs/data-model.md says',
        'all uses',
        used.filter(isAsClaimed).length,
        used.length,
        'uses',
      ),
    ],
    notes: [
      'Measured in this run: each use played once through its handler on an engine in memory, on records of usual size.',
      'Read units are those that the engine told; write units are reckoned from the items before and after each transaction (docs/adr/0009).',
      'USD are the table’s request units on demand in eu-central-1, at prices that nobody has compared with the price page yet (docs/data-model.ts). The HTTP API, functions and logs come on top of it (README, "What it costs").',
    ],
  };
}

/** What each use of the table costs: requests, capacity units, dollars. */
export const uses: Section = {
  name: 'uses',
  about: 'requests, capacity units and USD of each use',
  run,
};
