import { importFinishedV1 } from '../../events/import-finished.v1.ts';
import { importRequestedV1 } from '../../events/import-requested.v1.ts';
import { invalid, KartotekaError } from '../../shared/errors.ts';
import { bindMapping } from '../../shared/imports/binding.ts';
import { guessMapping } from '../../shared/imports/guessing.ts';
import { type Import, type ImportWork, NO_PROGRESS } from '../../shared/imports/import.ts';
import { importOptionsSchema, refuseLarge } from '../../shared/imports/mapping.ts';
import type { importRoutes } from '../../shared/imports/routes.ts';
import { Change, newId } from '../runtime/change.ts';
import type { FileFacts, Files } from '../runtime/files/files.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch } from '../runtime/versions.ts';
import { readHead } from './file-head.ts';
import { importFile } from './import-item.ts';
import {
  findOwnImport,
  isStalled,
  leaveRunning,
  putImport,
  requireState,
  takeRunning,
  viewImport,
} from './import-store.ts';

type Handlers = Pick<
  RouteHandlers<typeof importRoutes>,
  'readImport' | 'dryRunImport' | 'runImport' | 'resumeImport' | 'cancelImport' | 'readImportColumns'
>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

export interface ImportDependencies {
  readonly table: Table;
  readonly files: Files;
}

/** The routes by which an import goes from state to state. */
export function createImportWork(deps: ImportDependencies): Handlers {
  const { table, files } = deps;
  return {
    readImport: async ({ params }, { caller, now }) => {
      const stored = await findOwnImport(table, caller, params.id);
      return { status: 200, body: viewImport(stored, now), version: stored.version };
    },
    readImportColumns: async ({ params }, { caller }) => {
      const { data } = await findOwnImport(table, caller, params.id);
      const key = importFile(caller.tenant, data.id);
      const { separator, headings, samples } = await readHead(files, key, (await uploaded(files, key)).etag);
      const columns = headings.map((heading, index) => ({
        column: index + 1,
        heading,
        samples: samples.map((cells) => cells[index] ?? ''),
      }));
      return { status: 200, body: { separator, columns, mapping: guessMapping(headings) } };
    },
    dryRunImport: (input, context) => onCurrent(() => dryRun(deps, context, input)),
    runImport: ({ params }, context) => onCurrent(() => run(deps, context, params.id)),
    resumeImport: ({ params }, context) => onCurrent(() => resume(table, context, params.id)),
    cancelImport: ({ params }, context) => onCurrent(() => cancel(table, context, params.id)),
  };
}

/** @throws KartotekaError `import.not-uploaded` */
async function uploaded(files: Files, key: string): Promise<FileFacts> {
  const facts = await files.find(key);
  if (facts) return facts;
  throw new KartotekaError(
    'conflict',
    'import.not-uploaded',
    'The file has not arrived: send it to the address that the import was begun with, or ask for a new one.',
  );
}

async function dryRun(
  { table, files }: ImportDependencies,
  context: RequestContext,
  { params, body }: Input<'dryRunImport'>,
) {
  const { caller, now } = context;
  const stored = await findOwnImport(table, caller, params.id);
  requireMatch(context, stored);
  const { data } = stored;
  requireState(data, ['awaiting-upload', 'checked', 'failed'], 'a dry run comes before the run.');
  const key = importFile(caller.tenant, data.id);
  const facts = await uploaded(files, key);
  if (facts.bytes !== data.bytes) {
    throw new KartotekaError(
      'conflict',
      'import.size-differs',
      `The file has ${facts.bytes} bytes, and ${data.bytes} were announced: send the right one, or begin a new import.`,
      { facts: { bytes: facts.bytes } },
    );
  }
  const { fileHeadings, headings, separator } = await readHead(files, key, facts.etag);
  const mapping = body.mapping ?? guessMapping(headings);
  const tooLarge = refuseLarge(fileHeadings, mapping);
  if (tooLarge) throw invalid([tooLarge]);
  const bound = bindMapping(headings, mapping);
  if ('issues' in bound) throw invalid(bound.issues);
  const {
    failure: _,
    position: __,
    run: ___,
    totalRows: ____,
    finishedAt: _____,
    encoding: ______,
    ...kept
  } = data;
  const next: Import = {
    ...kept,
    state: 'checking',
    etag: facts.etag,
    mapping: [...mapping],
    options: body.options ?? importOptionsSchema.parse({}),
    headings: [...fileHeadings],
    separator,
    dryRun: NO_PROGRESS,
    workId: newId(now),
    attempt: 1,
    ...touched(context),
  };
  return request(context, stored, next, 'dry-run', now).commit(table, begun(next, stored, now));
}

async function run({ table, files }: ImportDependencies, context: RequestContext, id: string) {
  const { caller, now } = context;
  const stored = await findOwnImport(table, caller, id);
  requireMatch(context, stored);
  requireState(stored.data, ['checked'], 'have it checked by a dry run first, and run it once.');
  const facts = await files.find(importFile(caller.tenant, id));
  if (facts?.etag !== stored.data.etag) {
    throw new KartotekaError(
      'conflict',
      'import.file-replaced',
      'The file is not the one that the dry run has checked: have it checked again.',
    );
  }
  const next: Import = {
    ...stored.data,
    state: 'running',
    run: NO_PROGRESS,
    workId: newId(now),
    attempt: 1,
    startedAt: now.toISOString(),
    ...touched(context),
  };
  delete next.position;
  delete next.finishedAt;
  return request(context, stored, next, 'run', now)
    .add(takeRunning(caller.tenant, id, now))
    .commit(table, begun(next, stored, now));
}

async function resume(table: Table, context: RequestContext, id: string) {
  const { caller, now } = context;
  const stored = await findOwnImport(table, caller, id);
  requireMatch(context, stored);
  const { data } = stored;
  requireState(data, ['checking', 'running'], 'there is nothing to go on with.');
  if (!isStalled(data, now)) {
    throw new KartotekaError(
      'conflict',
      'import.at-work',
      'It is being worked on: there is nothing to resume.',
      {
        retryAfter: 60,
      },
    );
  }
  const next: Import = { ...data, attempt: data.attempt + 1, ...touched(context) };
  delete next.lease;
  const work = data.state === 'running' ? 'run' : 'dry-run';
  return request(context, stored, next, work, now).commit(table, begun(next, stored, now));
}

async function cancel(table: Table, context: RequestContext, id: string) {
  const { caller, now } = context;
  const stored = await findOwnImport(table, caller, id);
  requireMatch(context, stored);
  const { data } = stored;
  requireState(data, ['awaiting-upload', 'checking', 'checked', 'running'], 'there is nothing to cancel.');
  const next: Import = {
    ...data,
    state: 'cancelled',
    finishedAt: now.toISOString(),
    ...touched(context),
  };
  delete next.lease;
  const rejected = (data.run ?? data.dryRun ?? NO_PROGRESS).rows.rejected;
  return new Change(context)
    .add(putImport(caller.tenant, next, stored.version, now))
    .add(...(data.state === 'running' ? [leaveRunning(caller.tenant, data, now)] : []))
    .event(importFinishedV1, { importId: id, outcome: 'cancelled', rejected })
    .commit(table, { ...begun(next, stored, now), status: 200 });
}

const touched = ({ now, caller }: RequestContext) => ({
  updatedAt: now.toISOString(),
  updatedBy: caller.userId,
});

/** The change that wakes the worker. */
const request = (
  context: RequestContext,
  stored: Stored<Import>,
  next: Import,
  work: ImportWork,
  now: Date,
): Change =>
  new Change(context)
    .add(putImport(context.caller.tenant, next, stored.version, now))
    .event(importRequestedV1, { importId: next.id, work, attempt: next.attempt });

const begun = (data: Import, { version }: Stored<Import>, now: Date) => ({
  status: 202,
  body: viewImport({ data, version: version + 1 }, now),
  version: version + 1,
  location: `/imports/${data.id}`,
});

/** A new import that waits for its file. */
export function newImport(
  { now, caller }: RequestContext,
  fields: Pick<Import, 'fileName' | 'bytes' | 'sha256'>,
): Import {
  const at = now.toISOString();
  return {
    ...fields,
    state: 'awaiting-upload',
    attempt: 0,
    id: newId(now),
    workId: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
}
