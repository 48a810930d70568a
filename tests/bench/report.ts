import * as z from 'zod';
import type { Machine } from './machine.ts';
import type { Findings, Section } from './section.ts';
import { printTable } from './table.ts';

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The document of `--json`: what a program may rely on. A change that breaks readers takes a new `version`. */
export const reportSchema = z.strictObject({
  format: z.literal('kartoteka-bench'),
  version: z.literal(1),
  /** When the run began, RFC 3339 in UTC. */
  at: z.iso.datetime(),
  /** Few samples were taken: the figures mean nothing. */
  quick: z.boolean(),
  machine: z.strictObject({
    processor: z.string(),
    cores: z.int(),
    memoryMb: z.int(),
    system: z.string(),
    node: z.string(),
    java: z.string(),
  }),
  sections: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      seconds: z.number(),
      /** Load average of the last minute before and after the section. */
      load: z.strictObject({ before: z.number(), after: z.number() }),
      tables: z.array(
        z.strictObject({
          title: z.string(),
          columns: z.array(z.strictObject({ key: z.string(), head: z.string(), digits: z.int().optional() })),
          rows: z.array(z.record(z.string(), cellSchema)),
        }),
      ),
      aims: z.array(
        z.strictObject({
          aim: z.string(),
          of: z.string(),
          figure: z.number(),
          limit: z.number(),
          unit: z.string(),
          reached: z.boolean(),
        }),
      ),
      notes: z.array(z.string()),
    }),
  ),
});

export type Report = z.infer<typeof reportSchema>;
export type SectionReport = Report['sections'][number];

interface Took {
  readonly seconds: number;
  readonly load: { readonly before: number; readonly after: number };
}

export const sectionReport = ({ name, about }: Section, findings: Findings, took: Took): SectionReport => ({
  name,
  about,
  ...took,
  tables: findings.tables.map((table) => ({
    ...table,
    columns: [...table.columns],
    rows: [...table.rows],
  })),
  aims: [...findings.aims],
  notes: [...findings.notes],
});

/** A section for people: its tables, each aim with its figures, and how it was measured. */
export function printSection(section: SectionReport): string {
  const { name, about, seconds, load } = section;
  const head = `${name}: ${about}`;
  const took = `Took ${seconds.toFixed(0)} s; load average ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after.`;
  const notes = section.notes.map((note) => `- ${note}`).join('\n');
  return [
    `${head}\n${'='.repeat(head.length)}`,
    ...section.tables.map(printTable),
    printAims(section.aims),
    notes,
    took,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Aims by what is aimed at: how many are reached, and those that are not. */
export function printAims(aims: SectionReport['aims']): string {
  if (aims.length === 0) return '';
  const title = 'Aims';
  const columns = [
    { key: 'aim', head: 'aim' },
    { key: 'of', head: 'of' },
    { key: 'figure', head: 'figure', digits: 2 },
    { key: 'limit', head: 'limit', digits: 2 },
    { key: 'unit', head: '' },
    { key: 'reached', head: 'reached' },
  ];
  const reached = aims.filter((aim) => aim.reached).length;
  return `${printTable({ title, columns, rows: aims.map((aim) => ({ ...aim })) })}\n\n${reached} of ${aims.length} reached.`;
}

/** One line about the machine. */
export const printMachine = ({ processor, cores, memoryMb, system, node, java }: Machine): string =>
  `${cores} x ${processor}, ${Math.round(memoryMb / 1024)} GB, ${system}, Node ${node}, ${java}`;
