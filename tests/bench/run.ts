/**
 * `npm run bench`: measures, prints, and says which aims are reached. An aim that is missed is no failure; what could not
 * be measured is, and makes the exit code 1.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { describeMachine, loadAverage } from './machine.ts';
import {
  printMachine,
  printSection,
  type Report,
  reportSchema,
  type SectionReport,
  sectionReport,
} from './report.ts';
import type { Effort, Section } from './section.ts';
import { SECTIONS } from './sections.ts';

const USAGE = `npm run bench -- [--json] [--quick] [--only WORD] [--schema] [${SECTIONS.map(({ name }) => name).join(' | ')} ...]`;

// Functions run in UTC on AWS; threads have the zone of their process.
process.env['TZ'] = 'UTC';

// Whoever is stopped tidies up behind it; engines end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

interface Order {
  readonly sections: readonly Section[];
  readonly json: boolean;
  readonly quick: boolean;
  readonly only?: readonly string[];
  readonly schema: boolean;
}

/** @throws Error naming the section that does not exist */
function readArguments(): Order {
  const boolean = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    options: { json: boolean, quick: boolean, schema: boolean, only: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !SECTIONS.some((section) => section.name === name));
  if (unknown !== undefined) throw new Error(`There is no section ${unknown}.`);
  const sections = SECTIONS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const { only, ...flags } = values;
  return { ...flags, sections, ...(only ? { only } : {}) };
}

async function measure(section: Section, effort: Effort): Promise<SectionReport> {
  effort.note(`${section.name} ...`);
  const before = loadAverage();
  const began = performance.now();
  const findings = await section.run(effort);
  const seconds = (performance.now() - began) / 1000;
  return sectionReport(section, findings, { seconds, load: { before, after: loadAverage() } });
}

/** Runs the sections one after the other; one that fails does not keep the others from running. */
async function run({ sections, json, quick, only }: Order): Promise<number> {
  // Whatever is not the document goes to the standard error, so that `--json` can be piped.
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const machine = describeMachine();
  const at = new Date().toISOString();
  const reports: SectionReport[] = [];
  let failures = 0;
  if (!json) console.log(`${printMachine(machine)}\n`);
  for (const section of sections) {
    try {
      const report = await measure(section, { quick, note, ...(only ? { only } : {}) });
      reports.push(report);
      if (!json) console.log(`${printSection(report)}\n`);
    } catch (error) {
      failures += 1;
      note(`${section.name} could not be measured: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  const report: Report = { format: 'kartoteka-bench', version: 1, at, quick, machine, sections: reports };
  if (json) console.log(JSON.stringify(reportSchema.parse(report), null, 2));
  return failures === 0 ? 0 : 1;
}

let order: Order;
try {
  order = readArguments();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(1);
}
if (order.schema) console.log(JSON.stringify(z.toJSONSchema(reportSchema), null, 2));
else process.exit(await run(order));
