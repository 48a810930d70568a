import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { ApiClient } from '../../shared/api-client.ts';
import { type ImportState, NO_PROGRESS, type Progress } from '../../shared/imports/import.ts';
import type { ColumnMapping, importOptionsSchema } from '../../shared/imports/mapping.ts';
import { send } from '../e2e/sending.ts';
import { eventually } from '../equipment/eventually.ts';

/** A file on its way in, and what its user says of it. */
export interface List {
  readonly fileName: string;
  readonly content: Uint8Array;
  /** What the guess does not know, or gets wrong; the other columns are taken as guessed. */
  readonly columns: readonly ColumnMapping[];
  readonly options?: z.input<typeof importOptionsSchema>;
  /** Headings of which each has to be mapped in the end. */
  readonly headings: readonly string[];
}

/** What an import came to. */
export interface BroughtIn {
  readonly id: string;
  readonly dryRun: Progress;
  readonly run: Progress;
  /** From the first request to the end of the run. */
  readonly seconds: number;
}

/** How long either pass over a list may take, in milliseconds. */
const DEADLINE = 120_000;
const EVERY = 100;

/**
 * Brings a list in as its user does: sends the file, looks at the guessed columns and completes them, has it checked, runs it.
 *
 * @throws Error where a column stays without meaning, or the file is not taken
 */
export async function bringIn(api: ApiClient, list: List): Promise<BroughtIn> {
  const startedAt = performance.now();
  const { fileName, content, options } = list;
  const sha256 = createHash('sha256').update(content).digest('base64');
  const { data: begun } = await api.createImport({ body: { fileName, bytes: content.byteLength, sha256 } });
  const sent = await send(begun.upload, content);
  if (sent !== 200) throw new Error(`${fileName}: the file was answered with ${sent}`);
  const params = { id: begun.id };
  const { data: columns } = await api.readImportColumns({ params });
  const mapping = completed(columns.mapping, list);
  await api.dryRunImport({ params, body: { mapping, ...(options === undefined ? {} : { options }) } });
  await reach(api, list, begun.id, 'checked');
  await api.runImport({ params });
  const { dryRun = NO_PROGRESS, run = NO_PROGRESS } = await reach(api, list, begun.id, 'finished');
  return { id: begun.id, dryRun, run, seconds: (performance.now() - startedAt) / 1000 };
}

/** The guess with what the user says of single columns. */
export function completed(guess: readonly ColumnMapping[], { columns, headings, fileName }: List) {
  const isSaid = ({ column, field }: ColumnMapping): boolean =>
    columns.some((said) => said.column === column && said.field === field);
  const mapping = [...guess.filter((guessed) => !isSaid(guessed)), ...columns];
  const without = headings.filter((heading) => !mapping.some(({ column }) => column === heading));
  if (without.length > 0) throw new Error(`${fileName}: nobody knows what ${without.join(', ')} is`);
  return mapping;
}

async function reach(api: ApiClient, { fileName }: List, id: string, state: ImportState) {
  const view = await eventually(
    async () => {
      const { data } = await api.readImport({ params: { id } });
      if (['checking', 'running'].includes(data.state)) throw new Error(`${fileName} is ${data.state}`);
      return data;
    },
    { deadline: DEADLINE, every: EVERY },
  );
  if (view.state === state) return view;
  const { code = '', message = '' } = view.failure ?? {};
  throw new Error(`${fileName} is ${view.state} instead of ${state}: ${code} ${message}`);
}

/** What the same list comes to when it is brought in again: everything is here, and nothing changes. */
export function repeated({ rows, companies, contacts, parents, notes }: Progress): Progress {
  const here = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    rows,
    companies: { created: 0, updated: 0, unchanged: here(companies) },
    contacts: { created: 0, updated: 0, unchanged: here(contacts) },
    parents: { added: 0, unchanged: here(parents) },
    notes: { written: 0, unchanged: here(notes) },
  };
}

/** What imports came to together, for people. */
export function tellImports(...imports: readonly BroughtIn[]): string {
  const sum = (count: (done: BroughtIn) => number): number =>
    imports.reduce((total, one) => total + count(one), 0);
  const of = (what: 'created' | 'updated' | 'unchanged'): number =>
    sum(({ run: { companies, contacts } }) => companies[what] + contacts[what]);
  const parents = sum(({ run }) => run.parents.added);
  const refused = sum(({ run }) => run.rows.rejected);
  const told = [
    `${of('created')} created`,
    ...(of('updated') > 0 ? [`${of('updated')} updated`] : []),
    ...(of('unchanged') > 0 ? [`${of('unchanged')} unchanged`] : []),
    ...(parents > 0 ? [`${parents} parents`] : []),
    ...(refused > 0 ? [`${refused} rows refused`] : []),
  ];
  return `${told.join(', ')} in ${sum(({ seconds }) => seconds).toFixed(1)} s`;
}
