import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEngine } from '../../../local/dynamodb/engine.ts';
import { createTable } from '../../equipment/table.ts';
import { inFolder } from '../folder.ts';
import { type Aim, atMost, type Effort, type Findings, type Section } from '../section.ts';
import { median, percentile } from '../statistics.ts';
import type { Cell, Table } from '../table.ts';
import type { EnginePlace } from './catching-up.ts';
import type { BaseSize } from './made-items.ts';
import type { Made, MakingOrder } from './making-process.ts';
import type { Measured, MeasuringOrder } from './measuring-process.ts';
import { loadBase, statementsOf } from './postgres-base.ts';
import { findPostgres, startPostgres } from './postgres-engine.ts';
import { inProcess } from './working.ts';

const TENANT = '01KA8GNQM0M9MZNN5WPTQAS6J7';
/** What S3 gives one function, in bytes a second. */
const S3_RATE = 70_000_000;
const MEMORY = 3_000_000_000;

/** Aims for a million cards, in milliseconds; smaller bases are held to their share. */
const AIMS: readonly { readonly of: string; readonly share: number; readonly ms: number }[] = [
  { of: 'q', share: 0.5, ms: 50 },
  { of: 'q', share: 0.99, ms: 150 },
  { of: 'q with a typo', share: 0.99, ms: 150 },
  { of: 'note texts of a year', share: 0.5, ms: 1_000 },
  { of: 'filter with a relation', share: 0.5, ms: 80 },
  { of: 'month by source', share: 0.5, ms: 100 },
];
const CATCH_UP_MS = 60;
const COLD_MS = 5_000;

interface Base {
  readonly cards: number;
  readonly made: Made;
  readonly measured: Measured;
  /** Of PostgreSQL, by the name of what was asked. */
  readonly postgres: ReadonlyMap<string, readonly number[]> | undefined;
}

const sizeOf = (cards: number): BaseSize => ({ companies: cards, contacts: 2 * cards, entries: 5 * cards });

function measureBase(cards: number, engine: EnginePlace, { quick, note }: Effort): Promise<Base> {
  return inFolder(async (folder) => {
    const size = sizeOf(cards);
    const order: MakingOrder = { folder, tenantId: TENANT, size };
    note(`  making ${cards} companies, ${size.contacts} contacts, ${size.entries} entries ...`);
    const made = await inProcess<MakingOrder, Made>('./making-process.ts', order);
    note('  asking ...');
    const measured = await inProcess<MeasuringOrder, Measured>('./measuring-process.ts', {
      ...order,
      most: quick ? 5 : 1_000,
      engine,
    });
    return { cards, made, measured, postgres: await measurePostgres(size, folder, { quick, note }) };
  });
}

async function measurePostgres(
  size: BaseSize,
  folder: string,
  { quick, note }: Pick<Effort, 'quick' | 'note'>,
): Promise<Base['postgres']> {
  const installed = findPostgres();
  if (installed === undefined) return undefined;
  note('  loading PostgreSQL ...');
  const postgres = await startPostgres(installed.bin, folder);
  try {
    const snapshots = join(folder, 'snapshots', TENANT);
    const [snapshot = ''] = readdirSync(snapshots).filter((name) => !name.endsWith('.json'));
    await loadBase(postgres, join(snapshots, snapshot), folder);
    note('  asking PostgreSQL ...');
    const times = new Map<string, readonly number[]>();
    for (const [name, statements] of Object.entries(statementsOf(size))) {
      const asked = statements.slice(0, quick ? 5 : 1_000);
      // As the copy was: warm.
      await postgres.run(asked.slice(0, 10));
      const setting = 'SET pg_trgm.word_similarity_threshold = 0.6';
      times.set(name, (await postgres.run([setting, ...asked])).slice(1));
    }
    return times;
  } finally {
    await postgres.stop();
  }
}

function rowsOf({ cards, measured, postgres }: Base): Record<string, Cell>[] {
  return measured.questions.map(({ name, ms, found }) => {
    const theirs = postgres?.get(name);
    return {
      cards,
      asked: name,
      questions: ms.length,
      found: found / ms.length,
      p50: percentile(ms, 0.5),
      p99: percentile(ms, 0.99),
      postgresP50: theirs === undefined ? null : percentile(theirs, 0.5),
      postgresP99: theirs === undefined ? null : percentile(theirs, 0.99),
      ratio: theirs === undefined ? null : percentile(theirs, 0.5) / percentile(ms, 0.5),
    };
  });
}

const questionTable = (bases: readonly Base[]): Table => ({
  title: 'Questions, in milliseconds inside the function, and the same to PostgreSQL',
  columns: [
    { key: 'cards', head: 'companies' },
    { key: 'asked', head: 'asked' },
    { key: 'questions', head: 'questions' },
    { key: 'found', head: 'found each', digits: 0 },
    { key: 'p50', head: 'p50', digits: 1 },
    { key: 'p99', head: 'p99', digits: 1 },
    { key: 'postgresP50', head: 'PostgreSQL p50', digits: 1 },
    { key: 'postgresP99', head: 'PostgreSQL p99', digits: 1 },
    { key: 'ratio', head: 'PostgreSQL / ours', digits: 1 },
  ],
  rows: bases.flatMap(rowsOf),
});

const baseTable = (bases: readonly Base[]): Table => ({
  title: 'The copy',
  columns: [
    { key: 'cards', head: 'companies' },
    { key: 'rows', head: 'rows' },
    { key: 'snapshot', head: 'snapshot, MB', digits: 0 },
    { key: 'cold', head: 'cold start, s', digits: 2 },
    { key: 's3', head: 'and from S3, s (reckoned)', digits: 2 },
    { key: 'resident', head: 'resident, MB', digits: 0 },
    { key: 'catchUp', head: '1,000 changes, ms', digits: 1 },
    { key: 'catchUpRaw', head: 'of it the engine alone, ms', digits: 1 },
  ],
  rows: bases.map(({ cards, made, measured }) => ({
    cards,
    rows: made.rows,
    snapshot: made.bytes / 1e6,
    cold: measured.coldMs / 1000,
    s3: made.bytes / S3_RATE,
    resident: measured.resident / 1e6,
    catchUp: median(measured.caughtUp.ms),
    catchUpRaw: median(measured.caughtUp.rawMs),
  })),
});

function aimsOf({ cards, measured }: Base): Aim[] {
  const part = cards / 1_000_000;
  const of = (name: string): string => `${name}, ${cards} companies`;
  const questions = AIMS.map(({ of: name, share, ms }) => {
    const times = measured.questions.find((asked) => asked.name === name)?.ms ?? [];
    return atMost(`p${share * 100} of questions`, of(name), percentile(times, share), ms * part, 'ms');
  });
  const { caughtUp, coldMs, resident } = measured;
  return [
    ...questions,
    atMost('1,000 changes taken in', of('catch-up'), median(caughtUp.ms), CATCH_UP_MS, 'ms'),
    atMost('cold start from a local snapshot', of('cold start'), coldMs, COLD_MS * part, 'ms'),
    atMost('resident memory', of('environment'), resident / 1e6, (MEMORY / 1e6) * part, 'MB'),
  ];
}

async function run(effort: Effort): Promise<Findings> {
  const engine = await startEngine();
  try {
    const bases: Base[] = [];
    for (const cards of effort.quick ? [2_000] : [100_000, 1_000_000]) {
      const { name } = await createTable(engine.endpoint, { stream: false });
      bases.push(await measureBase(cards, { endpoint: engine.endpoint, tableName: name }, effort));
    }
    const installed = findPostgres();
    return {
      tables: [questionTable(bases), baseTable(bases)],
      aims: bases.flatMap(aimsOf),
      notes: [
        'Inside the function: binding, statements, reading of rows, and the exact total; without the four requests for what has changed, which “the copy” has apart, against the local engine.',
        'Each base is generated with the product’s own folding of words and lies in a snapshot as the product writes it. 100,000 companies are held to a tenth of each aim.',
        installed === undefined
          ? 'PostgreSQL is not on this machine.'
          : `PostgreSQL ${installed.version} beside it: the same folded words and digits in one column with a GIN index of trigrams, trees on what is filtered, 2 GB of shared buffers, warm; times are those that psql tells, over a socket.`,
      ],
    };
  } finally {
    await engine.stop();
  }
}

/** What questions over a million cards take, next to PostgreSQL. */
export const search: Section = {
  name: 'search',
  about: 'questions over a million cards, catch-up, cold start and memory, next to PostgreSQL',
  run,
};
