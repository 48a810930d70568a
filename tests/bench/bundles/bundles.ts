import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctions } from '../../../infra/bundle.ts';
import { readFunctions } from '../../../local/functions/definition.ts';
import { readAssembly } from '../../../local/template/assembly.ts';
import { createPlan } from '../../../local/template/plan.ts';
import { inFolder } from '../folder.ts';
import { type Aim, atMost, type Effort, type Findings, isWanted, type Section } from '../section.ts';
import { synthesizeForBench } from '../stack/assembly.ts';
import { median, medianRatio, percentile } from '../statistics.ts';
import type { Table } from '../table.ts';
import { type Importable, importTimes } from './import-times.ts';

/** How large a function may be, in bytes of its minified bundle. */
const LARGEST_BYTES = 700_000;
/** How much slower than the budget bundle it may be to import. */
const SLOWEST_TO_BUDGET = 1.5;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const EMPTY = 'empty';
const BUDGET = 'budget';

/** What an SDK client asks for when it is made. */
const LEAST_VARIABLES = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** The functions of the product as they are deployed, with the variables that their template gives them. */
async function productFunctions(note: (line: string) => void): Promise<Importable[]> {
  const url = 'http://localhost:1';
  const environment = { region: 'eu-central-1', account: '000000000000', url, issuer: `${url}/oidc` };
  const plan = createPlan(readAssembly(await synthesizeForBench(note)), environment);
  return readFunctions(plan, environment, {}).map(({ name, module, variables }) => ({
    name: name.replace(/^kartoteka-main-/, ''),
    file: module,
    variables,
  }));
}

/** The two that the functions are compared with, built as they are. */
async function measures(folder: string): Promise<Importable[]> {
  const entries = [EMPTY, BUDGET].map((name) => ({ name, entry: `tests/bench/bundles/${name}.ts` }));
  const dist = join(folder, 'functions');
  await bundleFunctions(entries, { root: ROOT, dist });
  return entries.map(({ name }) => ({
    name,
    file: join(dist, name, 'index.mjs'),
    variables: LEAST_VARIABLES,
  }));
}

async function run(effort: Effort): Promise<Findings> {
  const all = await productFunctions(effort.note);
  const functions = all.filter(({ name }) => isWanted(effort, name));
  const rounds = effort.quick ? 2 : 21;
  const { modules, measured } = await inFolder(async (folder) => {
    const modules = [...(await measures(folder)), ...functions];
    const sizes = new Map<string, number>();
    for (const { name, file } of modules) sizes.set(name, (await stat(file)).size);
    return { modules, measured: { sizes, times: await importTimes(modules, rounds) } };
  });
  return {
    tables: [tableOf(modules, measured)],
    aims: functions.flatMap(({ name }) => aimsFor(name, measured)),
    notes: [
      `Import times: medians of ${rounds} rounds, each import in a process of its own; a round takes every module once, in an order of chance.`,
      'The factor is the median of the factors of each round, which a busy machine disturbs less than the times.',
      `"${EMPTY}" imports nothing; "${BUDGET}" is middy, zod, lib-dynamodb and the logger. Both are built as the functions are.`,
      'Bytes are those of the minified module, without its source map, which is not loaded.',
    ],
  };
}

interface Measured {
  readonly times: ReadonlyMap<string, readonly number[]>;
  readonly sizes: ReadonlyMap<string, number>;
}

const timesOf = ({ times }: Measured, name: string): readonly number[] => times.get(name) ?? [];

const toBudget = (measured: Measured, name: string): number =>
  medianRatio(timesOf(measured, name), timesOf(measured, BUDGET));

function tableOf(modules: readonly Importable[], measured: Measured): Table {
  const empty = median(timesOf(measured, EMPTY));
  return {
    title: 'Functions: size and import time',
    columns: [
      { key: 'function', head: 'function' },
      { key: 'bytes', head: 'bytes' },
      { key: 'importMs', head: 'import ms', digits: 1 },
      { key: 'quarterMs', head: 'lower quarter', digits: 1 },
      { key: 'threeQuartersMs', head: 'upper quarter', digits: 1 },
      { key: 'overEmptyMs', head: 'ms over empty', digits: 1 },
      { key: 'toBudget', head: 'times budget', digits: 2 },
    ],
    rows: modules.map(({ name }) => ({
      function: name,
      bytes: measured.sizes.get(name) ?? null,
      importMs: median(timesOf(measured, name)),
      quarterMs: percentile(timesOf(measured, name), 0.25),
      threeQuartersMs: percentile(timesOf(measured, name), 0.75),
      overEmptyMs: median(timesOf(measured, name)) - empty,
      toBudget: toBudget(measured, name),
    })),
  };
}

function aimsFor(name: string, measured: Measured): Aim[] {
  const bytes = measured.sizes.get(name) ?? Number.NaN;
  return [
    atMost('no function over 700 KB minified', name, bytes / 1000, LARGEST_BYTES / 1000, 'KB'),
    atMost(
      'none slower to import than 1.5 times the budget',
      name,
      toBudget(measured, name),
      SLOWEST_TO_BUDGET,
      'times',
    ),
  ];
}

/** How large each function is, and how long it takes to import. */
export const bundles: Section = {
  name: 'bundles',
  about: 'size and import time of each function',
  run,
};
